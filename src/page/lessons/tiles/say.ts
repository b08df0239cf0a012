// What the lesson on tiles says of a step.

import { tally } from './cells'
import { WIDE } from './shape'
import type { Step } from './steps'
import { text } from './text'

export interface Said {
  what: string
  all: string
  one: string
}

/** Of a tensor: how many different numbers all touch, each how often, and how many one invocation does. */
interface Touches {
  numbers: number
  times: number
  own: number
}

/** The numbers of a step, and of one invocation in it. */
export interface Counts {
  lanes: number
  lane: number
  chunk: number
  x: Touches
  weight: Touches
  products: number
  stored: number
}

export function say(step: Step, lane: number): Said {
  const own = step.by[lane] ?? { x: [], weight: [], result: [] }
  const touches = (tensor: 'x' | 'weight'): Touches => {
    const { numbers, times } = tally(step, tensor)
    return { numbers: numbers.length, times, own: own[tensor].length }
  }
  return text.value.say[step.phase]({
    lanes: step.by.length,
    lane,
    chunk: step.chunk,
    x: touches('x'),
    weight: touches('weight'),
    products: own.x.length * WIDE,
    stored: own.result.length,
  })
}
