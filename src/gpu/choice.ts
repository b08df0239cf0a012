// A choice among kernels that compute the same. It is data, so it can be measured, stored and repeated.

import type { Traits } from './device'
import type { Bound } from './memory'

/** Name of a kernel, and the constants that it is specialised with in addition to the problem's. */
export interface Choice {
  readonly kernel: string
  readonly constants: Readonly<Record<string, number>>
}

/** Choices for some problems, by their keys. A rule decides on the others. */
export type Choices = Readonly<Record<string, Choice>>

/** Work that several kernels can do, as an op that was recorded describes it. */
export interface Problem {
  /** Problems of equal key are the same work. */
  readonly key: string
  /** A readable key: `convolve 64 × 16×16×32 → 8×8×64`. */
  readonly words: string
  /** Is it a part of another problem, whose time includes it? */
  readonly part: boolean
  /** Multiplications and additions. */
  readonly flop: number
  /** Numbers in each tensor that is read, by the names of the bindings. */
  readonly reads: Readonly<Record<string, number>>
  readonly size: number
  /** The plainest kernel, whose result is taken to be right. */
  readonly oracle: Choice
  /** The rule's choice, then others that may be better, the most promising first. */
  candidates(traits: Traits): readonly Choice[]
  /** Is the choice possible on an adapter with these traits? */
  possible(choice: Choice, traits: Traits): boolean
  /** Records the work, done as the choice says. */
  record(choice: Choice, reads: Readonly<Record<string, Bound>>, result: Bound): void
}

/** The same kernel with the same constants, in whatever order they are written. */
export function sameChoice(a: Choice, b: Choice): boolean {
  const names = Object.keys(a.constants)
  return (
    a.kernel === b.kernel &&
    names.length === Object.keys(b.constants).length &&
    names.every((name) => a.constants[name] === b.constants[name])
  )
}

/** `register, tile rows 8, tile columns 16` */
export function showChoice({ kernel, constants }: Choice): string {
  const words = Object.entries(constants).map(
    ([name, value]) => `${name.toLowerCase().replaceAll('_', ' ')} ${value}`,
  )
  return [kernel, ...words].join(', ')
}
