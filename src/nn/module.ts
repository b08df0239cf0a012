// What a layer is: a function of a tensor, with variables that it owns. Variables have shapes from the
// start and a place on the GPU once a network is made of them (network.ts).

import { empty, type Tensor } from '../autograd/tensor'
import type { Random } from './philox'

export interface Mode {
  /** Train: normalise by the batch and track. Eval: normalise by running statistics. */
  training: boolean
  /** Count of batches that the batch consists of: a batch norm keeps their statistics apart. */
  parts?: number
  /** Source of random numbers for layers that draw them; needed in training only. */
  noise?: Noise
}

/** Random numbers for layers: each layer that asks, each time, gets a stream of its own. */
export interface Noise {
  /** [4] u32 on the GPU: seed, draws, batches, iterations. */
  clock: Tensor
  nextStream(): number
}

export type ImageShape = readonly [height: number, width: number, channels: number]

/**
 * Mapping of a variable's memory layout to PyTorch's: see layout.ts. `from` and `to` say that the inputs
 * or outputs of a linear layer are the elements of an image, which PyTorch counts channels first.
 */
export type Layout =
  | 'plain'
  | 'convolution'
  | 'linear'
  | 'perPixel'
  | 'counter'
  | { from?: ImageShape | undefined; to?: ImageShape | undefined }

/** A tensor that a layer owns: a parameter that is trained, or a buffer that is tracked. */
export interface Variable {
  tensor: Tensor
  kind: 'parameter' | 'buffer'
  layout: Layout
  initial: (random: Random) => number
}

export abstract class Module {
  abstract forward(x: Tensor, mode: Mode): Tensor

  /** The module's own variables, under PyTorch's names, and those of its children. */
  variables(): [name: string, Variable][] {
    return []
  }
}

/** Variables of several modules: a variable of the part `trunk` is called `trunk.0.weight`. */
export const variablesOf = (
  parts: Readonly<Record<string, Pick<Module, 'variables'>>>,
): [string, Variable][] =>
  Object.entries(parts).flatMap(([part, module]) =>
    module.variables().map(([name, variable]): [string, Variable] => [`${part}.${name}`, variable]),
  )

export function parameter(
  shape: readonly number[],
  initial: Variable['initial'],
  layout: Layout = 'plain',
): Variable {
  return { tensor: empty('parameter', shape), kind: 'parameter', layout, initial }
}

export function buffer(
  shape: readonly number[],
  value: number,
  layout: Layout = 'plain',
): Variable {
  const tensor = empty('buffer', shape, layout === 'counter' ? 'u32' : 'f32')
  return { tensor, kind: 'buffer', layout, initial: () => value }
}

export function weightAndBias({
  weight,
  bias,
}: {
  readonly weight: Variable | undefined
  readonly bias: Variable | undefined
}): [string, Variable][] {
  const entries: [string, Variable][] = []
  if (weight) entries.push(['weight', weight])
  if (bias) entries.push(['bias', bias])
  return entries
}
