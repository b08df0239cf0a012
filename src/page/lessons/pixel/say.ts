import { type Element, type Lit, OUTPUT } from './lit'
import { nameOf } from './planes'
import { text } from './text'
import type { Look } from './tools'

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
  return text.value.said.depends(
    inputs.map(({ name, values }, i) => {
      return { some: lit.inputs[i]?.size ?? 0, all: values.length, name }
    }),
  )
}

function storedAt(look: Look, { kernel, invocations, lines }: Lit): string {
  const [invocation] = invocations
  const { entry } = look.kernels[kernel] ?? {}
  if (invocation === undefined || entry === undefined) return whyUnsaid(look)
  const line = lines && lines.store >= 0 ? lineOf(look, kernel, lines.store) : undefined
  return text.value.said.stored({ ...inGroup(look, kernel, invocation), entry, line })
}

function whyUnsaid({ unsaid }: Look): string {
  if (!unsaid) return text.value.said.unknown
  // Other errors bring their own message.
  return 'code' in unsaid ? text.value.unsaid[unsaid.code] : unsaid.message
}

const readers = ({ output: { values, name } }: Look, { outputs }: Lit): string =>
  text.value.said.dependents({ some: outputs.size, all: values.length, name })

function storedBy(look: Look, { kernel, invocations, outputs }: Lit): string {
  if (outputs.size === 0) return ''
  if (kernel < 0) return whyUnsaid(look)
  const named = [...invocations]
    .toSorted((a, b) => a - b)
    .map((one) => {
      const { group, lane } = inGroup(look, kernel, one)
      return `${group}:${lane}`
    })
  return text.value.said.storedBy(named.slice(0, 12), named.length - 12)
}

function inGroup({ kernels }: Look, kernel: number, invocation: number) {
  const size = (kernels[kernel]?.workgroupSize ?? [1]).reduce((all, one) => all * one, 1)
  return { group: Math.floor(invocation / size), lane: invocation % size, size }
}

/** First line of the text, from 1, that came from a line of the file. */
const lineOf = ({ kernels }: Look, kernel: number, line: number): number =>
  (kernels[kernel]?.lines.indexOf(line) ?? -1) + 1
