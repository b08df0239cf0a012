import type { Picture } from '../../core/protocol'

/** @param values  [height, width]: 0 is black, 1 is white; values outside are clamped */
export function greyPicture(values: ArrayLike<number>, width: number): Picture {
  const pixels = new Uint8ClampedArray(values.length * 4).fill(255)
  for (let i = 0; i < values.length; i++) {
    const byte = Math.round(255 * (values[i] ?? 0))
    pixels.fill(Math.max(0, Math.min(255, byte)), 4 * i, 4 * i + 3)
  }
  return { width, height: values.length / width, pixels }
}

export interface Part {
  /** Rows and columns to leave out on each side. */
  edge: number
  /** Period of the pattern: only whole periods count, so that the mean is exact. */
  period: number
}

/** Difference of the brightest and the darkest value, divided by the mean. */
export function rippleOf(values: ArrayLike<number>, width: number, { edge, period }: Part): number {
  const periods = Math.floor((width - 2 * edge) / period)
  const inner: number[] = []
  for (let row = edge; row < edge + periods * period; row++) {
    for (let column = edge; column < edge + periods * period; column++) {
      inner.push(values[row * width + column] ?? 0)
    }
  }
  const mean = inner.reduce((sum, value) => sum + value, 0) / inner.length
  return (Math.max(...inner) - Math.min(...inner)) / mean
}
