// Results of `ganvas evaluate`: as a run folder keeps them, and as a table for the terminal.

import type { Estimate, Metric, Report } from '../../gan/judge/report'
import { columns } from '../terminal/columns'
import { classNameOf } from './classes'

/** Results of `ganvas evaluate`, and how to measure them again: the content of evaluation.json. */
export interface Evaluation extends Report {
  /** The run folder, or the folder of pictures. */
  source: string
  data: string
  imageSize: number
  adapter: string
  /** Names of the classes, by label. */
  classNames?: readonly string[]
  count: number
  /** Reason why no judge was asked. */
  unjudged?: string
  step?: number
  /** Seed for the noise, of images that were drawn. */
  seed?: number
  /** Drawn with the moving average of the generator? */
  ema?: boolean
}

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

const row = columns([31, 18, 18])

/** Table for the terminal. */
export function showEvaluation(found: Evaluation): string {
  const { source, blocks, size, asked, classes } = found
  const images = `${grouped(blocks * size)} images in ${blocks} ${blocks === 1 ? 'block' : 'blocks'} of ${grouped(size)}`
  const lines = [
    `${source}: ${images}, at ${found.imageSize}×${found.imageSize}, compared with held-out images of ${found.data}`,
    judgeLine(classes !== undefined, found),
    ...(asked === undefined
      ? []
      : [`conditional: the judge finds the requested class in ${percent(asked)} of the images`]),
    '',
    row('', 'generated', 'held out'),
  ]
  for (const cells of metricRows(found)) lines.push(row(...cells))
  return [...lines, ...classLines(found)].join('\n')
}

/** Rows of the table: name, generated, held out, how to read it. */
export function metricRows({
  generated,
  real,
}: Pick<Evaluation, 'generated' | 'real'>): [string, string, string, string][] {
  return Object.entries(ROWS).flatMap(([metric, line]): [string, string, string, string][] => {
    const [a, b] = [generated[metric as Metric], real[metric as Metric]]
    if (!a || b === undefined) return []
    const ratio = line.ratio && b > 0 ? `${(a.mean / b).toFixed(2)} times; ` : ''
    return [[line.name, number(a, line), number({ mean: b }, line), ratio + line.good]]
  })
}

function judgeLine(judged: boolean, { accuracy, unjudged }: Evaluation): string {
  if (!judged) return `judge: none, since ${unjudged ?? 'the images have no labels'}`
  if (accuracy === undefined)
    return 'judge: accuracy unknown, since the held-out images have no labels'
  return `judge: classifies ${percent(accuracy)} of the held-out images correctly`
}

function classLines(found: Evaluation): string[] {
  const { classes } = found
  if (!classes) return []
  const { shares, wanted, divergence, hit } = classes
  const most = Math.max(...shares, ...wanted)
  const bars = shares.map((share, label) => {
    const bar = '█'.repeat(Math.round((20 * share) / most))
    return row(classNameOf(found, label), percent(share), percent(wanted[label] ?? 0), bar)
  })
  return [
    '',
    row('', 'generated', 'training'),
    ...bars,
    `${hit} of ${shares.length} classes hit, KL to the training images' shares ${divergence.toFixed(4)}`,
  ]
}

function number({ mean, error }: Estimate, { digits }: Row): string {
  const spread = error === undefined ? '' : ` ± ${error.toFixed(digits)}`
  return mean.toFixed(digits) + spread
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

const grouped = (count: number) => count.toLocaleString('en-US')
