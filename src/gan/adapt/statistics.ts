// Batch norm's statistics of another domain, without any training: what an adaptation has to beat.

import { tensor } from '../../autograd/tensor'
import { type ImageSet, rowsOf } from '../../data/imageSet'
import { evenly } from '../../data/pictures'
import { prepared } from '../../data/prepare'
import type { Gpu } from '../../gpu/device'
import { owning } from '../../gpu/owning'
import { capture, submit } from '../../gpu/program'
import { Network } from '../../nn/network'
import { type JudgeShape, trunkOf } from '../judge/judge'
import { partOf, type Weights } from './methods'

/** Images that the statistics are taken of, at most, in one batch. */
const MOST = 1024

export interface RetakeOptions {
  shape: JudgeShape
  width: number
  /** Variables of a judge. */
  state: Weights
  images: ImageSet
}

/**
 * The variables of a judge, with the means and variances that its batch norms see on other images.
 *
 * @see Li et al.: Revisiting Batch Normalization For Practical Domain Adaptation, https://arxiv.org/abs/1603.04779
 */
export function retaken(
  gpu: Gpu,
  { shape, width, state, images }: RetakeOptions,
): Promise<Weights> {
  const { imageSize, channels } = shape
  const some = rowsOf(images, Uint32Array.from(evenly([...Array(images.count).keys()], MOST)))
  return owning(async (own) => {
    // A momentum of 1 keeps the statistics of the last batch alone.
    const trunk = own(new Network('statistics', trunkOf(shape, { width, momentum: 1 })))
    const pixels = Float32Array.from(prepared(some, imageSize))
    const input = own(tensor(gpu, pixels, [some.count, imageSize, imageSize, channels]))
    const captured = own(
      await capture(gpu, { pass: () => trunk.forward(input, { training: true }) }),
    )
    trunk.load(gpu, partOf(state, 'trunk.'))
    submit(gpu, [captured.programs.pass])
    const moved = [...(await trunk.state(gpu))].map(([name, of]) => [`trunk.${name}`, of] as const)
    return new Map([...state, ...moved])
  })
}
