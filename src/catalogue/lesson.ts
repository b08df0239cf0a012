// What a lesson shows of an op: a small sample, and which inputs each element of its result depends on,
// found by changing the inputs of the card's float64 reference one after the other.

import { size } from '../autograd/check'
import { type AnySample, Dense, type Input } from './card'
import { type Arrays, type Drawn, drawnFrom } from './evaluate'
import { cardOf, type OpName, opNames } from './index'

/** Numbers of a sample, all tensors together, that can still be looked at one by one. */
const MOST = 1000

const isFloat = ({ inputs }: AnySample): boolean =>
  Object.values(inputs).every(({ dtype = 'f32' }) => dtype === 'f32')

const numbers = ({ inputs }: AnySample): number =>
  Object.values(inputs).reduce((sum, { shape }) => sum + size(shape), 0)

/** The card's own for lessons, or the first that is small; none where an input is not of floats, or is written over. */
export function lessonSample(op: OpName): AnySample | undefined {
  const { samples, lesson, overwrites } = cardOf(op)
  if (overwrites) return undefined
  if (lesson.sample) return lesson.sample
  const possible = samples.filter(isFloat)
  const smallest = possible.toSorted((a, b) => numbers(a) - numbers(b))[0]
  return possible.find((sample) => numbers(sample) <= MOST) ?? smallest
}

/** All ops that have a lesson: those whose inputs are floats that they leave as they are. */
export const lessonOps: readonly OpName[] = opNames.filter((op) => lessonSample(op))

export interface Shown extends Drawn {
  sample: AnySample
}

/** The numbers that the lesson shows, the same in every runtime. */
export function drawLesson(op: OpName): Shown {
  const sample = lessonSample(op)
  if (!sample) throw new RangeError(`${op} has no sample of floats`)
  return { ...drawnFrom({ name: op, card: cardOf(op) }, sample, 0), sample }
}

/** Replacement for a number, to see which results depend on it: all within the range that the op takes. */
export function replacements({ low = -1, high = 1, keepAway = 0 }: Input): number[] {
  const ends = [low, high]
  return keepAway > 0 ? ends : [...ends, (low + high) / 2]
}

/** For each input one byte for each pair: `[output · size of the input + element]`, 1 where it depends. */
export type Touches = Readonly<Record<string, Uint8Array<ArrayBuffer>>>

/** An element depends on a number if any replacement of that number gives it other bits. */
export function touchesOf({ card, options, inputs, sample }: Shown): Touches {
  const y = card.reference(inputs, options).y.data
  const of = (name: string, { shape, data }: Dense) => {
    const touched = new Uint8Array(y.length * data.length)
    for (let at = 0; at < data.length; at++) {
      for (const number of replacements(sample.inputs[name] ?? { shape })) {
        const other = card.reference(replaced(inputs, name, at, number), options).y.data
        for (let i = 0; i < y.length; i++) {
          if (!Object.is(y[i], other[i])) touched[i * data.length + at] = 1
        }
      }
    }
    return touched
  }
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, of(name, input)]))
}

function replaced(inputs: Arrays, name: string, at: number, number: number): Arrays {
  const { shape = [], data = [] } = inputs[name] ?? {}
  const moved = new Dense(shape, Float64Array.from(data))
  moved.data[at] = number
  return { ...inputs, [name]: moved }
}
