// Maps the subscripts of a tensor in a formula, x_{n,h,w,c}, to its axes and to the current indices.

import { type Element, OUTPUT } from './lit'
import { placeOf } from './planes'
import { text } from './text'
import type { Look } from './tools'

/** The op that is shown, and the element that is pointed at. */
export interface About {
  look: Pick<Look, 'op' | 'inputs' | 'output' | 'numbers'>
  formula: string
  pointed: Element | undefined
}

/** Names of the op's tensors by their names in the formula. */
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

/** The number pointed at, or the count of numbers. */
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

/** Subscripts of a tensor's name: x_{n,h,w,c}, y_i. */
const SUBSCRIPT = /([a-z])_(?:\{([a-z](?:,[a-z])*)\}|([a-z])(?![a-z_]))/g

/** Letters of a tensor's axes in the formula; undefined if there are other subscripts, or sums in them. */
export function axesIn(formula: string, { name, shape }: Pick<Look['output'], 'name' | 'shape'>) {
  for (const [, short = '', many] of formula.matchAll(SUBSCRIPT)) {
    const axes = (many ?? '').split(',')
    const isSame = short === name || NAMES[short]?.includes(name)
    if (isSame && axes.length === shape.length && axes.length > 1) return axes
  }
  return undefined
}

/** Name of a tensor in the formula, if it differs. */
export const calledIn = (op: string, name: string): string | undefined =>
  op === 'convWeightGradient' ? { large: 'x', small: '∂y', weight: '∂w' }[name] : undefined

/** The current index on its axis, or the size of the axis. */
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
