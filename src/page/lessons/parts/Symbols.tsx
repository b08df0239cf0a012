// Meanings of the symbols of a formula with their current numbers: listed below it, and shown in it (Legend.tsx).

import './parts.css'
import type { ComponentChildren } from 'preact'
import { Formula } from './Formula'
import { useMeaning } from './Legend'

export function Symbols({ children }: { children: ComponentChildren }) {
  return <dl class="symbols">{children}</dl>
}

export interface SymbolProps {
  /** TeX, as in the formula. */
  tex: string
  meaning: string
  now: string | number
}

export function Named({ tex, meaning, now }: SymbolProps) {
  useMeaning(tex, meaning, now)
  return (
    <div>
      <dt>
        <Formula tex={tex} plain />
      </dt>
      <dd>
        {meaning}: <b>{now}</b>
      </dd>
    </div>
  )
}
