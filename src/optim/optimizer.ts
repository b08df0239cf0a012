// Optimisers: one dispatch updates every parameter of a network. What changes from step to step
// (learning rate, bias corrections, the count of steps) lies on the GPU, not in the program.

import source from '../../shaders/optim.wgsl?raw'
import { check } from '../autograd/check'
import { Tensor } from '../autograd/tensor'
import type { Gpu } from '../gpu/device'
import { Slice } from '../gpu/memory'
import { upload } from '../gpu/program'
import { Shader } from '../gpu/shader'
import type { Constants } from '../gpu/specialise'
import { dispatch } from '../gpu/trace'

const shader = new Shader('optim.wgsl', source)

/** What is optimised: a network with flat parameters and gradients. */
export interface Optimized {
  readonly name: string
  readonly parameters: Tensor
  readonly gradients: Tensor
  /** Called when the parameters are overwritten: a tape recorded before is stale. */
  overwritten(): void
}

/** A running state of the optimiser, as wide as the parameters. */
export type Moment = 'first_moment' | 'second_moment'

export class Optimizer {
  readonly lr: number
  /** [4]: lr, c₁, c₂, steps; see optim.wgsl. */
  readonly state: Tensor
  readonly moments: ReadonlyMap<Moment, Tensor>
  readonly #network: Optimized
  readonly #entry: string
  readonly #constants: Constants

  constructor(
    network: Optimized,
    {
      entry,
      lr,
      moments,
      constants,
    }: { entry: string; lr: number; moments: Moment[]; constants: Constants },
  ) {
    check(lr >= 0 && Number.isFinite(lr), entry, () => `lr must not be negative, but is ${lr}.`)
    const { bytes } = network.parameters.slice
    this.lr = lr
    this.#network = network
    this.#entry = entry
    this.#constants = constants
    this.state = new Tensor([4], Slice.whole(`${network.name} optimiser state`, 16))
    this.moments = new Map(
      moments.map((moment) => [
        moment,
        new Tensor([bytes / 4], Slice.whole(`${network.name} ${moment}`, bytes)),
      ]),
    )
  }

  /** Records one step: parameters move along the gradients in the network's flat buffer. */
  step(): void {
    const { parameters, gradients } = this.#network
    dispatch(shader, 'advance', {
      constants: this.#betas(),
      bindings: { next_state: this.state },
      invocations: 1,
    })
    dispatch(shader, this.#entry, {
      constants: this.#constants,
      bindings: { parameters, gradients, state: this.state, ...Object.fromEntries(this.moments) },
      invocations: parameters.size,
    })
    this.#network.overwritten()
  }

  /** Starts afresh: no moments, no steps taken. */
  initialise(gpu: Gpu): void {
    upload(gpu, this.state, new Float32Array([this.lr, 0, 0, 0]))
    for (const moment of this.moments.values()) upload(gpu, moment, new Float32Array(moment.size))
  }

  #betas(): Constants {
    const names = ['BETA1', 'BETA1_REST', 'BETA2', 'BETA2_REST']
    return Object.fromEntries(
      Object.entries(this.#constants).filter(([name]) => names.includes(name)),
    )
  }
}

export interface SGDOptions {
  lr: number
  momentum?: number
  dampening?: number
  nesterov?: boolean
  weightDecay?: number
}

/** @see https://pytorch.org/docs/stable/generated/torch.optim.SGD.html */
export function sgd(
  network: Optimized,
  { lr, momentum = 0, dampening = 0, nesterov = false, weightDecay = 0 }: SGDOptions,
): Optimizer {
  return new Optimizer(network, {
    entry: 'sgd',
    lr,
    moments: ['first_moment'],
    constants: {
      MOMENTUM: momentum,
      // PyTorch dampens what momentum gathers; without momentum it takes the gradient as it is.
      DAMPENING_REST: momentum === 0 ? 1 : 1 - dampening,
      NESTEROV: nesterov,
      WEIGHT_DECAY: weightDecay,
    },
  })
}

export interface AdamOptions {
  lr: number
  betas?: readonly [number, number]
  eps?: number
  weightDecay?: number
}

/** @see https://pytorch.org/docs/stable/generated/torch.optim.Adam.html */
export function adam(
  network: Optimized,
  { lr, betas: [beta1, beta2] = [0.9, 0.999], eps = 1e-8, weightDecay = 0 }: AdamOptions,
): Optimizer {
  return new Optimizer(network, {
    entry: 'adam',
    lr,
    moments: ['first_moment', 'second_moment'],
    constants: {
      BETA1: beta1,
      BETA1_REST: 1 - beta1,
      BETA2: beta2,
      BETA2_REST: 1 - beta2,
      EPS: eps,
      WEIGHT_DECAY: weightDecay,
    },
  })
}

export interface RMSpropOptions {
  lr: number
  alpha?: number
  eps?: number
  weightDecay?: number
}

/** @see https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html */
export function rmsprop(
  network: Optimized,
  { lr, alpha = 0.99, eps = 1e-8, weightDecay = 0 }: RMSpropOptions,
): Optimizer {
  return new Optimizer(network, {
    entry: 'rmsprop',
    lr,
    moments: ['second_moment'],
    constants: { BETA2: alpha, BETA2_REST: 1 - alpha, EPS: eps, WEIGHT_DECAY: weightDecay },
  })
}
