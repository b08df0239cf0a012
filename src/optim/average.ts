// A moving average of a network's parameters: smoother than the network itself, and often what is
// sampled in its place.

import source from '../../shaders/optim.wgsl?raw'
import { check } from '../autograd/check'
import type { Bound } from '../gpu/memory'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'

const shader = new Shader('optim.wgsl', source)

/** A flat buffer; a tensor is one. */
interface Flat extends Bound {
  readonly size: number
  readonly vectors: number
}

/** A network with flat parameters, and flat buffers of what it tracks. */
export interface Averaged {
  readonly parameters: Flat
  readonly buffers: Flat
}

/**
 * Records: the parameters of `average` follow those of `network`; running statistics and counters are
 * taken over as they are. Both networks have the same layers; they start from the same weights.
 *
 * @param decay  share of the average that is kept each time, in [0, 1)
 * @see Karras et al.: Progressive Growing of GANs, section A.1, https://arxiv.org/abs/1710.10196
 */
export function movingAverage(
  average: Averaged,
  network: Averaged,
  { decay = 0.999 }: { decay?: number } = {},
): void {
  check(decay >= 0 && decay < 1, 'movingAverage', () => {
    return `decay must be in [0, 1), but is ${decay}.`
  })
  const [size, other] = [average.parameters.size, network.parameters.size]
  check(size === other && average.buffers.size === network.buffers.size, 'movingAverage', () => {
    return `the average has ${size} parameters, but the network ${other}. Build both from the same layers.`
  })
  dispatch(shader, 'follow', {
    constants: { DECAY: decay, DECAY_REST: 1 - decay },
    bindings: { current: network.parameters, average: average.parameters },
    invocations: network.parameters.vectors,
  })
  dispatch(shader, 'keep', {
    bindings: { bits: network.buffers, copied: average.buffers },
    invocations: average.buffers.vectors,
  })
}
