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
import { dispatch, inOp } from '../gpu/trace'
import { type CommonOptions, checkNumbers, checkShares, commonConstants } from './options'

const shader = new Shader('optim.wgsl', source)

/** A network with flat parameters and gradients. */
export interface Optimized {
  readonly name: string
  readonly parameters: Tensor
  readonly gradients: Tensor
  /** Called when the parameters are overwritten: a tape recorded before is stale. */
  overwritten(): void
}

/** A running state of the optimiser, as wide as the parameters. */
export type Moment = 'first_moment' | 'second_moment' | 'largest_moment' | 'velocity'

/** Places in an optimiser's state, in bytes. */
const LR = 0
const CLIP = 16

export class Optimizer {
  readonly lr: number
  readonly clip: number
  /** [5], lr, c₁, c₂, steps, clip; see optim.wgsl. */
  readonly state: Tensor
  readonly moments: ReadonlyMap<Moment, Tensor>
  readonly #network: Optimized
  readonly #entry: string
  readonly #constants: Constants

  constructor(
    network: Optimized,
    {
      entry,
      moments,
      constants,
      ...options
    }: CommonOptions & { entry: string; moments: Moment[]; constants: Constants },
  ) {
    const { lr, clip = 0 } = options
    checkNumbers(entry, { lr, clip })
    const { bytes } = network.parameters.slice
    this.lr = lr
    this.clip = clip
    this.#network = network
    this.#entry = entry
    this.#constants = { ...constants, ...commonConstants(entry, options) }
    this.state = new Tensor([5], Slice.whole(`${network.name} optimiser state`, 20))
    this.moments = new Map(
      moments.map((moment) => [
        moment,
        new Tensor([bytes / 4], Slice.whole(`${network.name} ${moment}`, bytes)),
      ]),
    )
  }

  /** Records one step: parameters move along the gradients in the network's flat buffer. */
  step(): void {
    inOp(this.#entry, () => this.#record())
    this.#network.overwritten()
  }

  #record(): void {
    dispatch(shader, 'advance', {
      constants: this.#betas(),
      bindings: { next_state: this.state },
      invocations: 1,
    })
    this.descend(this)
  }

  /** Records the kernel that moves the parameters, on any state and moments. */
  descend({ state, moments }: Pick<Optimizer, 'state' | 'moments'>): void {
    const { parameters, gradients } = this.#network
    dispatch(shader, this.#entry, {
      constants: this.#constants,
      bindings: { parameters, gradients, state, ...Object.fromEntries(moments) },
      invocations: parameters.vectors,
    })
  }

  /** Starts afresh: no moments, no steps taken. */
  initialise(gpu: Gpu): void {
    upload(gpu, this.state, new Float32Array([this.lr, 0, 0, 0, this.clip]))
    for (const moment of this.moments.values()) upload(gpu, moment, new Float32Array(moment.size))
  }

  /**
   * Changes numbers that are data, not program: the steps that are submitted from now on see them.
   *
   * @throws TensorError where one is negative, NaN or infinite; then neither is changed
   */
  set(gpu: Gpu, { lr, clip }: { lr?: number | undefined; clip?: number | undefined }): void {
    checkNumbers(this.#entry, { lr, clip })
    if (lr !== undefined) upload(gpu, this.state, Float32Array.of(lr), { at: LR })
    if (clip !== undefined) upload(gpu, this.state, Float32Array.of(clip), { at: CLIP })
  }

  #betas(): Constants {
    const names = ['BETA1', 'BETA1_REST', 'BETA2', 'BETA2_REST']
    return Object.fromEntries(
      Object.entries(this.#constants).filter(([name]) => names.includes(name)),
    )
  }
}

export interface SGDOptions extends CommonOptions {
  momentum?: number
  dampening?: number
  nesterov?: boolean
}

/** @see https://pytorch.org/docs/stable/generated/torch.optim.SGD.html */
export function sgd(
  network: Optimized,
  { momentum = 0, dampening = 0, nesterov = false, ...common }: SGDOptions,
): Optimizer {
  checkNumbers('sgd', { momentum, dampening })
  check(!nesterov || (momentum > 0 && dampening === 0), 'sgd', () => {
    return `nesterov needs momentum above 0 and no dampening, but they are ${momentum} and ${dampening}.`
  })
  return new Optimizer(network, {
    ...common,
    entry: 'sgd',
    moments: ['first_moment'],
    constants: {
      MOMENTUM: momentum,
      // PyTorch dampens what momentum gathers; without momentum it takes the gradient as it is.
      DAMPENING_REST: momentum === 0 ? 1 : 1 - dampening,
      NESTEROV: nesterov,
    },
  })
}

export interface AdamOptions extends CommonOptions {
  betas?: readonly [number, number]
  eps?: number
  /** Divides by the largest second moment so far, so that no step is longer than the one before for the same gradient. */
  amsgrad?: boolean
}

/**
 * @see Kingma, Ba: Adam, https://arxiv.org/abs/1412.6980
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
 */
export function adam(network: Optimized, options: AdamOptions): Optimizer {
  return adaptive(network, options, { decoupled: false })
}

/**
 * Adam whose weight decay does not go through the moments.
 *
 * @see Loshchilov, Hutter: Decoupled Weight Decay Regularization, https://arxiv.org/abs/1711.05101
 * @see https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html
 */
export function adamW(
  network: Optimized,
  { weightDecay = 0.01, ...options }: AdamOptions,
): Optimizer {
  return adaptive(network, { weightDecay, ...options }, { decoupled: true })
}

function adaptive(
  network: Optimized,
  { betas: [beta1, beta2] = [0.9, 0.999], eps = 1e-8, amsgrad = false, ...common }: AdamOptions,
  { decoupled }: { decoupled: boolean },
): Optimizer {
  checkShares('adam', { 'betas[0]': beta1, 'betas[1]': beta2 })
  checkNumbers('adam', { eps })
  return new Optimizer(network, {
    ...common,
    entry: amsgrad ? 'amsgrad' : 'adam',
    moments: ['first_moment', 'second_moment', ...(amsgrad ? (['largest_moment'] as const) : [])],
    constants: {
      BETA1: beta1,
      BETA1_REST: 1 - beta1,
      BETA2: beta2,
      BETA2_REST: 1 - beta2,
      EPS: eps,
      DECOUPLED: decoupled,
    },
  })
}

export interface RMSpropOptions extends CommonOptions {
  alpha?: number
  eps?: number
  momentum?: number
  /** Divides by the gradient's standard deviation in place of its root mean square. */
  centered?: boolean
}

/** @see https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html */
export function rmsprop(
  network: Optimized,
  { alpha = 0.99, eps = 1e-8, momentum = 0, centered = false, ...common }: RMSpropOptions,
): Optimizer {
  checkShares('rmsprop', { alpha })
  checkNumbers('rmsprop', { eps, momentum })
  const constants = { BETA2: alpha, BETA2_REST: 1 - alpha, EPS: eps }
  if (momentum === 0 && !centered) {
    return new Optimizer(network, {
      ...common,
      entry: 'rmsprop',
      moments: ['second_moment'],
      constants,
    })
  }
  return new Optimizer(network, {
    ...common,
    entry: 'rmsprop_momentum',
    moments: ['first_moment', 'second_moment', 'velocity'],
    constants: { ...constants, MOMENTUM: momentum, CENTERED: centered },
  })
}
