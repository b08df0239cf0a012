// What the lesson on tiles says of a step.

import { count } from '../../parts/words'
import { tally } from './cells'
import { WIDE } from './shape'
import type { Step } from './steps'

export interface Said {
  what: string
  all: string
  one: string
}

export function say(step: Step, lane: number): Said {
  const own = step.by[lane] ?? { x: [], weight: [], result: [] }
  const [x, weight] = [tally(step, 'x'), tally(step, 'weight')]
  const lanes = step.by.length
  const all = lanes === 1 ? 'the one invocation' : `the ${lanes} invocations`
  const me = `Invocation ${lane}`
  switch (step.phase) {
    case 'load':
      return {
        what: `Load, term ${step.chunk}.`,
        all: `Each of ${all} loads one number of x and one of the weight from global memory. They want ${x.numbers.length} different numbers of x, each ${times(x.times)}, and ${weight.numbers.length} of the weight, each ${times(weight.times)}.`,
        one: `${me} multiplies its two, and adds.`,
      }
    case 'fill':
      return {
        what: `Fill, chunk ${step.chunk}.`,
        all: `Together ${all} load ${count(x.numbers.length)} numbers of x and ${count(weight.numbers.length)} of the weight from global memory, each ${times(x.times)}, and put them into workgroup memory.`,
        one: `${me} brings ${own.x.length} of x and ${own.weight.length} of the weight.`,
      }
    case 'barrier':
      return {
        what: `Barrier, chunk ${step.chunk}.`,
        all: 'Nobody goes on before the last has brought its share: what one reads next, another has brought.',
        one: 'It orders this workgroup only; other workgroups may be at another line.',
      }
    case 'read':
      return {
        what: `Read, chunk ${step.chunk}.`,
        all: `Nothing is loaded. Each number of x in workgroup memory is read by ${invocations(x.times)}, each of the weight by ${invocations(weight.times)}.`,
        one: `${me} reads ${own.x.length} of x and ${own.weight.length} of the weight for ${count(own.x.length * WIDE)} products: each is in a register for all of its sums.`,
      }
    case 'store':
      return {
        what: 'Store.',
        all: `The sums were in registers all the time. Now ${all} ${lanes === 1 ? 'stores' : 'store'} them.`,
        one: `${me} stores ${own.result.length}.`,
      }
  }
}

const times = (n: number): string => (n === 1 ? 'once' : `${count(n)} times`)
const invocations = (n: number): string => (n === 1 ? '1 invocation' : `${count(n)} invocations`)
