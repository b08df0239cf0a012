// The lesson on transposed convolution, without a page: its windows, against the card's float64 reference.

import { describe, expect, it } from 'vitest'
import { Dense } from '../../../src/catalogue/card'
import { convTranspose2dCard } from '../../../src/catalogue/conv'
import { rippleOf } from '../../../src/page/lessons/parts/grey'
import { en } from '../../../src/page/lessons/transposed/en'
import { ownerOf, TILE, WORKGROUP } from '../../../src/page/lessons/transposed/owners'
import { written } from '../../../src/page/lessons/transposed/say'
import {
  evenKernel,
  gatherOf,
  KERNELS,
  largeExtent,
  mostPadding,
  overlaps,
  type Pixel,
  phaseKernel,
  phaseOfOutput,
  phaseOfTap,
  range,
  ripple,
  type Setting,
  SMALL,
  STRIDES,
  scatterOf,
  type Tie,
  tapsMet,
  valid,
  workOf,
} from '../../../src/page/lessons/transposed/ties'

/** Everything that the sliders allow. */
const settings: Setting[] = range(KERNELS.most).flatMap((k) =>
  range(STRIDES.most).flatMap((s) => {
    const window = { kernel: k + 1, stride: s + 1, padding: 0 }
    return range(mostPadding(window) + 1).map((padding) => ({ ...window, padding }))
  }),
)

const pixels = (extent: number): Pixel[] =>
  range(extent).flatMap((row) => range(extent).map((column) => ({ row, column })))

const line = ({ input, output, tap }: Tie): string => JSON.stringify([input, output, tap])

/** The card's convTranspose2d with one channel. */
function reference({ kernel, stride, padding }: Setting, x: readonly number[]): Float64Array {
  const small = Math.sqrt(x.length)
  const image = new Dense([1, small, small, 1], Float64Array.from(x))
  const weight = new Dense([kernel, kernel, 1, 1], new Float64Array(kernel ** 2).fill(1))
  return convTranspose2dCard.reference({ x: image, weight }, { stride, padding }).y.data
}

it('says who writes an output', () => {
  const setting = { kernel: 4, stride: 2, padding: 1 }
  const said = written(en.written, { side: 'output', row: 3, column: 4 }, setting)
  expect(said).toContain('invocation 3 · 8 + 4 = 28, place 28 of workgroup 0')
  expect(said).toContain('pixel (1, 2) of phase C, which is number 6 of the phase')
  expect(said).toContain('invocation 2 · 4 + ⌊6 / 4⌋ = 9.')
})

it('allows what has an output', () => {
  expect(settings.length).toBeGreaterThan(50)
  for (const setting of settings) expect(largeExtent(setting)).toBeGreaterThan(0)
  expect(valid({ kernel: 3, stride: 2, padding: 5 }).padding).toBe(2)
})

describe.each(settings)('kernel $kernel, stride $stride, padding $padding', (setting) => {
  const outputs = pixels(largeExtent(setting))

  it('scatters and gathers the same products', () => {
    const scattered = pixels(SMALL).flatMap((input) => scatterOf(input, setting))
    const gathered = outputs.flatMap((output) => gatherOf(output, setting))
    expect(gathered.map(line).sort()).toEqual(scattered.map(line).sort())
    expect(workOf(setting).without).toBe(gathered.length)
  })

  it('overlaps as the reference does of ones', () => {
    const ones = reference(setting, new Array(SMALL ** 2).fill(1))
    expect(overlaps(setting)).toEqual([...ones])
  })

  it('reaches the outputs that change when an input does', () => {
    for (const [i, input] of pixels(SMALL).entries()) {
      const changed = reference(
        setting,
        range(SMALL ** 2).map((at) => Number(at === i)),
      )
      const reached = new Set(scatterOf(input, setting).map(({ output }) => JSON.stringify(output)))
      const found = outputs.filter((_, at) => changed[at] !== 0)
      expect(new Set(found.map((output) => JSON.stringify(output)))).toEqual(reached)
    }
  })

  it('lets an output use taps of its phase only, and shares the taps out', () => {
    for (const output of outputs) {
      for (const { tap } of gatherOf(output, setting)) {
        expect(phaseOfTap(tap, setting)).toBe(phaseOfOutput(output, setting))
      }
    }
    const taps = range(setting.stride ** 2).map(
      (phase) => pixels(setting.kernel).filter((tap) => phaseOfTap(tap, setting) === phase).length,
    )
    const kernels = range(setting.stride ** 2).map((phase) => phaseKernel(phase, setting))
    expect(kernels.map(([down, right]) => down * right)).toEqual(taps)
    expect(tapsMet(setting) * setting.stride ** 2).toBe(setting.kernel ** 2)
  })

  it('gives each output to the invocation that the kernels decode it from', () => {
    const { stride } = setting
    const extent = largeExtent(setting)
    const [across, owned] = [Math.ceil(extent / stride), new Set<number>()]
    const tiles = Math.ceil(across ** 2 / TILE)
    for (const output of outputs) {
      const { plain, workgroup, place, tiled } = ownerOf(output, setting)
      // As conv.wgsl, and overlay of convStamps.wgsl: w, then h.
      expect({ row: Math.floor(plain / extent), column: plain % extent }).toEqual(output)
      expect(workgroup * WORKGROUP + place).toBe(plain)
      owned.add(plain)
      // As convTiled.wgsl: its tile's phase, and one of its pixels.
      const phase = Math.floor(tiled / tiles)
      const pixels = range(TILE).map((i) => (tiled % tiles) * TILE + i)
      expect(
        pixels.map((m) => ({
          row: (Math.floor(m / across) % across) * stride + Math.floor(phase / stride),
          column: (m % across) * stride + (phase % stride),
        })),
      ).toContainEqual(output)
    }
    expect(owned.size).toBe(extent ** 2)
  })

  it('ripples as far as the phases differ, and not at all where the stride divides the kernel', () => {
    const small = 24
    const flat = new Array(small ** 2).fill(1)
    const part = { edge: 6, period: setting.stride }
    const found = rippleOf(reference(setting, flat), largeExtent(setting, small), part)
    expect(found).toBeCloseTo(ripple(setting), 12)
    const even = { ...setting, kernel: evenKernel(setting) }
    expect(even.kernel % even.stride).toBe(0)
    expect(rippleOf(reference(even, flat), largeExtent(even, small), part)).toBe(0)
  })
})
