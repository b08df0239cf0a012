// Watches the figures of a run for `ganvas train`: says what is wrong and what usually helps, and with
// `--on-collapse rollback` has the run go back to when it was well.

import type { RunConfig } from '../../../gan/run/runConfig'
import { Diverged } from '../../../gan/run/state'
import { Diagnosis, type Finding, type Patient } from '../../../gan/watch/diagnosis'
import type { RunFolder } from '../../folder/runFolder'
import type { AskGpu } from '../../gpu/jobs'
import type { LogLine } from '../../gpu/training'
import { Failure } from '../../terminal/failure'

const ROLLBACKS = 3

export interface GuardOptions {
  ask: AskGpu
  folder: RunFolder
  config: RunConfig
  patient: Patient
  say: (line: string) => void
}

export class Guard {
  readonly #options: GuardOptions
  #diagnosis: Diagnosis
  #ill: { finding: Finding; step: number } | undefined
  #rollbacks = 0

  constructor(options: GuardOptions) {
    this.#options = options
    this.#diagnosis = new Diagnosis(options.patient)
  }

  get #mayGoBack(): boolean {
    return this.#options.config.onCollapse === 'rollback'
  }

  /** Is the run to go back? */
  get ill(): boolean {
    return this.#ill !== undefined
  }

  /**
   * Looks at a line before it is logged.
   *
   * @throws Failure when the run has diverged and nobody asked for a rollback
   */
  look(line: LogLine): void {
    const finding = this.#diagnosis.look(line.step, line)
    if (!finding || this.#ill) return
    const { illness, seen, cure } = finding
    if (this.#mayGoBack) {
      this.#ill = { finding, step: line.step }
    } else if (illness === 'nan') {
      throw new Failure(
        `training diverged: ${seen} at step ${line.step}. ${sentence(cure)}; the last checkpoint, ` +
          'if there is one, is as it was',
      )
    }
    this.#options.say(`health     step ${line.step}, ${illness}: ${seen}. ${sentence(cure)}`)
  }

  /** Takes note of why nothing could be saved, where the run can go back; throws it again elsewhere. */
  diverged(step: number, error: unknown): undefined {
    if (!this.#mayGoBack || !(error instanceof Diverged)) throw error
    const finding = {
      illness: 'nan',
      seen: error.message,
      cure: 'take a lower learning rate',
    } as const
    this.#ill = { finding, step }
    this.#options.say(`health     step ${step}, nan: ${error.message}`)
  }

  /** Keeps the state of a run that is well, to go back to. */
  async remember(): Promise<void> {
    if (this.#mayGoBack && this.#diagnosis.healthy) await this.#options.ask('remember')
  }

  /** Goes back, and returns the step that the run is at now. */
  async rollBack(): Promise<number> {
    const { ask, folder, config, patient, say } = this.#options
    const { finding, step: from } = this.#ill ?? {}
    const illness = finding?.illness ?? ''
    if (++this.#rollbacks > ROLLBACKS) {
      throw new Failure(
        `${illness} at step ${from}, after ${ROLLBACKS} rollbacks. ${sentence(finding?.cure ?? '')}; ` +
          'the last checkpoint, if there is one, is as it was',
      )
    }
    const { step, lr, lrD } = await ask('rollBack')
    // What was saved may be later, and ill by then; it would go on with the same noise in any case.
    if (folder.holdsRun) folder.save(step, await ask('snapshot'), config)
    folder.startLog(folder.readLog(step))
    folder.logEvent({ step, rollback: illness, from, lr, lrD })
    folder.writeConfig(Object.assign(config, { lr, lrD }))
    say(`rollback   ${this.#rollbacks} of ${ROLLBACKS}: to step ${step}, lr ${lr}, other noise`)
    this.#ill = undefined
    this.#diagnosis = new Diagnosis(patient)
    return step
  }
}

const sentence = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)
