// Metrics as a table for people: their names, decimals, and how to read them.

import { imageCount } from '../../data/imageSet'
import type { Estimate, Metric, Report } from './report'

interface Row {
  name: string
  digits: number
  /** Direction of the better number. A ratio to the held-out images stands before it where `ratio` is true. */
  good: string
  ratio?: true
}

const ROWS: Record<Metric, Row> = {
  frechet: { name: 'Fréchet distance', digits: 2, ratio: true, good: 'lower is better' },
  kernel: { name: 'kernel distance', digits: 3, good: 'lower is better' },
  score: { name: 'classifier score', digits: 2, good: 'higher is better' },
  precision: { name: 'precision', digits: 3, good: 'higher: they look real' },
  recall: { name: 'recall', digits: 3, good: 'higher: they are varied' },
  density: { name: 'density', digits: 3, good: 'higher: they look typical' },
  coverage: { name: 'coverage', digits: 3, good: 'higher: they are varied' },
  sliced: { name: 'sliced Wasserstein distance', digits: 3, ratio: true, good: 'lower is better' },
  nearest: {
    name: 'to the nearest training image',
    digits: 2,
    ratio: true,
    good: 'far below 1: copies',
  },
}

/** Rows of the table: name, generated, held out, how to read it. */
export function metricRows({
  generated,
  real,
}: Pick<Report, 'generated' | 'real'>): [string, string, string, string][] {
  return Object.entries(ROWS).flatMap(([metric, line]): [string, string, string, string][] => {
    const [a, b] = [generated[metric as Metric], real[metric as Metric]]
    if (!a || b === undefined) return []
    const ratio = line.ratio && b > 0 ? `${(a.mean / b).toFixed(2)} times; ` : ''
    return [[line.name, number(a, line), number({ mean: b }, line), ratio + line.good]]
  })
}

function number({ mean, error }: Estimate, { digits }: Row): string {
  const spread = error === undefined ? '' : ` ± ${error.toFixed(digits)}`
  return mean.toFixed(digits) + spread
}

/** Fewest images in a block whose distribution says anything. */
const FEWEST_IN_BLOCK = 5

/** Warning about blocks that are too small, if they are. */
export function smallBlocks({ size }: Pick<Report, 'size'>): string | undefined {
  if (size >= FEWEST_IN_BLOCK) return undefined
  return `blocks of ${imageCount(size)} are too small to compare distributions. Only the distance to the nearest training image says something`
}
