// Names of the exercises, in order, and the type of their texts.

export const taskNames = [
  'number',
  'leaky-relu',
  'loop',
  'softplus',
  'adam',
  'clip',
  'philox',
  'sum',
  'barrier',
  'race',
  'mean',
  'norm-gradient',
  'matmul',
  'shared',
  'tiles',
  'conv',
  'border',
  'weight-gradient',
  'transposed',
] as const

export type TaskName = (typeof taskNames)[number]

/** Texts of an exercise. Code stands in backticks. */
export interface TaskText {
  title: string
  /** Paragraphs. */
  text: readonly string[]
  /** From a nudge to nearly the answer. */
  hints: readonly string[]
}

export interface TaskTexts {
  /** The language in a table: code, and what it means. */
  primer: { title: string; intro: string; rows: readonly (readonly [string, string])[] }
  tasks: Readonly<Record<TaskName, TaskText>>
}
