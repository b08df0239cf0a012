import type { Memorised } from './memorised'

/** Metrics that need no judge. */
const pixelMetrics = ['sliced', 'nearest'] as const

const judgedMetrics = [
  'frechet',
  'kernel',
  'score',
  'precision',
  'recall',
  'density',
  'coverage',
] as const

export const metrics = [...judgedMetrics, ...pixelMetrics] as const

export type Metric = (typeof metrics)[number]

/** Mean over blocks and, if there are several, its standard error. */
export interface Estimate {
  mean: number
  error?: number
}

export interface Classes {
  /** Share of each class among generated images, by the judge. */
  shares: number[]
  /** Share of each class among training images, by the labels. */
  wanted: number[]
  /** KL(shares ‖ wanted), in nats. */
  divergence: number
  /** Classes with at least 0.4 times an even share: of ten, those with 4 %. */
  hit: number
}

export interface Report {
  blocks: number
  /** Images in a block. */
  size: number
  generated: Partial<Record<Metric, Estimate>>
  /** The same metrics of held-out images: the result of a perfect generator. */
  real: Partial<Record<Metric, number>>
  /** Whether images of the training set were learned by heart; earlier versions did not measure it. */
  memorised?: Memorised
  /** Share of held-out images whose label the judge names correctly. */
  accuracy?: number
  /** Share of generated images that show the requested class, by the judge. */
  asked?: number
  classes?: Classes
}

export type Values = Partial<Record<Metric, number>>

/** Summary of each metric over the rows that have it. */
export function tabulate<T>(
  rows: readonly Values[],
  summary: (values: readonly number[]) => T,
): Partial<Record<Metric, T>> {
  const found: Partial<Record<Metric, T>> = {}
  for (const metric of metrics) {
    const values = rows.flatMap((row) => row[metric] ?? [])
    if (values.length > 0) found[metric] = summary(values)
  }
  return found
}

export function estimate(values: readonly number[]): Estimate {
  const mean = average(values)
  const n = values.length
  if (n < 2) return { mean }
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, error: Math.sqrt(squares / (n - 1) / n) }
}

export const average = (values: readonly number[]) =>
  values.reduce((a, b) => a + b, 0) / values.length
