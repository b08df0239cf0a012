// Results of `ganvas evaluate`: as a run folder keeps them, and as a table for the terminal.

import { sayMemorised } from '../../gan/judge/memorised'
import type { Report } from '../../gan/judge/report'
import { metricRows, smallBlocks } from '../../gan/judge/rows'
import { columns } from '../terminal/columns'
import { classNameOf } from './classes'

/** Results of `ganvas evaluate`, and how to measure them again: the content of evaluation.json. */
export interface Evaluation extends Report {
  /** The run folder, or the folder of pictures. */
  source: string
  data: string
  /** Data that is not what the run learned from. */
  changedData?: readonly string[]
  imageSize: number
  adapter: string
  /** Names of the classes, by label. */
  classNames?: readonly string[]
  count: number
  /** Fewest images whose scores are compared with those of other runs: as many as --quick draws. */
  usual?: number
  /** Reason why no judge was asked. */
  unjudged?: string
  step?: number
  /** Seed for the noise, of images that were drawn. */
  seed?: number
  /** Drawn with the moving average of the generator? */
  ema?: boolean
}

const row = columns([31, 18, 18])

/** Table for the terminal. */
export function showEvaluation(found: Evaluation): string {
  const { source, blocks, size, asked, classes } = found
  const images = `${grouped(blocks * size)} ${blocks * size === 1 ? 'image' : 'images'} in ${blocks} ${blocks === 1 ? 'block' : 'blocks'} of ${grouped(size)}`
  const small = smallBlocks(found)
  const lines = [
    `${source}: ${images}, at ${found.imageSize}×${found.imageSize}, compared with held-out images of ${found.data}`,
    judgeLine(classes !== undefined, found),
    ...(found.changedData ? [`note: ${found.data} is not what the run learned from`] : []),
    ...(small === undefined ? [] : [`note: ${small}`]),
    ...(asked === undefined
      ? []
      : [`conditional: the judge finds the requested class in ${percent(asked)} of the images`]),
    '',
    row('', 'generated', 'held out'),
  ]
  for (const cells of metricRows(found)) lines.push(row(...cells))
  const { memorised } = found
  if (memorised) lines.push('', `memorised: ${sayMemorised(memorised)}`)
  return [...lines, ...classLines(found)].join('\n')
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

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

const grouped = (count: number) => count.toLocaleString('en-US')
