// The symbols of a chapter: each with its number as it is now, and what it is.

import type { ComponentChildren } from 'preact'

export interface Reading {
  /** Of the number's element. */
  id: string
  name: ComponentChildren
  value: string
  /** What it is, in a line. */
  says: string
}

export function Readings({ rows }: { rows: readonly Reading[] }) {
  return (
    <dl class="readings">
      {rows.map(({ id, name, value, says }) => (
        <div key={id}>
          <dt>{name}</dt>
          <dd id={id}>{value}</dd>
          <dd>{says}</dd>
        </div>
      ))}
    </dl>
  )
}
