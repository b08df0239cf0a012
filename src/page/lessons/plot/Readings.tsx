// The symbols of a chapter: each with its number as it is now, and what it is.

import type { ComponentChildren } from 'preact'
import { Formula } from '../Formula'
import { useMeaning } from '../Legend'

export interface Reading {
  /** Of the number's element. */
  id: string
  name?: ComponentChildren
  /** Its symbol, in its place: the chapter's formulas say what it is, too. */
  tex?: string
  value: string
  /** What it is, in a line. */
  says: string
}

export function Readings({ rows }: { rows: readonly Reading[] }) {
  return (
    <dl class="readings">
      {rows.map((row) => (
        <Row key={row.id} {...row} />
      ))}
    </dl>
  )
}

function Row({ id, name, tex, value, says }: Reading) {
  useMeaning(tex, says.replace(/\.$/, ''), value)
  return (
    <div>
      <dt>{tex === undefined ? name : <Formula tex={tex} plain />}</dt>
      <dd id={id}>{value}</dd>
      <dd>{says}</dd>
    </div>
  )
}
