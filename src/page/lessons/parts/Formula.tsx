// A formula, typeset when the page was built. Symbols that the chapter explains can be pointed at.

import { formulas } from 'virtual:formulas'
import { useContext, useMemo } from 'preact/hooks'
import { spoken } from '../../core/language'
import { KnownHere } from './Legend'
import { markSymbols } from './marks'
import { text } from './text'

export interface FormulaProps {
  /** TeX, as in a card, or here in quotes or String.raw. */
  tex: string
  /** Not to be pointed at: the text beside it explains it. */
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
  // The text after it begins directly behind it, on the same line.
  return (
    <span>
      {formula}
      {'\u2060'}
    </span>
  )
}
