// Native code that asks for its next turn, as Dawn does while it waits for the GPU, leaves the core to others.

import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { waitPatiently } from '../../src/cli/runtime/patience'

const before = globalThis.setImmediate
waitPatiently()
afterAll(() => {
  globalThis.setImmediate = before
})

/** Names in the order in which they had their turn. */
const order = async (...tasks: [name: string, isNative: boolean][]): Promise<string[]> => {
  const had: string[] = []
  const turns = tasks.map(
    ([name, isNative]) =>
      new Promise<void>((resolve) => {
        const task = () => {
          had.push(name)
          resolve()
        }
        // A bound function is native code to JavaScript.
        setImmediate(isNative ? task.bind(undefined) : () => task())
      }),
  )
  await Promise.all(turns)
  return had
}

test('native code comes back after a timer, JavaScript in its turn', async () => {
  expect(await order(['Dawn', true], ['ours', false], ['next', false])).toEqual([
    'ours',
    'next',
    'Dawn',
  ])
})

test('its promise and its handles are those of Node', async () => {
  expect(await promisify(setImmediate)('value')).toBe('value')
  let came = false
  clearImmediate(setImmediate(() => (came = true)))
  await promisify(setTimeout)(5)
  expect(came).toBe(false)
})
