// Guided edits: from a given z, Adam follows the gradient of classifiers ∘ G until an attribute has its wanted value,
// and all that they know besides stays. The GPU replays a step captured once.

import type { Gpu } from '../../gpu/device'
import { free } from '../../gpu/owning'
import { Pace } from '../../gpu/pace'
import { type Captured, capture, submit, upload } from '../../gpu/program'
import type { Network } from '../../nn/network'
import { add, scale, square, sub, sum } from '../../ops'
import { standing } from '../model/standing'
import { Aims, type Guide, type Wishes } from './aims'
import { type Latent, stack, unstack } from './latent'
import { filled, partsOf } from './searchSteps'

/** Edits of one call, a row each. */
export interface Edits extends Wishes {
  starts: readonly Latent[]
}

export interface GuideOptions {
  latent: number
  /** One-hot class for a conditional generator: [classes]. */
  condition?: Float32Array | undefined
  steps: number
  lr: number
  /** Weight of the mean squared distance from the start. */
  near: number
  /** Standard deviation of ink within which an error of it counts little. */
  spread: number
}

/** Edits at once. */
export const BATCH = 64
/** Steps submitted before the GPU is waited for. */
export const RUN_AHEAD = 16

/** Edited codes, one for each start. */
export async function guided(
  gpu: Gpu,
  generator: Network,
  guides: readonly Guide[],
  { starts, ...wishes }: Edits,
  { latent, condition, steps, lr, near, spread }: GuideOptions,
): Promise<Latent[]> {
  const classes = condition?.length ?? 0
  const count = Math.min(BATCH, starts.length)
  const parts = partsOf(generator, { latent, classes, targets: count, restarts: 1, steps, lr })
  const { points, walkers, optimiser, told, draw, wanted } = parts
  const aims = new Aims(guides, wishes, count)
  const start = standing('start', [count, 1, 1, latent])
  const step = () => {
    const way = sum(square(sub(points.forward(), start)))
    walkers.backward(add(scale(way, near / latent), aims.loss(draw(), spread)))
    optimiser.step()
  }
  const captured: Captured<{ step: () => void }> = await capture(gpu, { step })
  try {
    aims.initialise(gpu)
    walkers.initialise(gpu, 1)
    if (told) upload(gpu, told, filled(told.shape, condition))
    const pace = new Pace(gpu, RUN_AHEAD)
    const found: Latent[] = []
    for (let first = 0; first < starts.length; first += count) {
      const rows = Array.from({ length: count }, (_, i) => Math.min(first + i, starts.length - 1))
      const codes = stack(rows.flatMap((row) => starts.slice(row, row + 1)))
      upload(gpu, start, codes)
      upload(gpu, points.forward(), codes)
      aims.take(gpu, rows)
      optimiser.initialise(gpu)
      for (let n = 0; n < steps; n++) {
        submit(gpu, [captured.programs.step])
        pace.submitted()
        await pace.ready()
      }
      await pace.idle()
      const made = unstack(await points.forward().read(gpu), latent)
      found.push(...made.slice(0, starts.length - first))
    }
    return found
  } finally {
    free(captured, walkers, wanted, told ?? [], aims.tensors, start)
    free(optimiser.state, [...optimiser.moments.values()])
  }
}
