/** MathML by TeX. */
type Formulas = Readonly<Record<string, string>>

/**
 * MathML of a formula with each of the symbols in an element that names it. Where one symbol is part of
 * another, such as x in σ(x), the longer one counts.
 *
 * @param symbols  their TeX
 */
export function markSymbols(
  tex: string,
  symbols: readonly string[],
  formulas: Formulas,
): string | undefined {
  const names = new Map(symbols.map((name) => [inner(formulas[name] ?? ''), name]))
  names.delete('')
  if (names.size === 0) return formulas[tex]
  const longestFirst = [...names.keys()].toSorted((a, b) => b.length - a.length)
  const any = new RegExp(longestFirst.map(escaped).join('|'), 'g')
  return formulas[tex]?.replace(any, (found) => {
    return `<mrow data-symbol="${quoted(names.get(found) ?? '')}">${found}</mrow>`
  })
}

/** Content of the row that wraps every formula. */
const inner = (set: string): string => /^<math><mrow>(.*)<\/mrow><\/math>$/s.exec(set)?.[1] ?? ''

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const quoted = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
