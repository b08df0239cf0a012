// report.html in a run folder: the run in one self-contained file. Curves, samples over time, results of evaluate,
// settings. Written whenever the run is saved.

import { basename, join, resolve } from 'node:path'
import { imageCount } from '../../../data/imageSet'
import { sayMemorised } from '../../../gan/judge/memorised'
import { metricRows } from '../../../gan/judge/rows'
import { isAdaptive } from '../../../gan/model/recipes'
import type { RunConfig } from '../../../gan/run/runConfig'
import { scoreNames } from '../../../gan/run/runSettings'
import type { Evaluation } from '../evaluation'
import { exists, readWhole, writeWhole } from '../files'
import type { RunFolder } from '../runFolder'
import { type Chart, type Curve, figureOf } from './curves'
import { escaped, pageOf } from './html'
import { imageSource, samples, section } from './samples'

type Line = { step: number; [key: string]: unknown }

export function writeReport(folder: RunFolder): void {
  const config = folder.readConfig()
  const lines = folder.readLog()
  const name = basename(resolve(folder.path))
  const body = [
    head(name, config, lines),
    samples(folder.path, 'Samples, always from the same noise'),
    section('Curves', `<div class="curves">${charts(lines, config).map(figureOf).join('')}</div>`),
    measured(folder),
    section('Settings', settings(config)),
  ]
  writeWhole(join(folder.path, 'report.html'), pageOf(`${name}: Ganvas`, body.join('\n')))
}

function head(name: string, config: RunConfig, lines: readonly Line[]): string {
  const { model, imageSize, objective, data, adapter, steps, images } = config
  const step = lines.reduce((most, line) => Math.max(most, line.step), 0)
  const where = step < steps ? `at step ${step} of ${steps}` : `${steps} steps`
  return [
    `<h1>${escaped(name)}</h1>`,
    `<p>${escaped(`${model} of ${imageSize}×${imageSize} pixels, ${objective}, ${where}; ${imageCount(images)} of ${basename(data)}.`)}</p>`,
    ...lines.flatMap((line) => {
      const { step: from, changedData: other, images: count } = line
      const said = `From step ${from} on it learned from ${count === 1 ? '1 other image' : `${count} other images`}, of ${basename(String(other))}.`
      return other === undefined ? [] : [`<p>${escaped(said)}</p>`]
    }),
    `<p class="soft">${escaped(adapter)}</p>`,
  ].join('\n')
}

function charts(lines: readonly Line[], { best, clip, augment }: RunConfig): Chart[] {
  const curve = (key: string, name: string, kind: Curve['kind']): Curve => ({
    name,
    kind,
    points: lines.flatMap(({ step, [key]: value }) => {
      return typeof value === 'number' ? [{ step, value }] : []
    }),
  })
  const marks = lines.filter((line) => 'rollback' in line).map(({ step }) => step)
  return [
    { title: 'Losses', curves: [curve('lossD', 'of D', 'd'), curve('lossG', 'of G', 'g')], marks },
    {
      title: 'D takes for real',
      curves: [curve('dReal', 'real images', 'd'), curve('dFake', 'generated', 'g')],
      reach: [0, 1],
      marks,
    },
    {
      title: 'Norms of gradients',
      curves: [curve('gradientD', 'of D', 'd'), curve('gradientG', 'of G', 'g')],
      logarithmic: true,
      marks,
    },
    {
      title: 'D takes real images for real: mean sign',
      curves: [
        curve('dSign', 'all: 1', 'd'),
        ...(isAdaptive(augment) ? [curve('augmented', 'augmented', 'one')] : []),
      ],
      reach: [0, 1],
      marks,
    },
    {
      title: 'Diversity of a batch',
      curves: [curve('diversity', 'real images: 1', 'one')],
      reach: [0, 1],
      marks,
    },
    ...(clip > 0
      ? [{ title: 'Clipped', curves: [curve('clipped', 'share of D', 'd')], reach: [0, 1] }]
      : []),
    ...(best
      ? [{ title: scoreNames[best], curves: [curve(best, 'less is better', 'one')], marks }]
      : []),
    { title: 'Speed', curves: [curve('imagesPerSecond', 'images a second', 'one')], reach: [0] },
  ]
}

/** Results of evaluate, if the folder holds any. */
function measured(folder: RunFolder): string {
  const found = folder.readEvaluation()
  if (!found) return ''
  const row = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`
  const rows = metricRows(found).map((cells) => row(cells, 'td'))
  const at = found.step === undefined ? '' : `At step ${found.step}: `
  const other = found.changedData
    ? ` of ${basename(found.data)}, which is not what the run learned from`
    : ''
  const about = `${at}${imageCount(found.count)}${found.ema ? " of G's average" : ''}, in blocks of ${found.size}, beside held-out images${other}.`
  return section(
    'Evaluation',
    `<p class="soft">${escaped(about)}</p><table>${row(['', 'generated', 'held out', ''], 'th')}${rows.join('')}</table>${closest(folder, found)}`,
  )
}

/** Picture in a run folder of the images nearest to a training image. */
export const CLOSEST = 'nearest.png'

/** Memorisation, and the images nearest to a training image above those. */
function closest({ path }: RunFolder, { memorised }: Evaluation): string {
  if (!memorised) return ''
  const file = join(path, CLOSEST)
  const picture = exists(file)
    ? `<p><img alt="Generated images, and below each the training image nearest to it" src="${imageSource(readWhole(file))}"></p>`
    : ''
  return `<p>Memorised: ${escaped(sayMemorised(memorised))}.</p>${picture}`
}

function settings(config: RunConfig): string {
  const { table, data, ...rest } = config
  const tuned = Object.keys(table).length
  const pairs = Object.entries({
    // The name without its folder, which readers of the report need not know.
    data: basename(data),
    ...rest,
    kernels: tuned > 0 ? `${tuned} tuned` : 'by rule',
  })
  const items = pairs
    .filter(([, value]) => value !== '' && value !== undefined)
    .map(([key, value]) => `<div><dt>${escaped(key)}</dt><dd>${escaped(String(value))}</dd></div>`)
  return `<dl class="pairs">${items.join('')}</dl>`
}
