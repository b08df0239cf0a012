// Requests to the page's worker, as the page makes them.

import type { Page } from 'puppeteer'
import type { AnswerOf, ArgumentsOf } from '../../src/ask'
import type * as rooms from '../../src/page/jobs'

type Rooms = typeof rooms
/** All jobs: the union of the rooms' tables, turned into their intersection. */
type Jobs = (
  Rooms[keyof Rooms] extends infer Room
    ? Room extends unknown
      ? (room: Room) => void
      : never
    : never
) extends (all: infer All) => void
  ? All
  : never

/** Keeps a reference to the page's worker; call it before the page is loaded. */
export function holdWorker(page: Page): Promise<unknown> {
  return page.evaluateOnNewDocument(() => {
    const { Worker } = globalThis
    globalThis.Worker = class extends Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args)
        Object.assign(globalThis, { held: this })
      }
    }
  })
}

/** Keeps the page's requests of that name from the worker that `holdWorker` holds; returns how to send them on. */
export async function holdBack(page: Page, name: string): Promise<() => Promise<void>> {
  await page.evaluate((name) => {
    const worker = Reflect.get(globalThis, 'held') as Worker
    const { postMessage } = worker
    const kept: unknown[] = []
    const sendOn = () => {
      Object.assign(worker, { postMessage })
      for (const message of kept) worker.postMessage(message)
    }
    const hold = (message: { name?: string }) => {
      if (message.name === name) kept.push(message)
      else postMessage.call(worker, message)
    }
    Object.assign(worker, { postMessage: hold })
    Object.assign(globalThis, { sendOn })
  }, name)
  return () => page.evaluate(() => Reflect.get(globalThis, 'sendOn')())
}

/** Asks the worker; typed arrays are sent as such, and come back as plain arrays. */
export function askWorker<Name extends keyof Jobs>(
  page: Page,
  name: Name,
  ...args: ArgumentsOf<Jobs[Name]>
): Promise<Plain<AnswerOf<Jobs[Name]>>> {
  const listed = args.map((arg) => (arg instanceof Float32Array ? { floats: [...arg] } : arg))
  return page.evaluate(
    (name, listed) => {
      const worker = Reflect.get(globalThis, 'held') as Worker
      const args = listed.map((arg) => {
        const floats: unknown = arg instanceof Object && Reflect.get(arg, 'floats')
        return Array.isArray(floats) ? Float32Array.from(floats) : arg
      })
      // The page numbers its own requests from 1.
      const id = -Math.ceil(Math.random() * 1e9)
      const plain = (value: unknown): unknown => {
        if (ArrayBuffer.isView(value)) return [...(value as Uint8Array)]
        if (!(value instanceof Object) || Array.isArray(value)) return value
        return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]))
      }
      return new Promise((resolve, reject) => {
        worker.addEventListener('message', function hear({ data }) {
          if (data.id !== id) return
          worker.removeEventListener('message', hear)
          if (data.type === 'answer') resolve(plain(data.value))
          else reject(new Error(data.message))
        })
        worker.postMessage({ type: 'ask', id, name, args })
      })
    },
    name,
    listed,
  ) as Promise<Plain<AnswerOf<Jobs[Name]>>>
}

type Plain<Value> = Value extends ArrayBufferView
  ? number[]
  : Value extends object
    ? { [Key in keyof Value]: Plain<Value[Key]> }
    : Value
