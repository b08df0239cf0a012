// Pixels that a transposed convolution ties together, in integers: by scattering, by gathering, and by
// phases. Height and width are independent, so one axis is enough.

/** Pixels of the small image along an axis. */
export const SMALL = 4

export const KERNELS = { least: 1, most: 6 } as const
export const STRIDES = { least: 1, most: 3 } as const

export interface Setting {
  kernel: number
  stride: number
  padding: number
}

export interface Pixel {
  row: number
  column: number
}

/** A product: a tap of the kernel ties an input to an output. */
export interface Tie {
  input: Pixel
  output: Pixel
  tap: Pixel
}

/** Pixels of the large image along an axis. */
export const largeExtent = ({ kernel, stride, padding }: Setting, small = SMALL): number =>
  (small - 1) * stride - 2 * padding + kernel

/** Greatest padding that leaves an output and is valid for the adjoint convolution. */
export function mostPadding(setting: Setting, small = SMALL): number {
  const whole = largeExtent({ ...setting, padding: 0 }, small)
  return Math.min(setting.kernel - 1, Math.floor((whole - 1) / 2))
}

/** The setting itself, or the nearest that is valid. */
export const valid = (setting: Setting): Setting => ({
  ...setting,
  padding: Math.min(setting.padding, mostPadding(setting)),
})

/** Scatter along an axis: outputs of each tap of a small pixel's stamp, without those outside. */
export function stampOf(p: number, setting: Setting, small = SMALL): { tap: number; at: number }[] {
  const { kernel, stride, padding } = setting
  const extent = largeExtent(setting, small)
  return range(kernel)
    .map((tap) => ({ tap, at: p * stride + tap - padding }))
    .filter(({ at }) => at >= 0 && at < extent)
}

/** A tap of a large pixel, and the small pixel it meets: none if between two, or outside. */
export interface Asked {
  tap: number
  /** (h + padding - tap) / stride */
  solution: number
  meets: 'pixel' | 'gap' | 'outside'
}

/** Gather along an axis: all taps, and the pixel each meets. */
export function asked(h: number, setting: Setting, small = SMALL): Asked[] {
  const { kernel, stride, padding } = setting
  return range(kernel).map((tap) => {
    const solution = (h + padding - tap) / stride
    const inside = solution >= 0 && solution < small
    const meets = !Number.isInteger(solution) ? 'gap' : inside ? 'pixel' : 'outside'
    return { tap, solution, meets }
  })
}

/** Gather along an axis: small pixels met, and their taps. */
export const gatheredBy = (h: number, setting: Setting, small = SMALL) =>
  asked(h, setting, small)
    .filter(({ meets }) => meets === 'pixel')
    .map(({ tap, solution }) => ({ tap, at: solution }))

/** All products of an input pixel, as it scatters. */
export function scatterOf(input: Pixel, setting: Setting): Tie[] {
  return stampOf(input.row, setting).flatMap((down) =>
    stampOf(input.column, setting).map((right) => ({
      input,
      output: { row: down.at, column: right.at },
      tap: { row: down.tap, column: right.tap },
    })),
  )
}

/** All products of an output pixel, as it gathers. */
export function gatherOf(output: Pixel, setting: Setting): Tie[] {
  return gatheredBy(output.row, setting).flatMap((down) =>
    gatheredBy(output.column, setting).map((right) => ({
      input: { row: down.at, column: right.at },
      output,
      tap: { row: down.tap, column: right.tap },
    })),
  )
}

/** Number of products for each output, row by row. */
export function overlaps(setting: Setting, small = SMALL): number[] {
  const along = range(largeExtent(setting, small)).map((h) => gatheredBy(h, setting, small).length)
  return along.flatMap((down) => along.map((right) => down * right))
}

/** Phase of an output, as in convTiled.wgsl: outputs of a phase meet the same taps; (0, 0) is in the first phase. */
export const phaseOfOutput = (
  { row, column }: Pixel,
  { stride }: Pick<Setting, 'stride'>,
): number => (row % stride) * stride + (column % stride)

/** Phase of a tap: each tap serves one phase only, so the phases divide the kernel. Padding decides which. */
export function phaseOfTap({ row, column }: Pixel, { stride, padding }: Setting): number {
  const serves = (tap: number) => (tap - padding + stride * padding) % stride
  return serves(row) * stride + serves(column)
}

/** "A", "B", "C", … */
export const phaseName = (phase: number): string => String.fromCharCode(65 + phase)

/** Height and width of a phase's small kernel. */
export function phaseKernel(phase: number, { kernel, stride, padding }: Setting): [number, number] {
  const taps = (at: number) => Math.ceil(Math.max(0, kernel - ((at + padding) % stride)) / stride)
  return [taps(Math.floor(phase / stride)), taps(phase % stride)]
}

/** Taps that meet an input, for an output far from the edge: the mean over phases. */
export function tapsMet(setting: Setting): number {
  const phases = range(setting.stride ** 2).map((phase) => phaseKernel(phase, setting))
  return phases.reduce((sum, [down, right]) => sum + down * right, 0) / phases.length
}

export interface Work {
  /** Products if zeros are put between the pixels, followed by a convolution with all taps. */
  withZeros: number
  /** Products that meet a pixel, and not a zero. */
  without: number
}

export function workOf(setting: Setting): Work {
  return {
    withZeros: (largeExtent(setting) * setting.kernel) ** 2,
    without: overlaps(setting).reduce((sum, each) => sum + each, 0),
  }
}

/** Ripple far from the edge: (most - least) / mean of the numbers of products. */
export function ripple({ kernel, stride }: Pick<Setting, 'kernel' | 'stride'>): number {
  const [least, most] = [Math.floor(kernel / stride), Math.ceil(kernel / stride)]
  return (most ** 2 - least ** 2) / (kernel / stride) ** 2
}

/** The smallest kernel of at least this size whose overlap is even. */
export const evenKernel = ({ kernel, stride }: Pick<Setting, 'kernel' | 'stride'>): number =>
  stride * Math.ceil(kernel / stride)

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
