// Cards of noise. The bits must be those of Philox on the CPU; what is made of them is held tightly.

import { philox, unit } from '../nn/philox'
import { bernoulli, choice, normal, uniform } from '../ops'
import { bytesOf, type Card, type Dense, elementwise, type Input, type Shape, shaped } from './card'

export interface Options {
  shape: Shape
  stream?: number
}

export interface Uniform extends Options {
  low?: number
  high?: number
}

export interface Normal extends Options {
  mean?: number
  std?: number
  first?: number
}

/** Seed, draws, batches, iterations. */
const clock = (...values: number[]): { clock: Input } => ({
  clock: { shape: [4], values, dtype: 'u32' },
})

/** The random bits of element i: shaders/random.wgsl `draw`. */
function draw(now: Dense, stream: number, i: number) {
  return philox([i, now.at(1), stream, 0], [now.at(0), 0x6e6f6973])
}

const latent: Record<string, { inputs: { clock: Input }; options: Options }> = {
  'latent noise, batch 64': { inputs: clock(1, 1, 1, 0), options: { shape: [64, 1, 1, 100] } },
}

const work = (_: unknown, { shape }: Options) => ({
  flop: 100 * (bytesOf(shape) / 4),
  bytes: bytesOf(shape),
})

export const uniformCard: Card<'clock', Uniform> = {
  op: ({ clock: now }, { shape, ...options }) => uniform(shape, { clock: now, ...options }),
  reference: ({ clock: now }, { shape, stream = 0, low = 0, high = 1 }) =>
    elementwise(
      shape,
      (i) => low + (high - low) * unit(draw(now, stream, i)[0]),
      // On [0, 1) the numbers are exact; elsewhere a product and a sum are rounded.
      () => (low === 0 && high === 1 ? 0 : Math.abs(low) + Math.abs(high)),
    ),
  bound: 2,
  samples: [
    { inputs: clock(42, 0, 0, 0), options: { shape: [130] } },
    { inputs: clock(42, 3, 1, 9), options: { shape: [5, 7], stream: 2, low: -3, high: 5 } },
    { inputs: clock(2 ** 32 - 1, 2 ** 31, 0, 0), options: { shape: [9] } },
  ],
  errors: [
    {
      inputs: clock(1, 0, 0, 0),
      options: { shape: [3], low: 1, high: 1 },
      message: /^uniform: low must be less than high, but they are 1 and 1/,
    },
  ],
  sizes: latent,
  work,
  lesson: {
    title: 'Uniform noise',
    formula: String.raw`u_i = 2^{-24} \left\lfloor \mathrm{Philox}(i, t; \text{seed}) / 2^8 \right\rfloor`,
    summary:
      'A random number is a function of seed, draw and position: every invocation computes its own, and ' +
      'a resumed run draws what it would have drawn.',
  },
}

export const normalCard: Card<'clock', Normal> = {
  op: ({ clock: now }, { shape, ...options }) => normal(shape, { clock: now, ...options }),
  reference({ clock: now }, { shape, stream = 0, mean = 0, std = 1, first = 0 }) {
    const bits = (i: number) => draw(now, stream, first + i)
    const radius = (i: number) => Math.sqrt(-2 * Math.log(1 - unit(bits(i)[0])))
    return elementwise(
      shape,
      (i) => mean + std * radius(i) * Math.cos(2 * Math.PI * unit(bits(i)[1])),
      // WGSL promises log on [0.5, 2] to 2⁻²¹ only; its root costs 2⁻²¹ / radius.
      (i) => Math.abs(mean) + std * (radius(i) + 1 / Math.max(radius(i), 2 ** -10)),
    )
  },
  bound: 12,
  samples: [
    { inputs: clock(42, 0, 0, 0), options: { shape: [500] } },
    { inputs: clock(7, 3, 1, 9), options: { shape: [5, 7], stream: 2, mean: -3, std: 0.02 } },
    { inputs: clock(42, 0, 0, 0), options: { shape: [30], first: 470 } },
  ],
  errors: [
    {
      inputs: clock(1, 0, 0, 0),
      options: { shape: [3], std: -1 },
      message: /^normal: std must not be negative, but is -1/,
    },
  ],
  sizes: latent,
  work,
  lesson: {
    title: 'Normal noise',
    formula: String.raw`z = \sqrt{-2 \ln u_1}\, \cos(2\pi u_2)`,
    summary: 'The generator’s input. Box and Muller turn two uniform numbers into a normal one.',
  },
}

export const bernoulliCard: Card<'clock', Options & { p?: number }> = {
  op: ({ clock: now }, { shape, ...options }) => bernoulli(shape, { clock: now, ...options }),
  reference: ({ clock: now }, { shape, stream = 0, p = 0.5 }) =>
    elementwise(shape, (i) => (unit(draw(now, stream, i)[0]) < Math.fround(p) ? 1 : 0)),
  bound: 0,
  samples: [
    { inputs: clock(42, 0, 0, 0), options: { shape: [130] } },
    { inputs: clock(7, 3, 1, 9), options: { shape: [5, 7], stream: 2, p: 0.8 } },
    { inputs: clock(7, 3, 1, 9), options: { shape: [9], p: 1 } },
  ],
  errors: [
    {
      inputs: clock(1, 0, 0, 0),
      options: { shape: [3], p: 1.5 },
      message: /^bernoulli: p must be in \[0, 1\], but is 1.5/,
    },
  ],
  sizes: {
    'dropout in an MLP, batch 64': { inputs: clock(1, 1, 1, 0), options: { shape: [64, 256] } },
  },
  work,
  lesson: {
    title: 'Coin flips',
    formula: String.raw`y_i = \begin{cases} 1 & u_i < p \\ 0 & \text{else} \end{cases}`,
    summary: 'Which units dropout keeps: a new draw each time the clock ticks.',
  },
}

const table = (rows: number): Input => ({ shape: [rows, 2] })

export const choiceCard: Card<'table' | 'clock', { count: number; stream?: number }> = {
  op: ({ table: rows, clock: now }, options) => choice(rows, { clock: now, ...options }),
  reference({ table: rows, clock: now }, { count, stream = 0 }) {
    const [R = 0, C = 0] = rows.shape
    return elementwise([count, C], (i) => {
      const [bits] = draw(now, stream, Math.floor(i / C))
      return rows.at(Math.floor((bits * R) / 2 ** 32) * C + (i % C))
    })
  },
  bound: 0,
  samples: [
    { inputs: { table: table(8), ...clock(42, 0, 0, 0) }, options: { count: 70 } },
    { inputs: { table: table(1000), ...clock(7, 3, 1, 9) }, options: { count: 9, stream: 2 } },
  ],
  errors: [
    {
      inputs: { table: shaped(8), ...clock(1, 0, 0, 0) },
      options: { count: 3 },
      message: /^choice: table must have two dimensions \[R, C\], but is \[8\]/,
    },
    {
      inputs: { table: table(8), ...clock(1, 0, 0, 0) },
      options: { count: 0 },
      message: /^choice: count must be a whole number above 0, but is 0/,
    },
  ],
  sizes: {
    'ring of 8, batch 256': {
      inputs: { table: table(8), ...clock(1, 1, 1, 0) },
      options: { count: 256 },
    },
  },
  work: ({ table: { shape } }, { count }) => ({
    flop: 100 * count,
    bytes: bytesOf([count, shape[1] ?? 0]),
  }),
  lesson: {
    title: 'Rows drawn from a table',
    formula: String.raw`y_n = t_{\lfloor R\, \mathrm{Philox}(n) / 2^{32} \rfloor}`,
    summary: 'Which Gaussian of a ring a point belongs to: the high word of a product is never R.',
  },
}
