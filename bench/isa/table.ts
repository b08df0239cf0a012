// The table of pipelines, and the lines below it: each network as a whole.

import { type Row, shareOf, weightedShare } from './row'

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`

type Column = readonly [title: string, cell: (row: Row) => string | number]

const COLUMNS: readonly Column[] = [
  ['kernel', ({ kernel }) => kernel],
  ['what', ({ what }) => what],
  ['times', ({ count }) => count],
  ['groups', ({ workgroups }) => workgroups],
  ['turns', ({ turns = '–' }) => turns],
  ['VGPR', ({ statistics }) => statistics.vgprs],
  ['spills', ({ statistics }) => statistics.spills],
  ['LDS', ({ statistics }) => statistics.lds],
  ['waves', ({ statistics }) => statistics.waves],
  ['fma', ({ turn }) => Math.round(turn.fma + turn.matrix)],
  ['valu', ({ turn }) => Math.round(turn.valu)],
  ['slow', ({ turn }) => Math.round(turn.slow)],
  ['scalar', ({ turn }) => Math.round(turn.scalar)],
  ['lds', ({ turn }) => `${Math.round(turn.ldsLoad)}+${Math.round(turn.ldsStore)}`],
  ['loads', ({ turn }) => `${Math.round(turn.load)}+${Math.round(turn.scalarLoad)}`],
  ['waits', ({ turn }) => Math.round(turn.wait)],
  ['branch', ({ turn }) => Math.round(turn.branch)],
  ['fma share', (row) => (row.turn.fma > 0 ? percent(shareOf(row)) : '–')],
]

/** Columns of words, aligned to the left. */
const WORDS = 2

/** Lines of columns. */
export function aligned(cells: readonly (readonly string[])[]): string[] {
  const widths = (cells[0] ?? []).map((_, i) =>
    Math.max(...cells.map((line) => line[i]?.length ?? 0)),
  )
  const pad = (cell: string, i: number) =>
    i < WORDS ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)
  return cells.map((line) => line.map(pad).join('  ').trimEnd())
}

export function tableOf(rows: readonly Row[]): string[] {
  const titles = COLUMNS.map(([title]) => title)
  return aligned([titles, ...rows.map((row) => COLUMNS.map(([, cell]) => String(cell(row))))])
}

/** Rows by chip and network, in the order in which they came. */
export function groupsOf(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = `${row.chip} ${row.network}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()]
}

const convolutions = (rows: readonly Row[]): Row[] => rows.filter(({ flop }) => flop > 0)

export function summaryOf(rows: readonly Row[]): string[] {
  const titles = ['chip', 'network', 'pipelines', 'dispatches', 'GFLOP', 'fma share', 'spilling']
  const lines = groupsOf(rows).map((group) => {
    const gflop = group.reduce((sum, { flop, count }) => sum + flop * count, 0) / 1e9
    const spilling = group.filter(({ statistics: s }) => s.spills + s.scratch > 0)
    return [
      group[0]?.chip ?? '',
      group[0]?.network ?? '',
      String(group.length),
      String(group.reduce((sum, { count }) => sum + count, 0)),
      gflop.toFixed(1),
      convolutions(group).length > 0 ? percent(weightedShare(group)) : '–',
      String(spilling.length),
    ]
  })
  return aligned([titles, ...lines])
}

/** Ratio of figures of an earlier report and of now, for pipelines that both have. */
export function comparisonOf(before: readonly Row[], now: readonly Row[]): string[] {
  const keyOf = ({ chip, network, kernel, what }: Row) => [chip, network, kernel, what].join('\n')
  const known = new Map(before.map((row) => [keyOf(row), row]))
  const change = (a: number | string, b: number | string) => (a === b ? String(a) : `${a} → ${b}`)
  const titles = [
    'kernel',
    'what',
    'chip',
    'groups',
    'turns',
    'VGPR',
    'spills',
    'waves',
    'fma share',
  ]
  const lines = now.flatMap((row) => {
    const old = known.get(keyOf(row))
    if (!old) return []
    const of = (cell: (row: Row) => number | string) => change(cell(old), cell(row))
    const changes = [
      of(({ workgroups }) => workgroups),
      of(({ turns = '–' }) => turns),
      of(({ statistics }) => statistics.vgprs),
      of(({ statistics }) => statistics.spills),
      of(({ statistics }) => statistics.waves),
      of((each) => percent(shareOf(each))),
    ]
    const isSame = changes.every((cell) => !cell.includes('→'))
    return isSame ? [] : [[row.kernel, row.what, `${row.chip} ${row.network}`, ...changes]]
  })
  const shares = groupsOf(now).flatMap((group) => {
    const [first] = group
    const old = before.filter(
      ({ chip, network }) => chip === first?.chip && network === first.network,
    )
    if (!first || convolutions(group).length === 0 || convolutions(old).length === 0) return []
    const share = change(percent(weightedShare(old)), percent(weightedShare(group)))
    return [`${first.chip} ${first.network}: fma share ${share}`]
  })
  return [...aligned([titles, ...lines]), '', ...shares]
}
