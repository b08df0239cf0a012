// report.html of a translation: its sheets, curves, measurements and settings in one file. Written whenever the run is
// saved or measured.

import { basename, join, resolve } from 'node:path'
import { isRecord } from '../../../data/json'
import type { Direction } from '../../../gan/translate/evaluate'
import { directionNames, HEAD, rowsOf } from '../../../gan/translate/rows'
import { writeWhole } from '../files'
import type { TranslationFolder } from '../translationFolder'
import { type Chart, figureOf } from './curves'
import { escaped, pageOf } from './html'
import { samples, section } from './samples'

type Line = { step: number; [key: string]: unknown }

export function writeTranslationReport(folder: TranslationFolder): void {
  const config = folder.readConfig()
  const { paired, from, to, steps, images, model, imageSize, adapter } = config
  const lines = folder.readLog()
  const name = basename(resolve(folder.path))
  const step = lines.reduce((most, line) => Math.max(most, line.step), 0)
  const where = step < steps ? `at step ${step} of ${steps}` : `${steps} steps`
  const data = paired
    ? `${images.a} pairs of ${basename(from)}`
    : `${images.a} images of ${basename(from)}, ${images.b} of ${basename(to)}`
  const title = paired
    ? 'Samples: given, translated, true partner'
    : 'Samples: given, translated, true partner where it is known, and the way back'
  const settings = Object.entries(config)
    .filter(([, value]) => !(value instanceof Object) && value !== '')
    .map(([key, value]) => `<div><dt>${escaped(key)}</dt><dd>${escaped(String(value))}</dd></div>`)
  const body = [
    `<h1>${escaped(name)}</h1>`,
    `<p>${escaped(`${model} of ${imageSize}×${imageSize} pixels, ${where}; ${data}.`)}</p>`,
    ...lines.flatMap(({ step: from, changedData: other }) => {
      const said = `From step ${from} on it learned from other images, of ${other}.`
      return other === undefined ? [] : [`<p>${escaped(said)}</p>`]
    }),
    `<p class="soft">${escaped(adapter)}</p>`,
    samples(folder.path, title),
    section('Curves', `<div class="curves">${charts(lines).map(figureOf).join('')}</div>`),
    measured(folder),
    section('Settings', `<dl class="pairs">${settings.join('')}</dl>`),
  ]
  writeWhole(join(folder.path, 'report.html'), pageOf(`${name}: Ganvas`, body.join('\n')))
}

function charts(lines: readonly Line[]): Chart[] {
  const curve = (key: string, name: string, kind: 'd' | 'g' | 'one') => ({
    name,
    kind,
    points: lines.flatMap(({ step, [key]: value }) => {
      return typeof value === 'number' ? [{ step, value }] : []
    }),
  })
  return [
    { title: 'Losses', curves: [curve('lossD', 'of D', 'd'), curve('lossG', 'of G', 'g')] },
    { title: 'Difference to the partner, weighted', curves: [curve('l1', '', 'g')], reach: [0] },
    {
      title: 'There and back, weighted',
      curves: [curve('cycleA', 'first set', 'd'), curve('cycleB', 'second set', 'g')],
      reach: [0],
    },
    {
      title: 'Left alone, weighted',
      curves: [curve('identityA', 'first set', 'd'), curve('identityB', 'second set', 'g')],
      reach: [0],
    },
    { title: 'Speed', curves: [curve('imagesPerSecond', 'images a second', 'one')], reach: [0] },
  ]
}

/** Results of evaluate, if the folder holds any. */
function measured(folder: TranslationFolder): string {
  const found = folder.readEvaluation()
  if (!found) return ''
  const row = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`
  const tables = Object.entries(directionNames).flatMap(([key, title]) => {
    const direction = found[key]
    if (!isDirection(direction)) return []
    const rows = [
      row([title, ...HEAD.slice(1)], 'th'),
      ...rowsOf(direction).map((r) => row(r, 'td')),
    ]
    return [`<table>${rows.join('')}</table>`]
  })
  if (found['changedData'] !== undefined) {
    const said = `Measured on other images than the run began with: ${found['changedData']}.`
    tables.unshift(`<p>${escaped(said)}</p>`)
  }
  return tables.length === 0 ? '' : section(`Evaluation at step ${found['step']}`, tables.join(''))
}

function isDirection(value: unknown): value is Direction {
  return isRecord(value) && isRecord(value['taken'])
}
