// Cards of optimisers' steps. They are no ops: a step writes over the parameters and its moments.

import type { Tensor } from '../autograd/tensor'
import { inOp } from '../gpu/trace'
import { adam, type Moment, type Optimized, type Optimizer, rmsprop } from '../optim/optimizer'
import { bytesOf, type Card, elementwise, type Input, shaped } from './card'

/** Tensor to look at after the step. */
type Watch = 'parameters' | Moment

export interface AdamOptions {
  betas?: readonly [number, number]
  eps?: number
  watch?: Watch
}

export interface RMSpropOptions {
  alpha?: number
  eps?: number
  watch?: Watch
}

type Common = 'parameters' | 'gradients' | 'second_moment' | 'state'
type Given<T> = Record<Common, T> & { readonly first_moment?: T }

/** lr, c₁, c₂, steps, clip, as f32: shaders/optim.wgsl. */
const state = (...values: number[]): Input => ({ shape: [5], values: values.map(Math.fround) })

const flat = (length: number) => ({ parameters: shaped(length), gradients: shaped(length) })

const squares = (length: number): Input => ({ shape: [length], low: 0.01, high: 1 })

const none = (length: number): Input => ({ shape: [length], low: 0, high: 0 })

/** Records the step, and returns the tensor to look at. */
function stepped(
  make: (network: Optimized) => Optimizer,
  entry: string,
  { parameters, gradients, state: now, ...moments }: Given<Tensor>,
  watch: Watch = 'parameters',
): Tensor {
  const network = { name: 'card', parameters, gradients, overwritten() {} }
  const named = new Map(Object.entries(moments)) as ReadonlyMap<Moment, Tensor>
  inOp(entry, () => make(network).descend({ state: now, moments: named }))
  return (watch === 'parameters' ? parameters : named.get(watch)) ?? parameters
}

export const adamCard: Card<Common | 'first_moment', AdamOptions> = {
  op: (inputs, { watch, ...options }) =>
    stepped((network) => adam(network, { lr: 0, ...options }), 'adam', inputs, watch),
  reference(inputs, { betas: [beta1, beta2] = [0.9, 0.999], eps = 1e-8, watch = 'parameters' }) {
    const { parameters, gradients, first_moment, second_moment } = inputs
    const [lr = 0, c1 = 1, c2 = 1] = inputs.state.data
    const parts = (i: number) =>
      [beta1 * first_moment.at(i), (1 - beta1) * gradients.at(i)] as const
    const second = (i: number) => beta2 * second_moment.at(i) + (1 - beta2) * gradients.at(i) ** 2
    const [old, fresh] = [(i: number) => parts(i)[0], (i: number) => parts(i)[1]]
    const rate = (i: number) => lr / c1 / (Math.sqrt(second(i) / c2) + eps)
    const size = (i: number) => Math.abs(old(i)) + Math.abs(fresh(i))
    const { shape } = parameters
    if (watch === 'first_moment') return elementwise(shape, (i) => old(i) + fresh(i), size)
    if (watch === 'second_moment') return elementwise(shape, second)
    return elementwise(
      shape,
      (i) => parameters.at(i) - rate(i) * (old(i) + fresh(i)),
      (i) => Math.abs(parameters.at(i)) + rate(i) * size(i),
    )
  },
  // A division is good to 2.5 units in the last place, two roundings each; here are two, and a root.
  bound: 16,
  samples: [
    // The first step: moments of zero.
    {
      inputs: {
        ...flat(66),
        first_moment: none(66),
        second_moment: none(66),
        state: state(0.125, 0.1, 0.001, 1, 0),
      },
      options: {},
    },
    {
      inputs: {
        ...flat(130),
        first_moment: shaped(130),
        second_moment: squares(130),
        state: state(0.5, 0.75, 0.5, 2, 0),
      },
      options: { betas: [0.5, 0.9] },
    },
    {
      inputs: {
        ...flat(30),
        first_moment: shaped(30),
        second_moment: squares(30),
        state: state(0.5, 0.75, 0.5, 2, 0),
      },
      options: { watch: 'first_moment' },
    },
    {
      inputs: {
        ...flat(30),
        first_moment: shaped(30),
        second_moment: squares(30),
        state: state(0.5, 0.75, 0.5, 2, 0),
      },
      options: { watch: 'second_moment' },
    },
  ],
  errors: [],
  sizes: {},
  work: ({ parameters: { shape } }) => ({ flop: 3 * bytesOf(shape), bytes: 7 * bytesOf(shape) }),
  lesson: {
    title: 'A step of Adam',
    formula: String.raw`p \leftarrow p - \eta\, \frac{m / c_1}{\sqrt{v / c_2} + \varepsilon}`,
    summary:
      'Gradient and squared gradient are averaged over steps; one dispatch moves all parameters.',
  },
  overwrites: true,
}

export const rmspropCard: Card<Common, RMSpropOptions> = {
  op: (inputs, { watch, ...options }) =>
    stepped((network) => rmsprop(network, { lr: 0, ...options }), 'rmsprop', inputs, watch),
  reference(inputs, { alpha = 0.99, eps = 1e-8, watch = 'parameters' }) {
    const { parameters, gradients, second_moment } = inputs
    const [lr = 0, , , , clip = 0] = inputs.state.data
    const second = (i: number) => alpha * second_moment.at(i) + (1 - alpha) * gradients.at(i) ** 2
    const change = (i: number) => (lr * gradients.at(i)) / (Math.sqrt(second(i)) + eps)
    const { shape } = parameters
    if (watch === 'second_moment') return elementwise(shape, second)
    const within = (value: number) => (clip > 0 ? Math.min(Math.max(value, -clip), clip) : value)
    return elementwise(
      shape,
      (i) => within(parameters.at(i) - change(i)),
      (i) => Math.abs(parameters.at(i)) + Math.abs(change(i)),
    )
  },
  bound: 16,
  samples: [
    {
      inputs: { ...flat(66), second_moment: squares(66), state: state(0.125, 0, 0, 1, 0.25) },
      options: {},
    },
    {
      inputs: { ...flat(130), second_moment: squares(130), state: state(0.25, 0, 0, 3, 0) },
      options: { alpha: 0.9 },
    },
    {
      inputs: { ...flat(30), second_moment: squares(30), state: state(0.25, 0, 0, 3, 0.5) },
      options: { watch: 'second_moment' },
    },
  ],
  errors: [],
  sizes: {},
  work: ({ parameters: { shape } }) => ({ flop: 2 * bytesOf(shape), bytes: 5 * bytesOf(shape) }),
  lesson: {
    title: 'A step of RMSprop, with a clip',
    formula: String.raw`p \leftarrow \mathrm{clip}\!\left(p - \eta\, \frac{g}{\sqrt{v} + \varepsilon}\right)`,
    summary: 'After each step a WGAN clips the weights of its critic to ±c.',
  },
  overwrites: true,
}
