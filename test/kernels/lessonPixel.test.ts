// Lesson "Pixel, window, invocation, line", in numbers, for the card of every op it shows: the lit
// elements are those the kernels depend on, and the named invocation did store the element.

import { beforeAll, describe, expect, it } from 'vitest'
import { cardOf, type OpName, opNames } from '../../src/catalogue'
import { lessonOps } from '../../src/catalogue/lesson'
import { highlighted } from '../../src/page/lessons/pixel/highlight'
import { litBy, OUTPUT } from '../../src/page/lessons/pixel/lit'
import { planesOf } from '../../src/page/lessons/pixel/planes'
import type { Reading } from '../../src/page/lessons/pixel/reads'
import type { Look, Rung } from '../../src/page/lessons/pixel/tools'
import { inPage } from '../support/browser'

const rungs: readonly Rung[] = ['plain', 'fast']

it('every op whose inputs are floats that stay as they are has a page', () => {
  const floats = opNames.filter((op) => {
    const { samples, overwrites } = cardOf(op)
    const isFloats = samples.some(({ inputs }) =>
      Object.values(inputs).every(({ dtype = 'f32' }) => dtype === 'f32'),
    )
    return isFloats && !overwrites
  })
  expect(lessonOps).toEqual(floats)
  expect(lessonOps.length).toBeGreaterThan(30)
})

const known = new Map<string, Promise<Look>>()

/** View of an op on a rung, as the lesson shows it; computed once. */
function lookAt(op: OpName, rung: Rung): Promise<Look> {
  const look = known.get(`${op} ${rung}`) ?? inPage<Look>('pixelLook', op, rung)
  known.set(`${op} ${rung}`, look)
  return look
}

describe.each(lessonOps)('%s', (op) => {
  const looks = new Map<Rung, Look>()
  beforeAll(async () => {
    const { rungs } = await lookAt(op, 'plain')
    for (const rung of rungs) looks.set(rung, await lookAt(op, rung))
  })

  it.each(rungs)('depends on what its %s kernel depends on', async (rung) => {
    const look = looks.get(rung)
    if (!look) return expect(looks.get('plain')?.rungs).toEqual(['plain'])
    const found = await inPage<Uint8Array[]>('pixelTouches', op, rung)
    for (const [i, touched] of found.entries()) {
      const name = look.inputs[i]?.name ?? ''
      expect(differing(look.touches[i], touched), `${name} of ${op}, ${rung}`).toEqual([])
    }
    // And not on nothing.
    expect(look.touches.some((each) => each.includes(1))).toBe(true)
  })

  it('says who stored each element, or why it cannot', () => {
    for (const { witness, unsaid, kernels, output } of looks.values()) {
      if (!witness) {
        expect(unsaid).toEqual({ code: 'No kernel ran' })
        expect(kernels).toEqual([])
        continue
      }
      expect([...witness.invocation.keys()].length).toBe(output.values.length)
      expect([...witness.invocation].filter((one) => one < 0)).toEqual([])
      for (const [i, kernel] of witness.kernel.entries()) {
        // The line stores to an output of the kernel.
        const text = kernels[kernel]
        const line = text?.code.split('\n')[text.lines.indexOf(witness.line[i] ?? -1)] ?? ''
        expect(line).toMatch(new RegExp(`(${text?.writes.join('|')})\\[`))
      }
    }
  })
})

/** Some of the indices where two arrays differ. */
const differing = (a: ArrayLike<number> = [], b: ArrayLike<number> = []): number[] =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, i) => i)
    .filter((i) => a[i] !== b[i])
    .slice(0, 10)

const convolutions = ['conv2d', 'convTranspose2d', 'convWeightGradient'] as const

describe.each(convolutions)('the plain kernel of %s', (op) => {
  it('stores element i by invocation i, which runs its multiply-add once for each pair that it sums', async () => {
    const look = await lookAt(op, 'plain')
    const size = look.kernels[0]?.workgroupSize[0] ?? 0
    expect(size).toBe(64)
    const stored = await inPage<number[]>('pixelWorkgroups', op, 'plain')
    for (const i of look.output.values.keys()) {
      const { invocations, inputs, lines } = litBy(look, { tensor: OUTPUT, index: i })
      expect([...invocations]).toEqual([i])
      // The workgroup is the one that stores it when the pipeline itself is dispatched in part.
      expect(Math.floor(i / size)).toBe(stored[i])
      const code = look.kernels[0]?.code.split('\n') ?? []
      const times = [...(lines?.ran ?? [])].filter(([line]) => code[line]?.includes('sum = fma('))
      expect(times.map(([, count]) => count)).toEqual([inputs[0]?.size])
      expect(inputs[0]?.size).toBe(inputs[1]?.size)
      expect(code[lines?.store ?? -1]).toBe('  result[i] = sum;')
    }
  })
})

it('a number of an input lights up what has it in its window', async () => {
  const look = await lookAt('conv2d', 'fast')
  for (const [tensor, { values }] of look.inputs.entries()) {
    for (const index of values.keys()) {
      const { outputs } = litBy(look, { tensor, index })
      const expected = [...look.output.values.keys()].filter((i) =>
        litBy(look, { tensor: OUTPUT, index: i }).inputs[tensor]?.has(index),
      )
      expect([...outputs]).toEqual(expected)
    }
  }
})

it('a number of an input is read once for each number that depends on it, by the multiply-add', async () => {
  const look = await lookAt('conv2d', 'plain')
  const readings = await inPage<Reading[]>('pixelReads', 'conv2d', 'plain')
  const code = look.kernels[0]?.code.split('\n') ?? []
  for (const [tensor, { values }] of look.inputs.entries()) {
    for (const index of values.keys()) {
      const { outputs, readers } = litBy(look, { tensor, index }, readings)
      const [[line = -1, times] = []] = readers.get(0)?.ran ?? []
      expect([readers.size, readers.get(0)?.ran.size, times]).toEqual([1, 1, outputs.size])
      expect(code[line]).toContain('sum = fma(')
    }
  }
})

it.each([
  ['conv2d', 'fast'],
  ['batchNorm', 'plain'],
  ['linear', 'fast'],
] as const)(
  '%s, %s: lines that read are known for all numbers that something depends on',
  async (op, rung) => {
    const look = await lookAt(op, rung)
    const readings = await inPage<Reading[]>('pixelReads', op, rung)
    for (const [tensor, { name, values }] of look.inputs.entries()) {
      for (const index of values.keys()) {
        const { outputs, readers } = litBy(look, { tensor, index }, readings)
        if (outputs.size === 0) continue
        expect(readers.size, `${name}[${index}]`).toBeGreaterThan(0)
        for (const [kernel, { ran }] of readers) {
          const { code = '', lines = [], reads = [] } = look.kernels[kernel] ?? {}
          const text = code.split('\n')
          for (const line of ran.keys()) {
            expect(text[lines.indexOf(line)]).toMatch(new RegExp(`(${reads.join('|')})\\[`))
          }
        }
      }
    }
  },
)

it('leaves nothing on the GPU', async () => {
  for (const op of ['relu', 'conv2d']) expect(await inPage('pixelReadsLeave', op, 'plain')).toBe(0)
})

it.each([
  ['x', [2, 3, 4, 5], 10, 3, 4],
  ['weight', [2, 3, 4, 5], 20, 2, 3],
  ['x', [3, 4], 1, 3, 4],
  ['x', [7], 1, 1, 7],
  ['y', [1], 1, 1, 1],
  ['x', [], 1, 1, 1],
] as const)('%s of shape %j lies in %i planes of %i × %i', (name, shape, count, rows, columns) => {
  const planes = planesOf({ name, shape })
  expect(planes).toHaveLength(count)
  expect(planes[0]).toMatchObject({ rows, columns })
  const all = planes.flatMap(({ cells }) => cells)
  const size = shape.reduce((product: number, extent) => product * extent, 1)
  expect(all.toSorted((a, b) => a - b)).toEqual([...Array(size).keys()])
})

it('coloured lines are the lines', async () => {
  const { kernels } = await lookAt('conv2d', 'fast')
  const code = kernels[0]?.code ?? ''
  const lines = highlighted(code)
  expect(lines.length).toBeGreaterThan(100)
  expect(lines.map((line) => line.map(({ text }) => text).join('')).join('\n')).toBe(code)
})

it('words have the colour of what they are', () => {
  const [line = []] = highlighted('@compute fn f() { let a = vec4f(TILE_ROWS, N, 1.5); } // done')
  const kinds = Object.fromEntries(line.map(({ kind, text }) => [text.trim(), kind]))
  expect(kinds).toMatchObject({
    ...{ '@compute': 'attribute', fn: 'keyword', let: 'keyword', vec4f: 'type', '1.5': 'number' },
    ...{ TILE_ROWS: 'constant', N: 'constant', '// done': 'comment' },
  })
})
