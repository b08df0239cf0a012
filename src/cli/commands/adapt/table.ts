// The table and the confusion matrices of an adaptation, for the terminal.

import type { AdaptConfig } from '../../../gan/adapt/config'
import type { Measured } from '../../../gan/adapt/measure'
import { columns } from '../../terminal/columns'
import type { Row } from './rows'

export interface TableOptions {
  config: AdaptConfig
  /** Accuracy on the source. */
  atHome: Measured | undefined
  /** Images that were measured. */
  tested: number
}

const ABOUT: Record<string, string> = {
  'source only': 'the classifier of the source, as it is',
  'its statistics': "with batch norm's statistics of the target, no training",
  adapted: 'without a label of the target',
  'upper bound': 'a classifier that learned with labels of the target',
}

const row = columns([17, -9, 2])

export function showTable(
  rows: readonly Row[],
  { config, atHome, tested }: TableOptions,
): string[] {
  const isMeasured = rows.some(({ measured }) => measured)
  const head = isMeasured
    ? row('', 'accuracy', '', `on ${tested} held-out images of ${config.target}`)
    : row(
        '',
        'changed',
        '',
        `labels of ${tested} images of ${config.target}, which has none of its own`,
      )
  const lines = rows.map(({ name, measured, changed }) =>
    row(name, percent(measured ? measured.accuracy : changed), '', ABOUT[name] ?? ''),
  )
  const home = atHome
    ? [
        row(
          '(on the source)',
          percent(atHome.accuracy),
          '',
          `the same classifier at home, on ${config.source}`,
        ),
      ]
    : []
  return [head, ...lines, ...home]
}

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** Most classes whose matrix fits a terminal; of more the largest confusions are listed. */
const MOST = 12
const LISTED = 8

/** Matrices before and after: rows are classes, columns what they are taken for. */
export function showConfusions(
  before: Row | undefined,
  after: Row,
  classNames: readonly string[],
): string[] {
  if (!before?.measured || !after.measured) return []
  const pair = [before.measured, after.measured].map(({ confusion }) => confusion)
  if (classNames.length > MOST) return pair.flatMap((each, i) => listed(each, i, classNames))
  const heads = classNames.map((name) => name.slice(0, 3))
  const cells = row4(heads.length)
  const title = (text: string) => text.padEnd(4 * heads.length + 7)
  return [
    '',
    `     ${title('taken for, before')}after`.trimEnd(),
    `${cells('', heads)}   ${cells('', heads)}`.trimEnd(),
    ...heads.map((head, label) => {
      const [a = [], b = []] = pair.map((confusion) => (confusion[label] ?? []).map(shown))
      return `${cells(head, a)}   ${cells(head, b)}`.trimEnd()
    }),
  ]
}

const shown = (count: number): string => (count === 0 ? '·' : String(count))

const row4 = (count: number) => {
  const format = columns([4, ...new Array<number>(count).fill(-4)])
  return (head: string, cells: readonly string[]) => format(head, ...cells).padEnd(4 + 4 * count)
}

function listed(confusion: number[][], index: number, classNames: readonly string[]): string[] {
  const pairs = confusion.flatMap((row, label) =>
    row.flatMap((count, taken) => (taken !== label && count > 0 ? [{ label, taken, count }] : [])),
  )
  const most = pairs.sort((a, b) => b.count - a.count).slice(0, LISTED)
  const name = (label: number) => classNames[label] ?? String(label)
  const said = most.map(({ label, taken, count }) => `${name(label)} for ${name(taken)} ${count}`)
  return [`${index === 0 ? 'before' : 'after'}: ${said.join(', ') || 'none is confused'}`]
}
