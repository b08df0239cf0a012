// Reference of batch normalisation: moments of each channel, and how the running ones move.

import { size } from '../autograd/check'
import { type Dense, type Named, Sums } from './card'

export interface Options {
  training: boolean
  momentum?: number
  eps?: number
  parts?: number
  negativeSlope?: number
  /** Look at a running statistic after the op, instead of at y. */
  watch?: Statistic
}

export type Statistic = 'runningMean' | 'runningVariance'
export type Inputs<T> = Named<'x' | 'weight' | 'bias', Statistic | 'batches', T>

interface Moments {
  mean: number
  /** Σ|x| / rows: what the mean's rounding is measured against. */
  size: number
  /** Biased. */
  variance: number
  rows: number
}

/** The elements of one channel of one part. */
function elements(x: Dense, { parts = 1 }: Options, channel: number, part: number): number[] {
  const C = x.shape.at(-1) ?? 1
  const rows = size(x.shape) / C / parts
  return Array.from({ length: rows }, (_, r) => (part * rows + r) * C + channel)
}

function moments(x: Dense, at: readonly number[]): Moments {
  const rows = at.length
  const mean = at.reduce((sum, i) => sum + x.at(i) / rows, 0)
  return {
    mean,
    size: at.reduce((sum, i) => sum + Math.abs(x.at(i)) / rows, 0),
    variance: at.reduce((sum, i) => sum + (x.at(i) - mean) ** 2 / rows, 0),
    rows,
  }
}

/** One channel of one part, and its normalisation: by its own moments in training, else by the running ones. */
function normaliser(inputs: Inputs<Dense>, options: Options, channel: number, part: number) {
  const { x, runningMean, runningVariance } = inputs
  const { training, eps = 1e-5 } = options
  const at = elements(x, options, channel, part)
  const own = moments(x, at)
  const mean = training ? own.mean : (runningMean?.at(channel) ?? 0)
  const variance = training ? own.variance : (runningVariance?.at(channel) ?? 1)
  return {
    at,
    mean,
    /** Both are rounded where x meets its mean; a mean that is a sum, against its terms. */
    rounded: (value: number) => Math.abs(value) + (training ? own.size : Math.abs(mean)),
    inverse: 1 / Math.sqrt(variance + eps),
    rows: own.rows,
  }
}

/** Every channel of every part. */
export function* groups(inputs: Inputs<Dense>, options: Options) {
  const C = inputs.x.shape.at(-1) ?? 1
  for (let part = 0; part < (options.parts ?? 1); part++) {
    for (let c = 0; c < C; c++) yield { c, ...normaliser(inputs, options, c, part) }
  }
}

/** The parts move the running statistics one after the other. */
export function tracked(inputs: Inputs<Dense>, options: Options, watch: Statistic): Sums {
  const { momentum = 0.1, parts = 1 } = options
  const before = inputs[watch]
  const result = new Sums(before?.shape ?? [])
  for (let c = 0; c < size(result.y.shape); c++) {
    result.add(c, (1 - momentum) ** parts * (before?.at(c) ?? 0))
    for (let part = 0; part < parts; part++) {
      const { mean, variance, rows } = moments(inputs.x, elements(inputs.x, options, c, part))
      const now = watch === 'runningMean' ? mean : (variance * rows) / (rows - 1)
      result.add(c, momentum * (1 - momentum) ** (parts - 1 - part) * now)
    }
  }
  return result
}
