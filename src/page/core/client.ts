// The page's end of the line to the worker: commands go out, reports come in, asks are answered.

import type { Ask } from '../../ask'
import { type Command, type Message, type Report, unpackError } from './protocol'

let worker: Worker | undefined
let listener: (report: Report) => void = () => {}
let asked = 0
const waiting = new Map<
  number,
  { resolve: (value: unknown) => void; reject: (error: Error) => void }
>()

/** Sets the listener for the worker's reports on the run. */
export function onReport(hear: (report: Report) => void): void {
  listener = hear
}

export function command(message: Command): void {
  send(message)
}

/**
 * Function that asks the worker for a room's jobs: `asker<typeof gridJobs>()`. A job runs between two iterations,
 * and its promise resolves to the answer.
 */
export const asker = <Table>(): Ask<Table> => askWorker as Ask<Table>

function askWorker(name: string, ...args: readonly unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const id = ++asked
    waiting.set(id, { resolve, reject })
    send({ type: 'ask', id, name, args })
  })
}

function send(message: Message): void {
  worker ??= openWorker()
  worker.postMessage(message)
}

function openWorker(): Worker {
  const opened = new Worker(new URL('../worker.ts', import.meta.url), { type: 'module' })
  opened.addEventListener('message', ({ data }: MessageEvent<Report>) => hear(data))
  opened.addEventListener('error', ({ message }) => {
    opened.terminate()
    worker = undefined
    const why = message || 'the training thread could not be loaded. Reload the page'
    for (const { reject } of waiting.values()) reject(new Error(why))
    waiting.clear()
    listener({ type: 'fault', message: why })
  })
  return opened
}

function hear(report: Report): void {
  if (report.type !== 'answer' && report.type !== 'refused') {
    listener(report)
    return
  }
  const asker = waiting.get(report.id)
  waiting.delete(report.id)
  if (report.type === 'answer') asker?.resolve(report.value)
  else asker?.reject(unpackError(report))
}
