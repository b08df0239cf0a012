// What a person sees while training: a bar on a terminal, a line each log interval elsewhere.

import { SingleBar } from 'cli-progress'
import type { Figures } from '../gan/clock'

export class Progress {
  readonly #total: number
  readonly #first: number
  readonly #started = performance.now()
  readonly #bar: SingleBar | undefined
  #told = false

  constructor(total: number, first: number) {
    this.#total = total
    this.#first = first
    if (!process.stderr.isTTY) return
    this.#bar = new SingleBar({
      format: '{bar} {value}/{total}  {figures}  {speed}  ETA {left}',
      barsize: 20,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      hideCursor: true,
      clearOnComplete: false,
      forceRedraw: true,
    })
    this.#bar.start(total, first, { figures: 'compiling kernels', speed: '', left: '…' })
  }

  step(step: number): void {
    this.#bar?.update(step, { left: this.#left(step) })
    // The first iterations compile kernels; by the sixth the pace is known.
    if (!this.#told && step - this.#first >= 6 && this.#total - step > 20) {
      this.#told = true
      this.say(
        `about ${this.#left(step)} to go, at ${(this.#pace(step) / 1000).toFixed(2)} s a step`,
      )
    }
  }

  figures(step: number, { lossD, lossG, dReal, dFake }: Figures, imagesPerSecond: number): void {
    const n = (value: number) => value.toFixed(2)
    const figures = `loss D ${n(lossD)} G ${n(lossG)}  D(x) ${n(dReal)} D(G(z)) ${n(dFake)}`
    const speed = `${imagesPerSecond.toFixed(0)} images/s`
    if (this.#bar) this.#bar.update({ figures, speed })
    else console.log(`${step}/${this.#total}  ${figures}  ${speed}  ETA ${this.#left(step)}`)
  }

  say(line: string): void {
    if (this.#bar) process.stderr.write(`\r\x1b[K${line}\n`)
    else console.log(line)
  }

  end(): void {
    this.#bar?.stop()
  }

  /** Milliseconds a step. */
  #pace(step: number): number {
    return (performance.now() - this.#started) / Math.max(1, step - this.#first)
  }

  #left(step: number): string {
    const seconds = Math.round(((this.#total - step) * this.#pace(step)) / 1000)
    return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
  }
}
