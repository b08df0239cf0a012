// The page's end of the line to a worker: commands go out, reports come in, asks are answered.

import type { Ask } from '../../ask'
import { type Command, type Message, type Report, unpackError } from './protocol'

const UNLOADED = 'the training thread could not be loaded. Reload the page'

/** A worker of the page's own kind. It is opened by the first message. */
export class Line {
  /** Listener for the reports that are no answers. */
  listener: (report: Report) => void = () => {}
  #worker: Worker | undefined
  #asked = 0
  readonly #waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >()

  /**
   * Function that asks the worker for a room's jobs: `asker<typeof gridJobs>()`. A job runs between two iterations,
   * and its promise resolves to the answer.
   */
  asker<Table>(): Ask<Table> {
    const ask = (name: string, ...args: readonly unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const id = ++this.#asked
        this.#waiting.set(id, { resolve, reject })
        this.send({ type: 'ask', id, name, args })
      })
    return ask as Ask<Table>
  }

  send(message: Message): void {
    this.#worker ??= this.#open()
    this.#worker.postMessage(message)
  }

  /** Ends the worker, whatever it does. What was asked is refused; the next message opens another. */
  end(why: string): void {
    this.#worker?.terminate()
    this.#worker = undefined
    for (const { reject } of this.#waiting.values()) reject(new Error(why))
    this.#waiting.clear()
  }

  #open(): Worker {
    const opened = new Worker(new URL('../worker.ts', import.meta.url), { type: 'module' })
    opened.addEventListener('message', ({ data }: MessageEvent<Report>) => this.#hear(data))
    opened.addEventListener('error', ({ message }) => {
      const why = message || UNLOADED
      this.end(why)
      this.listener({ type: 'fault', message: why })
    })
    return opened
  }

  #hear(report: Report): void {
    if (report.type !== 'answer' && report.type !== 'refused') {
      this.listener(report)
      return
    }
    const asker = this.#waiting.get(report.id)
    this.#waiting.delete(report.id)
    if (report.type === 'answer') asker?.resolve(report.value)
    else asker?.reject(unpackError(report))
  }
}

/** The worker that trains. */
const training = new Line()

/** Sets the listener for the worker's reports on the run. */
export function onReport(hear: (report: Report) => void): void {
  training.listener = hear
}

export function command(message: Command): void {
  training.send(message)
}

/** Asker of the worker that trains. */
export const asker = <Table>(): Ask<Table> => training.asker<Table>()
