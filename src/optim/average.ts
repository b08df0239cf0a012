// A moving average of a network's parameters: smoother than the network itself, and often what is
// sampled in its place.

import source from '../../shaders/optim.wgsl?raw'
import { check } from '../autograd/check'
import type { Bound } from '../gpu/memory'
import { Shader } from '../gpu/shader'
import { dispatch } from '../gpu/trace'
import { checkShares } from './options'

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

export interface AverageOptions {
  /** Share of the average that is kept each time, in [0, 1). */
  decay?: number
  /** Shortens the memory at the start: half-life is at most `share` of the iterations that the clock has counted. */
  rampUp?: { share: number; clock: Bound } | undefined
}

/**
 * Records: the parameters of `average` follow those of `network`; counters are taken over as they are, and so are
 * running statistics, unless with `rampUp`, which averages them too. Both networks have the same layers; they start
 * from the same weights.
 *
 * @see Karras et al.: Progressive Growing of GANs, section A.1, https://arxiv.org/abs/1710.10196
 * @see https://github.com/NVlabs/stylegan3/blob/main/training/training_loop.py for the ramp (ema_rampup)
 */
export function movingAverage(
  average: Averaged,
  network: Averaged,
  { decay = 0.999, rampUp }: AverageOptions = {},
): void {
  checkShares('movingAverage', { decay })
  const [size, other] = [average.parameters.size, network.parameters.size]
  check(size === other && average.buffers.size === network.buffers.size, 'movingAverage', () => {
    return `the average has ${size} parameters, but the network ${other}. Build both from the same layers.`
  })
  const [current, bits] = [network.parameters, network.buffers]
  const [follower, copied] = [average.parameters, average.buffers]
  if (!rampUp) {
    dispatch(shader, 'follow', {
      constants: { DECAY: decay, DECAY_REST: 1 - decay },
      bindings: { current, average: follower },
      invocations: current.vectors,
    })
    dispatch(shader, 'keep', { bindings: { bits, copied }, invocations: copied.vectors })
    return
  }
  const { share, clock } = rampUp
  check(share > 0 && share < 1, 'movingAverage', () => {
    return `the share of rampUp must be between 0 and 1, but is ${share}.`
  })
  const constants = { DECAY: decay, RAMP_UP: share }
  dispatch(shader, 'ramp', {
    constants,
    bindings: { current, average: follower, clock },
    invocations: current.vectors,
  })
  dispatch(shader, 'blend', {
    constants,
    bindings: { bits, copied, clock },
    invocations: copied.vectors,
  })
}
