// report.html of an adaptation: table, confusion matrices, map, images of both domains, curves and settings, in one file.

import { basename, resolve } from 'node:path'
import type { AdaptConfig } from '../../../gan/adapt/config'
import { methods } from '../../../gan/adapt/methods'
import type { AdaptFolder } from '../../folder/adaptFolder'
import { type Curve, figureOf } from '../../folder/report/curves'
import { escaped, pageOf } from '../../folder/report/html'
import type { Row } from './rows'
import { percent } from './table'

export interface AdaptReport {
  config: AdaptConfig
  rows: readonly Row[]
  results: { tested: number }
  before: Row | undefined
  after: Row
}

export function writeAdaptReport(
  folder: AdaptFolder,
  { config, rows, results, before, after }: AdaptReport,
): void {
  const name = basename(resolve(folder.path))
  const [source, target] = [config.source, config.target].map((path) => basename(path))
  const body = [
    `<h1>${escaped(name)}</h1>`,
    `<p>${escaped(`A classifier of ${source}, adapted to ${target} by ${config.method} in ${config.steps} steps, without a label of ${target}.`)}</p>`,
    `<p class="soft">${escaped(config.adapter)}</p>`,
    section(`Measured on ${results.tested} images of ${target}`, tableOf(rows)),
    ...(before?.measured && after.measured
      ? [
          section(
            'Taken for: a row for each class, before and after',
            `<div class="curves">${[before, after].map((row) => matrix(row, config.classNames)).join('')}</div>`,
          ),
        ]
      : []),
    section(
      'Features before and after: discs of the source, crosses of the target, a colour for each class',
      image(folder.read('map').bytes, 'Map of features before and after'),
    ),
    section(
      'Images of the source, and below of the target',
      image(folder.read('sets').bytes, 'Images of both domains'),
    ),
    section('Curves', `<div class="curves">${curves(folder, config).join('')}</div>`),
    section('Settings', settings(config)),
  ]
  folder.write('report', pageOf(`${name}: Ganvas`, body.join('\n')))
}

const section = (title: string, content: string) =>
  `<section><h2>${escaped(title)}</h2>${content}</section>`

const image = (bytes: Uint8Array, alt: string) =>
  `<figure><img width="100%" alt="${alt}" src="data:image/png;base64,${Buffer.from(bytes).toString('base64')}"></figure>`

function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ name, measured, changed }) => {
    const accuracy = measured ? percent(measured.accuracy) : '–'
    return `<tr><td>${escaped(name)}</td><td>${accuracy}</td><td>${percent(changed)}</td></tr>`
  })
  return `<table><tr><th></th><th>accuracy</th><th>labels changed</th></tr>${cells.join('')}</table>`
}

/** Pixels of a cell. */
const CELL = 30

/** A confusion matrix as SVG: the darker, the larger the share of its row. */
function matrix({ name, measured }: Row, classNames: readonly string[]): string {
  if (!measured) return ''
  const { confusion } = measured
  const side = (confusion.length + 1) * CELL
  const text = (x: number, y: number, value: string) =>
    `<text class="step" x="${(x + 0.5) * CELL}" y="${(y + 0.65) * CELL}">${escaped(value)}</text>`
  const cells = confusion.flatMap((row, label) => {
    const total = Math.max(
      1,
      row.reduce((sum, count) => sum + count, 0),
    )
    return row.flatMap((count, taken) =>
      count === 0
        ? []
        : [
            `<rect class="${taken === label ? 'd' : 'g'}" fill="currentColor" fill-opacity="${(0.15 + (0.6 * count) / total).toFixed(2)}" x="${(taken + 1) * CELL}" y="${(label + 1) * CELL}" width="${CELL - 2}" height="${CELL - 2}"/>`,
            text(taken + 1, label + 1, String(count)),
          ],
    )
  })
  const heads = classNames.flatMap((each, i) => {
    const short = each.slice(0, 4)
    return [text(i + 1, 0, short), text(0, i + 1, short)]
  })
  return `<figure><svg viewBox="0 0 ${side} ${side}" role="img" aria-label="Confusion matrix, ${escaped(name)}">${heads.join('')}${cells.join('')}</svg><figcaption><b>${escaped(name)}</b>${percent(measured.accuracy)}</figcaption></figure>`
}

function curves(folder: AdaptFolder, { method }: AdaptConfig): string[] {
  const lines = folder.readLog()
  const curve = (key: string, name: string, kind: Curve['kind']): Curve => ({
    name,
    kind,
    points: lines.flatMap(({ step, [key]: value }) =>
      typeof value === 'number' ? [{ step, value }] : [],
    ),
  })
  return [
    figureOf({
      title: 'Losses',
      curves: [
        curve('lossD', 'of D', 'd'),
        curve('lossG', methods[method].front ? 'of the translators' : 'of the classifier', 'g'),
      ],
    }),
    figureOf({
      title: 'D takes for the source',
      curves: [curve('dSource', 'the source', 'd'), curve('dTarget', 'the target', 'g')],
      reach: [0, 1],
    }),
    figureOf({
      title: 'Labels that changed',
      curves: [curve('changed', "since the source's classifier", 'one')],
      reach: [0],
    }),
  ]
}

function settings(config: AdaptConfig): string {
  const { source, target, classNames, ...rest } = config
  const pairs = Object.entries({
    source: basename(source),
    target: basename(target),
    ...rest,
    classNames: classNames.join(', '),
  })
  const items = pairs.map(
    ([key, value]) => `<div><dt>${escaped(key)}</dt><dd>${escaped(String(value))}</dd></div>`,
  )
  return `<dl class="pairs">${items.join('')}</dl>`
}
