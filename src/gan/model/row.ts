// Rows of a table of settings: the kinds of value, their ranges, and how a text becomes a value.

import { isPolicy, type ModelName, type ObjectiveName, policyNames, type Recipe } from './recipes'

/** Largest seed, step and size. */
export const MOST = 2 ** 31 - 1

/** Bound of every number: kernels compute in f32, which ends a little above. */
export const LARGE = 1e38

export interface Rule {
  must: string
  holds: (value: unknown) => boolean
}

export const whole = (least: number, most = MOST): Rule => ({
  must: `a whole number from ${least} to ${most}`,
  holds: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
})

export const oneOf = (values: readonly unknown[]): Rule => ({
  must: `one of ${values.join(', ')}`,
  holds: (value) => values.includes(value),
})

const below = (most: number): Rule => ({
  must: `a number from 0 to below ${most}`,
  holds: (value) => Number.isFinite(value) && Number(value) >= 0 && Number(value) < most,
})

const policy: Rule = {
  must: `empty, or some of ${policyNames.join(', ')}, with commas and no spaces between`,
  holds: isPolicy,
}

/** Facts that defaults depend on. */
export interface Known {
  objective: ObjectiveName
  model: ModelName
  recipe: Recipe
  channels: number
  /** Width, steps and batch of the model's preset on the adapter. */
  width: number
  steps: number
  batch: number
  lr: number
}

interface Values<Value> {
  /** Value where the user chooses none. */
  default?: Value | ((known: Known) => Value)
  /** Value of a config.json without it, written before the setting existed. */
  absent?: Value | ((config: { lr?: number | undefined }) => Value | undefined)
  /** A config.json may always lack it. */
  optional?: true
}

export type Kind =
  | ({ kind: 'number'; below: number } & Values<number>)
  /** `offered`: all values that the program's own networks take. */
  | ({ kind: 'whole'; least: number; most?: number; offered?: readonly number[] } & Values<number>)
  /** The number of classes in the data, or 0: the user turns it on or off. */
  | ({ kind: 'classes'; most: number } & Values<number>)
  | ({ kind: 'choice'; of: readonly (string | number)[] } & Values<string | number>)
  | ({ kind: 'flag' } & Values<boolean>)
  /** Names of changes to images, with commas between: see augment.ts. */
  | ({ kind: 'policy' } & Values<string>)

export interface Row {
  value: Kind
  run?: {
    /** A resumed run may change it. The number is its place in a checkpoint: new ones come last. */
    live?: number
    /** It belongs to the objective: another one resets it on the page, unless the user typed it. */
    recipe?: true
    /** Name of the penalty on D's gradient that it weighs: above 0, D has layer norms. */
    penalty?: string
  }
  /** Option; the default in words, if it is no plain value; and words for the announcement of a run. */
  terminal?: { flag: string; usual?: string; told?: string }
  /** Place and label of the field. With `address` there is no field, but a parameter of the address. */
  page?: {
    group: 'main' | 'learning' | 'networks' | 'address'
    title?: string
    /** The page's links always name it, so that they begin the same run on another adapter. */
    linked?: true
  }
  /** Text of the terminal's help, and hint of the page's field. */
  help: string
}

export type ValueOf<R extends { value: object }> = R['value'] extends { kind: 'flag' }
  ? boolean
  : R['value'] extends { kind: 'policy' }
    ? string
    : R['value'] extends { of: readonly (infer Value extends string)[] }
      ? Value
      : number

/** Names of the rows that have an attribute. */
export type Having<Table, Attribute> = {
  [Name in keyof Table]: Table[Name] extends Attribute ? Name : never
}[keyof Table]

export function ruleOf({ value }: Row): Rule {
  switch (value.kind) {
    case 'number':
      return below(value.below)
    case 'whole':
      return whole(value.least, value.most)
    case 'classes':
      return whole(0, value.most)
    case 'choice':
      return oneOf(value.of)
    case 'flag':
      return oneOf([true, false])
    case 'policy':
      return policy
  }
}

/** Rule where the program's own networks are trained. */
export const offerOf = (row: Row): Rule =>
  row.value.kind === 'whole' && row.value.offered ? oneOf(row.value.offered) : ruleOf(row)

/** Number that a text means in decimal notation, with an exponent if need be; NaN for any other text. */
export const decimal = (text: string): number =>
  /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN

/** Value that a text means. It may be out of range; NaN where the text is no number. */
export function readValue({ value: { kind } }: Row, text: string): unknown {
  if (kind === 'flag') return text === 'true' ? true : text === 'false' ? false : text
  if (kind === 'choice' || kind === 'policy') return text
  return decimal(text)
}

export function mapRows<Name extends string, Value>(
  table: Record<Name, Row>,
  apply: (row: Row) => Value,
): Record<Name, Value> {
  const entries = Object.entries<Row>(table).map(([name, row]) => [name, apply(row)])
  return Object.fromEntries(entries) as Record<Name, Value>
}

/** Defaults of the rows that have one, in the table's order. */
export function defaultsOf(table: Record<string, Row>, known: Known): Record<string, unknown> {
  const made = mapRows(table, ({ value }) =>
    typeof value.default === 'function' ? value.default(known) : value.default,
  )
  return Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined))
}

/** Names of the rows for which a test holds, in the table's order. */
export const namesOf = <Name extends string>(
  table: Record<string, Row>,
  test: (row: Row) => boolean,
): Name[] => Object.keys(table).filter((name) => test(table[name] as Row)) as Name[]
