// From the letters below a tensor's name in a formula, x_{n,h,w,c}, to its axes, and to the number that is pointed at.

import { type Element, OUTPUT } from './lit'
import { placeOf } from './planes'
import { text } from './text'
import type { Look } from './tools'

/** The op that is shown, and where somebody points. */
export interface About {
  look: Pick<Look, 'op' | 'inputs' | 'output' | 'numbers'>
  formula: string
  pointed: Element | undefined
}

/** What a tensor of the formula is called among the op's. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  w: ['weight'],
  t: ['target', 'labels'],
  x: ['large'],
  y: ['small'],
}

function tensorOf(
  { look: { inputs, output } }: About,
  name: string,
): [number, Look['output']] | undefined {
  const names = [name, ...(NAMES[name] ?? [])]
  const at = inputs.findIndex((input) => names.includes(input.name))
  const input = inputs[at]
  if (input) return [at, input]
  return name === 'y' || names.includes(output.name) ? [OUTPUT, output] : undefined
}

/** The number that somebody points at, or how many there are. */
export const value =
  (name: string) =>
  (about: About): string => {
    const [number, tensor] = tensorOf(about, name) ?? [0, about.look.inputs[0]]
    const { tensor: at, index = -1 } = about.pointed ?? {}
    const here = at === number ? tensor?.values[index] : undefined
    if (here !== undefined) return here.toFixed(4)
    const { numbers, number: one } = text.value.now
    return tensor?.shape.length ? numbers(tensor.shape.join(' × ')) : one
  }

/** Letters below a tensor's name: x_{n,h,w,c}, y_i. */
const SUBSCRIPT = /([a-z])_(?:\{([a-z](?:,[a-z])*)\}|([a-z])(?![a-z_]))/g

/** The letters of a tensor's axes in the formula; none where it has others, or sums there. */
export function axesIn(formula: string, { name, shape }: Pick<Look['output'], 'name' | 'shape'>) {
  for (const [, short = '', many] of formula.matchAll(SUBSCRIPT)) {
    const axes = (many ?? '').split(',')
    const isSame = short === name || NAMES[short]?.includes(name)
    if (isSame && axes.length === shape.length && axes.length > 1) return axes
  }
  return undefined
}

/** What the formula calls a tensor, where that is something else. */
export const calledIn = (op: string, name: string): string | undefined =>
  op === 'convWeightGradient' ? { large: 'x', small: '∂y', weight: '∂w' }[name] : undefined

/** The place on its axis that is pointed at, or all that there are. */
export const index =
  (letter: string) =>
  (about: About): string => {
    for (const [, name = '', many, one] of about.formula.matchAll(SUBSCRIPT)) {
      const letters = (many ?? one ?? '').split(',')
      const axis = letters.indexOf(letter)
      const [number, tensor] = tensorOf(about, name) ?? []
      if (axis < 0 || !tensor) continue
      const { shape } = tensor
      const extent = letters.length === 1 ? tensor.values.length : shape[axis]
      const { pointed } = about
      if (pointed && pointed.tensor === number && letters.length === shape.length) {
        return String(placeOf(shape, pointed.index)[axis])
      }
      if (extent !== undefined) return text.value.now.range(extent - 1)
    }
    return text.value.now.each
  }
