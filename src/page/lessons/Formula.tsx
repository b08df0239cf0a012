// A formula, which was set when the page was built. Symbols that the chapter explains can be pointed at.

import { formulas } from 'virtual:formulas'
import { useContext, useMemo } from 'preact/hooks'
import { KnownHere } from './Legend'
import { spoken } from './language'
import { markSymbols } from './marks'
import { text } from './text'

export interface FormulaProps {
  /** As it stands in a card, or here between quotes or in String.raw. */
  tex: string
  /** Where what it stands for is said beside it. */
  plain?: boolean
}

export function Formula({ tex, plain = false }: FormulaProps) {
  const known = [...useContext(KnownHere).value.keys()]
  const html = useMemo(
    () => (plain ? formulas[tex] : markSymbols(tex, known, formulas)) ?? tex,
    [tex, plain, known.join('\n')],
  )
  const explains = html.includes('data-symbol')
  const formula = (
    <span
      class="formula"
      {...(explains ? { tabIndex: 0, role: 'group', 'aria-label': text.value.ofFormula } : {})}
      dangerouslySetInnerHTML={{ __html: html }}
    />
  )
  if (spoken.value !== 'ko') return formula
  // What is said of it begins right behind it, and stays on its line.
  return (
    <span>
      {formula}
      {'\u2060'}
    </span>
  )
}
