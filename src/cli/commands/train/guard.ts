// Reaction of `ganvas train` to problems: it prints each with the usual fix, and with
// `--on-collapse rollback` goes back to the last healthy state.

import type { RunConfig } from '../../../gan/run/runConfig'
import { Diverged } from '../../../gan/run/state'
import { type Finding, isCurable } from '../../../gan/watch/diagnosis'
import type { RunFolder } from '../../folder/runFolder'
import type { AskGpu } from '../../gpu/jobs'
import { Failure } from '../../terminal/failure'

const ROLLBACKS = 3

const UNTOUCHED = 'the last checkpoint, if any, is untouched'

export interface GuardOptions {
  ask: AskGpu
  folder: RunFolder
  config: RunConfig
  say: (line: string) => void
}

export class Guard {
  readonly #options: GuardOptions
  #ill: { finding: Finding; step: number } | undefined
  #rollbacks = 0

  constructor(options: GuardOptions) {
    this.#options = options
  }

  get #mayGoBack(): boolean {
    return this.#options.config.onCollapse === 'rollback'
  }

  /** Whether the run has to go back. */
  get ill(): boolean {
    return this.#ill !== undefined
  }

  /** Takes in a problem before its log line is written. Throws Diverged when the run diverged and may not go back. */
  look(step: number, finding: Finding | undefined): void {
    if (!finding || this.#ill) return
    const { illness, seen, cure } = finding
    if (this.#mayGoBack && isCurable(illness)) {
      this.#ill = { finding, step }
    } else if (illness === 'nan') {
      throw Diverged.at(step, seen, `Lower --lr; ${UNTOUCHED}`)
    }
    this.#options.say(`health     step ${step}, ${illness}: ${seen}. ${sentence(cure)}`)
  }

  /** Takes in why nothing could be saved. Throws it again when the run may not go back. */
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

  /** Keeps the state of a healthy run, to go back to. */
  async remember(): Promise<void> {
    if (this.#mayGoBack) await this.#options.ask('remember')
  }

  /** Goes back. Returns the new step. */
  async rollBack(): Promise<number> {
    const { ask, folder, config, say } = this.#options
    const { finding, step: from } = this.#ill ?? {}
    const illness = finding?.illness ?? ''
    if (++this.#rollbacks > ROLLBACKS) {
      throw new Failure(
        `${illness} at step ${from}, after ${ROLLBACKS} rollbacks. ${sentence(finding?.cure ?? '')}; ${UNTOUCHED}`,
      )
    }
    const { step, lr, lrD } = await ask('rollBack')
    // The saved checkpoint may be later and ill; it would also continue with the same noise.
    if (folder.holdsRun) folder.save(step, await ask('snapshot'), config)
    folder.startLog(folder.readLog(step))
    folder.log({ step, rollback: illness, from, lr, lrD })
    folder.writeConfig(Object.assign(config, { lr, lrD }))
    say(`rollback   ${this.#rollbacks} of ${ROLLBACKS}: to step ${step}, lr ${lr}, other noise`)
    this.#ill = undefined
    return step
  }
}

const sentence = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)
