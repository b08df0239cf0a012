// Statistics of a few noisy times: their median, and the width of their middle half.

/** The value at a share of the sorted values, between neighbours where it falls between them. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** The width of the middle half in units of the median: 0.1 means that half of all times lie within 10 %. */
export function spread(values: readonly number[]): number {
  return (quantile(values, 0.75) - quantile(values, 0.25)) / median(values)
}

/**
 * The mean of samples that repeat in cycles, some places of which cost more than others: the median of each place, so
 * that other work of the machine does not count, and the mean of these.
 */
export function meanOfCycle(values: readonly number[], length: number): number {
  const places = Array.from({ length: Math.min(length, values.length) }, (_, place) =>
    median(values.filter((_, i) => i % length === place)),
  )
  return places.reduce((sum, value) => sum + value, 0) / places.length
}

/** The mean of ratios: of 2× and 0.5× it is 1×. */
export function geometricMean(ratios: readonly number[]): number {
  return Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length)
}
