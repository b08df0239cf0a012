// Progress of training: a bar on a terminal, a line for each log interval elsewhere.

import { SingleBar } from 'cli-progress'
import type { LogLine } from '../../gpu/training'
import { duration } from '../../terminal/duration'

/** First steps, in which kernels are compiled; they are not timed. */
const WARM_UP = 3

export class Progress {
  readonly #total: number
  readonly #first: number
  readonly #bar: SingleBar | undefined
  /** Time and step at which the warm-up ended. */
  #warm: { time: number; step: number } | undefined
  #told = false

  constructor(total: number, first: number) {
    this.#total = total
    this.#first = first
    if (!process.stderr.isTTY) return
    this.#bar = new SingleBar({
      format: '{bar} {value}/{total} {figures} {speed} {left}',
      barsize: 10,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      hideCursor: true,
      clearOnComplete: false,
      forceRedraw: true,
    })
    this.#bar.start(total, first, { figures: 'compiling kernels', speed: '', left: '' })
  }

  step(step: number): void {
    if (!this.#warm && step - this.#first >= WARM_UP) {
      this.#warm = { time: performance.now(), step }
      this.#bar?.update(step, { figures: '' })
    }
    this.#bar?.update(step, { left: this.#left(step) })
    if (!this.#told && step - this.#first >= 3 * WARM_UP && this.#total - step > 20) {
      this.#told = true
      this.say(
        `time       about ${this.#left(step)} to go, ${(this.#pace(step) / 1000).toFixed(2)} s a step`,
      )
    }
  }

  figures({ step, lossD, lossG, dReal, dFake, augmented, imagesPerSecond }: LogLine): void {
    const n = (value: number) => value.toFixed(2)
    const speed = imagesPerSecond.toFixed(0)
    const strength = augmented === undefined ? '' : `  augmented ${n(augmented)}`
    const scores = `D(x) ${n(dReal)} D(G(z)) ${n(dFake)}${strength}`
    if (this.#bar) {
      this.#bar.update({ figures: `D ${n(lossD)} G ${n(lossG)} ${scores}`, speed: `${speed}/s` })
    } else {
      const losses = `loss D ${n(lossD)} G ${n(lossG)}`
      const left = step < this.#total ? `  ETA ${this.#left(step)}` : ''
      console.log(`${step}/${this.#total}  ${losses}  ${scores}  ${speed} images/s${left}`)
    }
  }

  say(line: string): void {
    if (this.#bar) process.stderr.write(`\r\x1b[K${line}\n`)
    else console.log(line)
  }

  end(): void {
    this.#bar?.stop()
  }

  /** Milliseconds a step; NaN during the warm-up. */
  #pace(step: number): number {
    if (!this.#warm || step === this.#warm.step) return Number.NaN
    return (performance.now() - this.#warm.time) / (step - this.#warm.step)
  }

  #left(step: number): string {
    const seconds = ((this.#total - step) * this.#pace(step)) / 1000
    return Number.isNaN(seconds) ? '…' : duration(seconds)
  }
}
