// Symbols of formulas: the letters of the ops' formulas that the lesson explains, and their marks.

import { describe, expect, it } from 'vitest'
import { cardOf } from '../../../src/catalogue/index'
import { drawLesson, lessonOps } from '../../../src/catalogue/lesson'
import { markSymbols } from '../../../src/page/lessons/parts/marks'
import { letters, meanings } from '../../../src/page/lessons/pixel/letters'
import { OUTPUT } from '../../../src/page/lessons/pixel/lit'
import { numbersOf } from '../../../src/page/lessons/tools/numbersOf'
import { typeset } from '../../../vite.config'

const formulas = (...all: readonly string[]) =>
  Object.fromEntries(all.map((tex) => [tex, typeset(tex)]))

/** Letters outside all symbols, except names of functions and the sign of a gradient. */
function unmarked(marked: string): string[] {
  const found: string[] = []
  /** For each open row: does it, or one around it, name a symbol? */
  const rows: boolean[] = []
  for (const [tag, letter] of marked.matchAll(/<mrow[^>]*>|<\/mrow>|<mi[^>]*>([^<]*)<\/mi>/g)) {
    if (letter !== undefined && !rows.at(-1)) found.push(letter)
    if (tag.startsWith('<mrow')) rows.push(Boolean(rows.at(-1)) || tag.includes('data-symbol'))
    if (tag === '</mrow>') rows.pop()
  }
  return found.filter(
    (letter) => !/^(log|ln|min|max|sin|cos|tanh|sign|softmax|∂|∣|\/)$/.test(letter),
  )
}

describe('marks', () => {
  it('are on the longest symbol that stands there', () => {
    const tex = String.raw`\sigma(x) - x`
    const marked = markSymbols(
      tex,
      ['x', String.raw`\sigma(x)`],
      formulas(tex, 'x', String.raw`\sigma(x)`),
    )
    const names = [...(marked ?? '').matchAll(/data-symbol="([^"]*)"/g)].map(([, name]) => name)
    expect(names).toEqual([String.raw`\sigma(x)`, 'x'])
    expect(unmarked(marked ?? '')).toEqual([])
    expect(
      marked?.replace(/<mrow data-symbol="[^"]*">/g, '<mrow>').replaceAll('mrow', ''),
    ).toContain('σ')
  })

  it('leave a formula alone of which nothing is known', () => {
    expect(markSymbols('y', ['x'], formulas('y', 'x'))).toBe(typeset('y'))
    expect(markSymbols('y', [], formulas('y'))).toBe(typeset('y'))
  })
})

describe("the ops' formulas", () => {
  it.each(lessonOps)('%s: each letter is explained, and has a number', (op) => {
    const { card, inputs, options } = drawLesson(op)
    const { formula } = card.lesson
    const { y } = card.reference(inputs, options)
    const cells = Object.entries(inputs).map(([name, { shape, data }]) => {
      return { name, shape, values: Float32Array.from(data) }
    })
    const output = {
      name: cardOf(op).lesson.result ?? 'y',
      shape: y.shape,
      values: Float32Array.from(y.data),
    }
    const look = { op, inputs: cells, output, numbers: numbersOf(options) }
    const found = meanings({ look, formula, pointed: { tensor: OUTPUT, index: 0 } })
    const all = formulas(formula, ...letters.map(({ tex }) => tex))
    const marked = markSymbols(formula, [...found.keys()], all) ?? ''
    expect(unmarked(marked)).toEqual([])
    const used = [...marked.matchAll(/data-symbol="([^"]*)"/g)].map(([, name = '']) => name)
    for (const name of used) {
      const { meaning = '', now = '' } = found.get(name) ?? {}
      expect(`${name}: ${meaning}: ${now}`).toMatch(/: \S.*: [^–\s]/)
    }
  })
})
