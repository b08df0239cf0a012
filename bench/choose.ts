// Which rows are measured: by op, by pass, by a part of the layer's name, as typed or chosen.

export const passes = ['forward', 'gradient', 'step'] as const

/** `step` is an optimiser's. */
export type Pass = (typeof passes)[number]

/** Identity of a row. */
export interface RowName {
  op: string
  /** The layer, by its name on the card. */
  size: string
  /** `forward`, `step`, or what the gradient is of: `∂x` */
  what: string
}

export interface Filter {
  pass?: Pass | undefined
  /** Only layers whose name contains this. */
  size?: string
}

export const passOf = (what: string): Pass =>
  what === 'forward' || what === 'step' ? what : 'gradient'

/** Does a name contain what was typed, in capitals or not? */
export const contains = (name: string, typed: string): boolean =>
  name.toLowerCase().includes(typed.trim().toLowerCase())

export const isWanted = ({ size: name, what }: RowName, { pass, size = '' }: Filter): boolean =>
  (pass === undefined || passOf(what) === pass) && contains(name, size)

/** @throws RangeError in one line, where none is left */
export function choose<Row extends RowName>(rows: readonly Row[], filter: Filter): Row[] {
  const { pass, size = '' } = filter
  const found = rows.filter((row) => isWanted(row, filter))
  if (found.length > 0 || rows.length === 0) return found
  const ofPass = rows.filter((row) => isWanted(row, { pass }))
  if (ofPass.length === 0) {
    const others = passes.filter((each) => rows.some(({ what }) => passOf(what) === each))
    throw new RangeError(`nothing here has a pass ${pass}; there are: ${others.join(', ')}`)
  }
  const sizes = new Set(ofPass.map((row) => row.size))
  throw new RangeError(`no size contains "${size}"; there are: ${[...sizes].join('; ')}`)
}

/**
 * Kernels of each kind, one layer each, for a quick look: an op, and what the name of the
 * layer contains.
 */
const selection: Readonly<Record<string, string>> = {
  conv2d: 'D block 2',
  convTranspose2d: 'G image',
  linear: 'G layer 2',
  batchNorm: 'D block 2',
  leakyRelu: '',
  tanh: '',
  bceWithLogits: '',
  add: '',
  sum: '',
  transpose: '',
  normal: '1 M',
  adam: '',
}

export const isSelected = ({ op, size }: RowName): boolean => {
  const part = selection[op]
  return part !== undefined && contains(size, part)
}
