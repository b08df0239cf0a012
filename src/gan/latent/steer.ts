// Steered directions: Adam moves a vector along the gradient of classifiers ∘ G until it edits many codes as it should,
// put on by adding it and taken off by subtracting it. Jahanian et al., https://arxiv.org/abs/1907.07171

import type { Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { free } from '../../gpu/owning'
import { Pace } from '../../gpu/pace'
import { type Captured, capture, submit, upload } from '../../gpu/program'
import { Network } from '../../nn/network'
import { add, concat, div, expand, mul, sqrt, square, sum } from '../../ops'
import { adam } from '../../optim/optimizer'
import { standing } from '../model/standing'
import { Aims, type Guide } from './aims'
import { BATCH, type Edits, type GuideOptions, RUN_AHEAD } from './guide'
import { type Latent, lengthOf, stack } from './latent'
import { filled, Points } from './searchSteps'

/** Edits by one direction. */
export interface Steered extends Edits {
  /** 1 where it is added, -1 where it is taken away. */
  signs: readonly number[]
  /** The direction to begin with. */
  direction: Latent
}

export type SteerOptions = Omit<GuideOptions, 'near'> & {
  /** Do codes keep their length? Noise does. */
  keepsLength: boolean
}

/** The direction, moved to where more of the edits succeed. */
export async function steered(
  gpu: Gpu,
  generator: Network,
  guides: readonly Guide[],
  { starts, signs, direction: first, ...wishes }: Steered,
  { latent, condition, steps, lr, spread, keepsLength }: SteerOptions,
): Promise<Latent> {
  const count = Math.min(BATCH, starts.length)
  const [shape, single] = [
    [count, 1, 1, latent],
    [count, 1, 1, 1],
  ]
  const direction = new Points(1, latent)
  const walker = new Network('direction', direction)
  const optimiser = adam(walker, { lr, schedule: { kind: 'cosine', steps } })
  const [start, sign, length] = [
    standing('start', shape),
    standing('sign', single),
    standing('length', single),
  ]
  const told = condition && standing('condition', [count, 1, 1, condition.length])
  const aims = new Aims(guides, wishes, count)
  const edited = (): Tensor => {
    const way = mul(expand(direction.forward(), shape), expand(sign, shape))
    const code = add(start, way)
    if (!keepsLength) return code
    const now = sqrt(sum(square(code), { dim: 3, keepdim: true }))
    return mul(code, expand(div(length, now), shape))
  }
  const step = () => {
    const code = edited()
    const z = told ? concat([code, told], { dim: 3 }) : code
    walker.backward(aims.loss(generator.forward(z, { training: false }), spread))
    optimiser.step()
  }
  const captured: Captured<{ step: () => void }> = await capture(gpu, { step })
  try {
    aims.initialise(gpu)
    walker.initialise(gpu, 1)
    upload(gpu, direction.forward(), first)
    if (told) upload(gpu, told, filled(told.shape, condition))
    optimiser.initialise(gpu)
    const pace = new Pace(gpu, RUN_AHEAD)
    for (let n = 0; n < steps; n++) {
      const rows = Array.from({ length: count }, (_, i) => (n * count + i) % starts.length)
      const codes = rows.flatMap((row) => starts.slice(row, row + 1))
      upload(gpu, start, stack(codes))
      upload(gpu, length, Float32Array.from(codes, lengthOf))
      upload(
        gpu,
        sign,
        Float32Array.from(rows, (row) => signs[row] ?? 1),
      )
      aims.take(gpu, rows)
      submit(gpu, [captured.programs.step])
      pace.submitted()
      await pace.ready()
    }
    await pace.idle()
    return Float32Array.from(await direction.forward().read(gpu))
  } finally {
    free(captured, walker, told ?? [], aims.tensors, start, sign, length)
    free(optimiser.state, [...optimiser.moments.values()])
  }
}
