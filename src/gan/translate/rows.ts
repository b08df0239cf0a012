// Measurements of a translation as the cells of a table, for the terminal and the report.

import type { Direction } from './evaluate'

const percent = (share: number) => `${(100 * share).toFixed(1)} %`
const digits = (value: number) => value.toFixed(3)

/** Head of the table: what is measured, of translated images and of others. */
export const HEAD = ['', 'translated', 'unchanged', 'colours shifted', 'mean image', 'real images']

export function rowsOf({ difference, taken, kept, roundTrip }: Direction): string[][] {
  const rows: string[][] = []
  if (difference) {
    const { translated, unchanged, shifted, mean } = difference
    const cells = [translated, unchanged, shifted, mean].map(digits)
    rows.push(['difference to the true partner', ...cells, ''])
  }
  const { translated, unchanged, real } = taken
  const shares = [percent(translated), percent(unchanged), '', '', percent(real)]
  rows.push(['taken for the other set by a classifier', ...shares])
  if (kept) {
    const shares = [kept.translated, kept.unchanged, kept.shifted].map(percent)
    rows.push(['label kept, as a classifier reads it', ...shares, '', percent(kept.real)])
  }
  if (roundTrip !== undefined) {
    rows.push(['difference after the way back', digits(roundTrip), '', '', '', ''])
  }
  return rows
}

export const directionNames = { toB: 'first set → second', toA: 'second set → first' } as const
