import { SingleBar } from 'cli-progress'

/** Progress bar on a terminal; silent elsewhere. */
export class Counter {
  #bar: SingleBar | undefined
  #doing = ''

  show({ doing, done, total }: { doing: string; done: number; total: number }): void {
    if (!process.stderr.isTTY) return
    if (doing !== this.#doing) {
      this.end()
      this.#doing = doing
      this.#bar = new SingleBar({
        format: `${doing.padEnd(10)} {bar} {value}/{total} {eta_formatted}`,
        barsize: 20,
        barCompleteChar: '█',
        barIncompleteChar: '░',
        hideCursor: true,
        clearOnComplete: true,
      })
      this.#bar.start(total, done)
    }
    this.#bar?.setTotal(total)
    this.#bar?.update(done)
  }

  end(): void {
    this.#bar?.stop()
    this.#bar = undefined
  }
}
