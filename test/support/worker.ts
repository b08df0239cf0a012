// The page's worker, asked by a test as the page asks it.

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

/** Before the page is loaded: keeps hold of the worker that it hires. */
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

/** Arrays of numbers travel as such, and come back as plain ones. */
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
      // The page counts its own asks from 1 on.
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
