// What the lesson says of the element that somebody points at.

import { count } from '../../parts/words'
import type { Look } from '../../worker/pixelTools'
import { type Element, type Lit, OUTPUT } from './lit'
import { nameOf } from './planes'

export interface Said {
  /** The element and its number. */
  what: string
  depends: string
  stored: string
}

export function say(look: Look, element: Element, lit: Lit): Said {
  const { inputs, output } = look
  const tensor = element.tensor === OUTPUT ? output : inputs[element.tensor]
  if (!tensor) return { what: '', depends: '', stored: '' }
  const what = `${nameOf(tensor, element.index)} = ${(tensor.values[element.index] ?? 0).toFixed(4)}`
  return element.tensor === OUTPUT
    ? { what, depends: window(look, lit), stored: storedAt(look, lit) }
    : { what, depends: readers(look, lit), stored: storedBy(look, lit) }
}

function window({ inputs }: Look, lit: Lit): string {
  const parts = inputs.map(
    ({ name, values }, i) =>
      `${count(lit.inputs[i]?.size ?? 0)} of ${count(values.length)} numbers of ${name}`,
  )
  return `It depends on ${list(parts)}.`
}

function storedAt(look: Look, { kernel, invocations, lines }: Lit): string {
  const [invocation] = invocations
  const text = look.kernels[kernel]
  if (invocation === undefined || !text) return look.unsaid || UNSAID
  const { group, lane, size } = inGroup(look, kernel, invocation)
  const at = lines && lines.store >= 0 ? ` at line ${lineOf(look, kernel, lines.store)}` : ''
  return (
    `Stored by invocation ${lane} (of 0 to ${size - 1}) of workgroup ${group}, ` +
    `in ${text.entry}${at}.`
  )
}

const UNSAID =
  'Which invocation stored it cannot be said: none was seen to, or several stored it one after another.'

function readers({ output }: Look, { outputs }: Lit): string {
  return `${count(outputs.size)} of ${count(output.values.length)} numbers of ${output.name} depend on it.`
}

function storedBy(look: Look, { kernel, invocations, outputs }: Lit): string {
  if (outputs.size === 0) return ''
  if (kernel < 0) return look.unsaid || UNSAID
  const named = [...invocations]
    .toSorted((a, b) => a - b)
    .map((one) => {
      const { group, lane } = inGroup(look, kernel, one)
      return `${group}:${lane}`
    })
  const [few, more] = [named.slice(0, 12), named.length - 12]
  const rest = more > 0 ? ` and ${more} more` : ''
  return `They were stored by ${named.length === 1 ? 'invocation' : 'invocations'} (workgroup:invocation in it) ${few.join(', ')}${rest}.`
}

function inGroup({ kernels }: Look, kernel: number, invocation: number) {
  const size = (kernels[kernel]?.workgroupSize ?? [1]).reduce((all, one) => all * one, 1)
  return { group: Math.floor(invocation / size), lane: invocation % size, size }
}

/** The first line of the text, from 1, that came from a line of the file. */
const lineOf = ({ kernels }: Look, kernel: number, line: number): number =>
  (kernels[kernel]?.lines.indexOf(line) ?? -1) + 1

function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
