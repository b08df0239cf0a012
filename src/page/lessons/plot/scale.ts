export interface Scale {
  (value: number): number
  /** From pixels to numbers. */
  back: (pixels: number) => number
}

type Ends = readonly [number, number]

/** Linear map from one range to another. */
export function scale([a, b]: Ends, [c, d]: Ends): Scale {
  const to = (value: number) => c + ((value - a) * (d - c)) / (b - a)
  return Object.assign(to, { back: (pixels: number) => a + ((pixels - c) * (b - a)) / (d - c) })
}

export type Place = readonly [x: number, y: number]

/** Line through places, for the `d` of a path. */
export const line = (places: readonly Place[]): string =>
  places.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(2)} ${y.toFixed(2)}`).join('')

/** Whole numbers from one to another, or every n-th. */
export const marks = (from: number, to: number, every = 1): number[] =>
  Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, i) => from + i * every)
