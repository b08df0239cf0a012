// The mark of a family: a shape as well as a colour, for readers who cannot tell the colours apart.

import type { Family } from './families'

/** Paths around (0, 0), ten pixels across. */
export const marks: Record<Family, string> = {
  products: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z',
  norms: 'M-3.5 -3.5h7v7h-7z',
  elements: 'M0 -5l5 5l-5 5l-5 -5z',
  sums: 'M0 -4.5l4.5 8h-9z',
  moves: 'M0 4.5l4.5 -8h-9z',
  others: 'M-5 -1.5h3.5v-3.5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5z',
}

export function Mark({ family }: { family: Family }) {
  return (
    <svg class={`mark ${family}`} viewBox="-6 -6 12 12" aria-hidden="true">
      <path d={marks[family]} />
    </svg>
  )
}
