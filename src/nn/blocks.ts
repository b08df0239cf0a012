// Layers around other layers: a path that goes past them joins them again at their end. Variables of the third layer
// inside are called `block.2.weight`, …, those of the second path of a sum `branches.1.2.weight`.

import { check, show } from '../autograd/check'
import type { Tensor } from '../autograd/tensor'
import { add, concat, scale } from '../ops'
import { Sequential } from './layers'
import { type Mode, Module, type Variable, variablesOf } from './module'

/** Base of both: the layers inside. */
abstract class Block extends Module {
  readonly block: Sequential

  constructor(layers: readonly Module[]) {
    super()
    this.block = new Sequential(layers)
  }

  override variables(): [string, Variable][] {
    return this.block
      .variables()
      .map(([name, variable]): [string, Variable] => [`block.${name}`, variable])
  }
}

/**
 * x + block(x). The layers keep the shape of x.
 *
 * @see He et al.: Deep Residual Learning for Image Recognition, https://arxiv.org/abs/1512.03385
 */
export class Residual extends Block {
  override forward(x: Tensor, mode: Mode): Tensor {
    return add(x, this.block.forward(x, mode))
  }
}

/**
 * x beside block(x): channels of [N, H, W, C], x first. A U-Net is a skip in a skip in a skip. The layers keep height
 * and width.
 *
 * @see Ronneberger et al.: U-Net, https://arxiv.org/abs/1505.04597
 */
export class SkipConnection extends Block {
  override forward(x: Tensor, mode: Mode): Tensor {
    const y = this.block.forward(x, mode)
    const [, height, width] = y.shape
    check(height === x.shape[1] && width === x.shape[2], 'SkipConnection', () => {
      return (
        `the layers make ${show(y.shape)} of x ${show(x.shape)}, which cannot lie beside it. ` +
        'Take an image whose height and width can be halved as often as the layers do.'
      )
    })
    return concat([x, y], { dim: 3 })
  }
}

/** gain · (a(x) + b(x) + …) over the branches a, b, …, each of layers one after the other. */
export class SumOfBranches extends Module {
  readonly branches: readonly Sequential[]
  readonly gain: number

  constructor(branches: readonly (readonly Module[])[], { gain = 1 }: { gain?: number } = {}) {
    super()
    this.branches = branches.map((layers) => new Sequential(layers))
    this.gain = gain
  }

  override forward(x: Tensor, mode: Mode): Tensor {
    const [first = x, ...others] = this.branches.map((branch) => branch.forward(x, mode))
    return scale(others.reduce(add, first), this.gain)
  }

  override variables(): [string, Variable][] {
    const parts = this.branches.map((branch, b) => [`branches.${b}`, branch] as const)
    return variablesOf(Object.fromEntries(parts))
  }
}
