// The page's end of the line to the worker: commands go out, reports come in, asks are answered.

import type { AnswerOf, ArgumentsOf, JobName } from '../jobs'
import { type Command, type Message, type Report, unpackError } from './protocol'

let worker: Worker | undefined
let listener: (report: Report) => void = () => {}
let asked = 0
const waiting = new Map<
  number,
  { resolve: (value: unknown) => void; reject: (error: Error) => void }
>()

/** Who hears what the worker reports of the run. */
export function onReport(hear: (report: Report) => void): void {
  listener = hear
}

export function command(message: Command): void {
  send(message)
}

/** Has something done beside training; the answer comes between two iterations. */
export function ask<Name extends JobName>(
  name: Name,
  ...args: ArgumentsOf<Name>
): Promise<AnswerOf<Name>> {
  return new Promise((resolve, reject) => {
    const id = ++asked
    waiting.set(id, { resolve: (value) => resolve(value as AnswerOf<Name>), reject })
    send({ type: 'ask', id, name, args })
  })
}

function send(message: Message): void {
  worker ??= hire()
  worker.postMessage(message)
}

function hire(): Worker {
  const hired = new Worker(new URL('../worker.ts', import.meta.url), { type: 'module' })
  hired.addEventListener('message', ({ data }: MessageEvent<Report>) => hear(data))
  hired.addEventListener('error', ({ message }) => {
    hired.terminate()
    worker = undefined
    const why = message || 'the training thread could not be loaded. Reload the page'
    for (const { reject } of waiting.values()) reject(new Error(why))
    waiting.clear()
    listener({ type: 'fault', message: why })
  })
  return hired
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
