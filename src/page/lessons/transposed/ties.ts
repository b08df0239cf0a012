// Which pixels a transposed convolution ties together, in whole numbers: by scattering, by gathering, and by
// phases. Height and width go apart, so one axis says it all.

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

/** A product: which tap of the kernel ties which input to which output. */
export interface Tie {
  input: Pixel
  output: Pixel
  tap: Pixel
}

/** Pixels of the large image along an axis. */
export const largeExtent = ({ kernel, stride, padding }: Setting, small = SMALL): number =>
  (small - 1) * stride - 2 * padding + kernel

/** As much as leaves an output, and no more than the convolution whose adjoint this is could have. */
export function mostPadding(setting: Setting, small = SMALL): number {
  const whole = largeExtent({ ...setting, padding: 0 }, small)
  return Math.min(setting.kernel - 1, Math.floor((whole - 1) / 2))
}

/** The setting itself, or the nearest that is valid. */
export const valid = (setting: Setting): Setting => ({
  ...setting,
  padding: Math.min(setting.padding, mostPadding(setting)),
})

/** Scatter, along an axis: where each tap of a small pixel's stamp lands. Outside is cut away. */
export function stampOf(p: number, setting: Setting, small = SMALL): { tap: number; at: number }[] {
  const { kernel, stride, padding } = setting
  const extent = largeExtent(setting, small)
  return range(kernel)
    .map((tap) => ({ tap, at: p * stride + tap - padding }))
    .filter(({ at }) => at >= 0 && at < extent)
}

/** A tap of a large pixel, asked which small pixel it meets: none between two of them, or outside. */
export interface Asked {
  tap: number
  /** (h + padding - tap) / stride */
  solution: number
  meets: 'pixel' | 'gap' | 'outside'
}

/** Gather, along an axis: all taps, and what each meets. */
export function asked(h: number, setting: Setting, small = SMALL): Asked[] {
  const { kernel, stride, padding } = setting
  return range(kernel).map((tap) => {
    const solution = (h + padding - tap) / stride
    const inside = solution >= 0 && solution < small
    const meets = !Number.isInteger(solution) ? 'gap' : inside ? 'pixel' : 'outside'
    return { tap, solution, meets }
  })
}

/** Gather, along an axis: from which small pixels, by which taps. */
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

/** How many products reach each output: row by row. */
export function overlaps(setting: Setting, small = SMALL): number[] {
  const along = range(largeExtent(setting, small)).map((h) => gatheredBy(h, setting, small).length)
  return along.flatMap((down) => along.map((right) => down * right))
}

/** Outputs of one phase meet the same taps. Numbered as convTiled.wgsl does: the first has output (0, 0). */
export const phaseOfOutput = (
  { row, column }: Pixel,
  { stride }: Pick<Setting, 'stride'>,
): number => (row % stride) * stride + (column % stride)

/** Each tap serves one phase only, so the phases share the kernel out among them. Padding decides which. */
export function phaseOfTap({ row, column }: Pixel, { stride, padding }: Setting): number {
  const serves = (tap: number) => (tap - padding + stride * padding) % stride
  return serves(row) * stride + serves(column)
}

/** A, B, C, … */
export const phaseName = (phase: number): string => String.fromCharCode(65 + phase)

/** Taps of a phase: height and width of its own small kernel. */
export function phaseKernel(phase: number, { kernel, stride, padding }: Setting): [number, number] {
  const taps = (at: number) => Math.ceil(Math.max(0, kernel - ((at + padding) % stride)) / stride)
  return [taps(Math.floor(phase / stride)), taps(phase % stride)]
}

/** Taps that meet an input, of an output far from the edge: the mean of the phases. */
export function tapsMet(setting: Setting): number {
  const phases = range(setting.stride ** 2).map((phase) => phaseKernel(phase, setting))
  return phases.reduce((sum, [down, right]) => sum + down * right, 0) / phases.length
}

export interface Work {
  /** Products of the plain way: zeros between the pixels, then a convolution of all taps everywhere. */
  withZeros: number
  /** Products that meet a pixel. */
  without: number
}

export function workOf(setting: Setting): Work {
  return {
    withZeros: (largeExtent(setting) * setting.kernel) ** 2,
    without: overlaps(setting).reduce((sum, each) => sum + each, 0),
  }
}

/** Far from the edge: how far the most and the least that an output sums are apart, by their mean. */
export function ripple({ kernel, stride }: Pick<Setting, 'kernel' | 'stride'>): number {
  const [least, most] = [Math.floor(kernel / stride), Math.ceil(kernel / stride)]
  return (most ** 2 - least ** 2) / (kernel / stride) ** 2
}

/** The nearest kernel, not smaller, whose overlap is even. */
export const evenKernel = ({ kernel, stride }: Pick<Setting, 'kernel' | 'stride'>): number =>
  stride * Math.ceil(kernel / stride)

export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
