// The symbols of a chapter, each with its current number and its meaning.

import type { ComponentChildren } from 'preact'
import { Formula } from '../parts/Formula'
import { useMeaning } from '../parts/Legend'

export interface Reading {
  id: string
  name?: ComponentChildren
  /** TeX of its symbol, if the chapter's formulas should explain it too. */
  tex?: string
  value: string
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
