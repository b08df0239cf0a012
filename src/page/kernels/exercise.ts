// An exercise: a kernel that compiles and is wrong or slow, and how it is judged.

import type { KernelName } from '../../catalogue/index'
import type { Scope } from '../../catalogue/own'
import { alone } from './alone'
import type { TaskName } from './tasks/names'
import type { Typed } from './types'

/** Part of the solution that is another at the start: from the one text to the end of the next such other. */
interface Fault {
  from: string
  to: string
  by: string
}

/** A row, at the size of its layer or at another. */
export interface Pace {
  size: string
  what: string
  typed?: Typed
  /** Multiple of the plain kernel's time that a solution may take. */
  most: number
}

export interface Exercise {
  /** In the address: `#lab/exercise/border`. */
  name: TaskName
  op: KernelName
  file: string
  /** Entry point that the user's text must have. */
  entry: string
  /** Samples and tensors that Check looks at. */
  scope: Scope
  /** Solution, from our text of the file. */
  solution: (ours: string) => string
  start: Fault | ((ours: string) => string)
  /** Findings of the check on the start: a tensor that is wrong, or a kind of suspect; none where it is only slow. */
  fails: readonly string[]
  /** The race that decides. */
  pace?: Pace
}

/** A solution of the lab's own. */
export const own = (text: string) => () => text

/** A solution that is a kernel of the project. */
export const ours = (file: string, entry: string) => (text: string) => alone(text, file, entry)

/** The same without the sums over a workgroup, which the entry point alone does not need. */
export const unfolded = (file: string, entry: string) => (text: string) =>
  alone(text.replace(', lib/fold.wgsl', ''), file, entry)

export const [forward, ofX] = [{ tensors: ['y'] }, { tensors: ['∂x'] }]

/**
 * Text that an exercise begins with.
 *
 * @throws Error where the solution has no longer what is to be replaced
 */
export function startOf({ name, solution, start }: Exercise, ours: string): string {
  if (typeof start === 'function') return start(ours)
  const text = solution(ours)
  const from = text.indexOf(start.from)
  const end = text.indexOf(start.to, from)
  if (from < 0 || end < 0) throw new Error(`the exercise ${name} does not fit its solution`)
  return text.slice(0, from) + start.by + text.slice(end + start.to.length)
}
