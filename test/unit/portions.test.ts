// Work that would keep a GPU busy for too long, on a clock of the test's own.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Gpu } from '../../src/gpu/device'
import { LONGEST } from '../../src/gpu/portions'
import { Program, submit } from '../../src/gpu/program'

type Command = Program['commands'][number]

/** A GPU that takes as many milliseconds for a dispatch as it has workgroups. */
class Clocked {
  now = 0
  /** When all that was submitted is done. */
  done = 0
  /** Milliseconds of each submit, and the workgroups of all dispatches in order. */
  submits: number[] = []
  dispatched: number[] = []
  /** Are fences told when all work is done, rather than their own? */
  atOnce = false
  readonly gpu: Gpu
  #fence: Promise<unknown> = Promise.resolve()

  constructor(longest = LONGEST) {
    const encoder = () => {
      const groups: number[] = []
      const pass = {
        setPipeline() {},
        setBindGroup() {},
        dispatchWorkgroups: (x: number) => void groups.push(x),
        end() {},
      }
      return { beginComputePass: () => pass, finish: () => groups }
    }
    const queue = {
      submit: (buffers: readonly number[][]) => {
        const groups = buffers.flat()
        const ms = groups.reduce((sum, each) => sum + each, 0)
        this.submits.push(ms)
        this.dispatched.push(...groups)
        this.done = Math.max(this.done, this.now) + ms
      },
      onSubmittedWorkDone: () => {
        const { done } = this
        const passes = (resolve: (value: unknown) => void) =>
          setImmediate(() => {
            this.now = Math.max(this.now, this.atOnce ? this.done : done)
            resolve(undefined)
          })
        // One after the other, in a task of its own each.
        this.#fence = this.#fence.then(() => new Promise(passes))
        return this.#fence
      },
    }
    this.gpu = { longest, device: { queue, createCommandEncoder: encoder } } as unknown as Gpu
  }

  /** Submits of one iteration, which is waited for. */
  async iterate(...programs: Program[]): Promise<number[]> {
    this.submits = []
    submit(this.gpu, programs)
    await this.gpu.device.queue.onSubmittedWorkDone()
    await new Promise((resolve) => setImmediate(resolve))
    return this.submits
  }
}

/** A program whose dispatches take these milliseconds. */
const program = (...ms: number[]) =>
  new Program(ms.map((x) => ({ pipeline: {}, bindGroup: {}, x, y: 1 }) as unknown as Command))

let clock = new Clocked()
beforeEach(() => {
  clock = new Clocked()
  vi.spyOn(performance, 'now').mockImplementation(() => clock.now)
})
afterEach(() => vi.restoreAllMocks())

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0)
const range = (count: number, of: (i: number) => number) =>
  Array.from({ length: count }, (_, i) => of(i))

test('a slow iteration goes in parts of at most the limit, once its pace is known', async () => {
  // 32 and 20 dispatches of 30 ms: 1.56 s.
  const [critic, generator] = [program(...range(32, () => 30)), program(...range(20, () => 30))]
  for (const look of ['first', 'second']) {
    expect(await clock.iterate(critic, generator), look).toEqual([
      240, 240, 240, 240, 240, 240, 120,
    ])
  }
  const known = await clock.iterate(critic, generator)
  expect(Math.max(...known)).toBeLessThanOrEqual(LONGEST)
  expect(sum(known)).toBe(1560)
})

test('a fast one is one submit as soon as its pace is known, of several programs together', async () => {
  const [critic, generator] = [program(...range(60, () => 1)), program(...range(60, (i) => i % 3))]
  expect((await clock.iterate(critic, generator)).length).toBe(16)
  expect((await clock.iterate(critic, generator)).length).toBe(16)
  expect(await clock.iterate(critic, generator)).toEqual([120])
  // Ten of them are too long again.
  const ten = await clock.iterate(...range(10, () => 0).flatMap(() => [critic, generator]))
  expect(ten).toEqual([240, 240, 240, 240, 240])
})

test('a look that also compiled does not count, and neither does work that was under way', async () => {
  const steps = program(...range(24, () => 2))
  clock.done = 5000
  await clock.iterate(steps)
  expect(await clock.iterate(steps)).toEqual([16, 16, 16])
  expect(await clock.iterate(steps)).toEqual([48])
})

test('what runs ahead before the pace is known stays in pieces, in the same order', async () => {
  const of = range(20, (i) => i + 1)
  const steps = program(...of)
  for (let i = 0; i < 3; i++) submit(clock.gpu, [steps])
  expect(clock.submits).toHaveLength(9)
  await clock.iterate(steps)
  expect(await clock.iterate(steps)).toEqual([210])
  expect(clock.dispatched).toEqual(range(5, () => 0).flatMap(() => of))
})

test('one dispatch that is longer than the limit goes alone', async () => {
  const steps = program(...range(8, () => 1), 900, ...range(15, () => 1))
  for (let look = 0; look < 2; look++) await clock.iterate(steps)
  expect(await clock.iterate(steps)).toEqual([8, 907, 8])
})

test('a browser that tells all at once, when all is done, gives equal shares', async () => {
  clock.atOnce = true
  const steps = program(...range(64, () => 30))
  for (let look = 0; look < 2; look++) await clock.iterate(steps)
  expect(await clock.iterate(steps)).toEqual(range(8, () => 240))
})

test('where a CPU plays the GPU everything is one submit, and nothing is measured', async () => {
  clock = new Clocked(Infinity)
  const steps = program(...range(40, () => 100))
  const asked = vi.spyOn(clock.gpu.device.queue, 'onSubmittedWorkDone')
  submit(clock.gpu, [steps, steps])
  expect(clock.submits).toEqual([8000])
  expect(asked).not.toHaveBeenCalled()
})
