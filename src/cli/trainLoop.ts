// The loop of `ganvas train`: iterations, log lines, samples and checkpoints, until the last step, a
// fault, or Ctrl-C, which ends the run at the next step and saves it.

import { join, relative } from 'node:path'
import type { Figures } from '../gan/clock'
import type { Trainer } from '../gan/trainer'
import { Failure } from './failure'
import { Progress } from './progress'
import type { RunConfig } from './runConfig'
import type { RunFolder } from './runFolder'

/** Remembers that somebody asked to stop; a second request ends the process at once. */
export class Stop {
  asked = false
  say: (line: string) => void = console.log

  constructor() {
    process.on('SIGINT', this.#ask).on('SIGTERM', this.#ask)
  }

  #ask = () => {
    if (this.asked) process.exit(130)
    this.asked = true
    this.say('stopping at the next step (again: at once, without saving)')
  }

  off(): void {
    process.off('SIGINT', this.#ask).off('SIGTERM', this.#ask)
  }
}

/** Images a second, over the iterations that finished between the last two looks. */
class Speed {
  readonly #trainer: Trainer
  readonly #batchSize: number
  #step = 0
  #time = 0
  #value = 0

  constructor(trainer: Trainer, batchSize: number) {
    this.#trainer = trainer
    this.#batchSize = batchSize
    this.restart()
  }

  /** Forgets the time since the last look: something else than training took it. */
  restart(): void {
    this.#step = this.#trainer.finished
    this.#time = performance.now()
  }

  measure(): number {
    const done = this.#trainer.finished - this.#step
    if (done > 0) {
      this.#value = (done * this.#batchSize * 1000) / (performance.now() - this.#time)
      this.restart()
    }
    return this.#value
  }
}

interface Run {
  config: RunConfig
  folder: RunFolder
  stop: Stop
}

export async function run(trainer: Trainer, { config, folder, stop }: Run): Promise<void> {
  const first = trainer.step
  const { steps, logEvery, sampleEvery, batchSize } = config
  const progress = new Progress(steps, first)
  stop.say = (line) => progress.say(line)
  const pending: Promise<void>[] = []
  const speed = new Speed(trainer, batchSize)
  let fault: unknown
  const blame = (error: unknown) => {
    fault ??= error
  }
  try {
    while (trainer.step < steps && !stop.asked) {
      const step = trainer.step + 1
      const observe = step % logEvery === 0 || step === steps
      const figures = trainer.iterate({ observe })
      if (figures) {
        const noted = figures.then((values) => {
          refuseNonFinite(values, step)
          const imagesPerSecond = Number(speed.measure().toFixed(1))
          folder.log({ step, ...values, imagesPerSecond })
          progress.figures(step, values, imagesPerSecond)
        })
        pending.push(noted.catch(blame))
      }
      await trainer.ready()
      speed.measure()
      progress.step(trainer.step)
      if (fault) throw fault
      if (step % sampleEvery === 0 && step < steps) {
        await Promise.all(pending.splice(0))
        if (fault) throw fault
        await folder.save(trainer, config)
        speed.restart()
      }
    }
    await Promise.all(pending)
    if (fault) throw fault
    const name = await folder.save(trainer, config)
    progress.end()
    console.log(`samples    ${relative('.', name)}`)
    if (trainer.step < steps) {
      console.log(
        `stopped    at step ${trainer.step} of ${steps}. Go on with: npx ganvas train --resume ${quoted(folder.path)}`,
      )
    } else {
      console.log(
        `next       npx ganvas sample --checkpoint ${quoted(folder.path)} --count 100 --out ${quoted(join(folder.path, 'more.png'))}`,
      )
    }
  } finally {
    progress.end()
  }
}

/** Training that has diverged must not overwrite the last good checkpoint. */
export function refuseNonFinite(values: Figures, step: number): void {
  const bad = Object.entries(values).find(([, value]) => !Number.isFinite(value))
  if (!bad) return
  throw new Failure(
    `training diverged: ${bad[0]} is ${bad[1]} at step ${step}. Lower --lr; the last checkpoint, ` +
      'if there is one, is as it was',
  )
}

export function show({ lossD, lossG, dReal, dFake }: Figures): string {
  const n = (value: number) => value.toFixed(3)
  return `loss D ${n(lossD)} G ${n(lossG)}  D(x) ${n(dReal)}  D(G(z)) ${n(dFake)}`
}

/** A path as one word of a command line. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
