import { tally } from './cells'
import { WIDE } from './shape'
import type { Step } from './steps'

export interface Said {
  what: string
  all: string
  one: string
}

/** For a tensor: different numbers touched by all, touches of each, and numbers touched by one invocation. */
interface Touches {
  numbers: number
  times: number
  own: number
}

/** Counts of a step, and of one invocation in it. */
export interface Counts {
  lanes: number
  lane: number
  chunk: number
  x: Touches
  weight: Touches
  products: number
  stored: number
}

/** Sentences for each phase, in the language that is read. */
export type StepWords = Readonly<Record<Step['phase'], (counts: Counts) => Said>>

export function say(words: StepWords, step: Step, lane: number): Said {
  const own = step.by[lane] ?? { x: [], weight: [], result: [] }
  const touches = (tensor: 'x' | 'weight'): Touches => {
    const { numbers, times } = tally(step, tensor)
    return { numbers: numbers.length, times, own: own[tensor].length }
  }
  return words[step.phase]({
    lanes: step.by.length,
    lane,
    chunk: step.chunk,
    x: touches('x'),
    weight: touches('weight'),
    products: own.x.length * WIDE,
    stored: own.result.length,
  })
}
