// Guided edits: from a given z, Adam follows the gradient of classifiers ∘ G until an attribute has its wanted value,
// and all that they know besides stays. The GPU replays a step captured once.

import { full } from '../../autograd/arithmetic'
import type { Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { free } from '../../gpu/owning'
import { Pace } from '../../gpu/pace'
import { type Captured, capture, submit, upload } from '../../gpu/program'
import type { Network } from '../../nn/network'
import {
  add,
  exp,
  linear,
  log,
  logSoftmax,
  mean,
  mul,
  reshape,
  scale,
  slice,
  square,
  sub,
  sum,
} from '../../ops'
import { standing } from '../model/standing'
import { CORNER } from './ground'
import { type Latent, stack, unstack } from './latent'
import { filled, type Parts, partsOf } from './searchSteps'

/** A classifier's answer on images, and the wanted one. */
export interface Guide {
  /** Images [N, H, W, C] → logits of its labels, [N, labels]. */
  logits: (images: Tensor) => Tensor
  /** [labels, values]: 1 where a label has a value. Several factors lie side by side. */
  values: Float32Array
  labels: number
}

/** Edits of one call, a row each. */
export interface Edits {
  starts: readonly Latent[]
  /** For each guide [values] of each edit: 1 at each wanted value. */
  wanted: readonly (readonly Float32Array[])[]
  /** Wanted ink, from 0 to 1, of each edit. */
  ink?: readonly number[] | undefined
  /** Wanted colour of the corner of each edit, in [-1, 1]. */
  corner?: readonly Float32Array[] | undefined
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
const BATCH = 64
/** Steps submitted before the GPU is waited for. */
const RUN_AHEAD = 16
/** Weight of the squared error of the corner's colour. */
const GROUND = 40
/** Added to a share before its logarithm. */
const LEAST = 1e-4

/** Edited codes, one for each start. */
export async function guided(
  gpu: Gpu,
  generator: Network,
  guides: readonly Guide[],
  edits: Edits,
  options: GuideOptions,
): Promise<Latent[]> {
  const { latent, condition, steps, lr } = options
  const { starts, wanted, ink, corner } = edits
  const classes = condition?.length ?? 0
  const count = Math.min(BATCH, starts.length)
  const parts = partsOf(generator, { latent, classes, targets: count, restarts: 1, steps, lr })
  const tables = guides.map(({ values, labels }) =>
    standing('values', [labels, values.length / labels]),
  )
  const aims = guides.map(({ values, labels }) => standing('aim', [count, values.length / labels]))
  const amount = ink && standing('ink', [count, 1])
  const ground = corner && standing('corner', [count, corner[0]?.length ?? 1])
  const start = standing('start', [count, 1, 1, latent])
  const step = () => follow(parts, { guides, tables, aims, amount, ground, start, options })
  const captured: Captured<{ step: () => void }> = await capture(gpu, { step })
  const { points, walkers, optimiser, told } = parts
  try {
    for (const [g, { values }] of guides.entries()) {
      const table = tables[g]
      if (table) upload(gpu, table, Float32Array.from(values))
    }
    walkers.initialise(gpu, 1)
    if (told) upload(gpu, told, filled(told.shape, condition))
    const pace = new Pace(gpu, RUN_AHEAD)
    const found: Latent[] = []
    for (let first = 0; first < starts.length; first += count) {
      const rows = Array.from({ length: count }, (_, i) => Math.min(first + i, starts.length - 1))
      const of = <T>(all: readonly T[]): T[] => rows.flatMap((row) => all.slice(row, row + 1))
      const codes = stack(of(starts))
      upload(gpu, start, codes)
      upload(gpu, points.forward(), codes)
      for (const [g, aim] of aims.entries()) upload(gpu, aim, stack(of(wanted[g] ?? [])))
      if (amount && ink) upload(gpu, amount, Float32Array.from(of(ink)))
      if (ground && corner) upload(gpu, ground, stack(of(corner)))
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
    free(
      captured,
      walkers,
      parts.wanted,
      told ?? [],
      tables,
      aims,
      amount ?? [],
      ground ?? [],
      start,
    )
    free(optimiser.state, [...optimiser.moments.values()])
  }
}

interface Following {
  guides: readonly Guide[]
  tables: readonly Tensor[]
  aims: readonly Tensor[]
  amount: Tensor | undefined
  ground: Tensor | undefined
  start: Tensor
  options: GuideOptions
}

/** A step of Adam on the loss: cross-entropy with wanted values, squared error of ink, distance from the start. */
function follow(
  parts: Parts,
  { guides, tables, aims, amount, ground, start, options }: Following,
): void {
  const { points, walkers, optimiser, draw } = parts
  const { near, spread } = options
  const images = draw()
  let loss = scale(sum(square(sub(points.forward(), start))), near / options.latent)
  for (const [g, { logits }] of guides.entries()) {
    const [table, aim] = [tables[g], aims[g]]
    if (!table || !aim) continue
    const shares = linear(exp(logSoftmax(logits(images))), table)
    const logs = log(add(shares, full(shares.shape, LEAST)))
    loss = sub(loss, sum(mul(logs, aim)))
  }
  if (amount) {
    const [count = 1] = amount.shape
    // Pixels go from -1 to 1.
    const ink = scale(add(mean(images, { dim: [1, 2, 3] }), full([count], 1)), 0.5)
    const error = scale(sub(ink, reshape(amount, [count])), 1 / spread)
    loss = add(loss, sum(square(error)))
  }
  if (ground) {
    const rows = slice(images, { dim: 1, ...CORNER })
    const colour = mean(slice(rows, { dim: 2, ...CORNER }), { dim: [1, 2] })
    loss = add(loss, scale(sum(square(sub(colour, ground))), GROUND))
  }
  walkers.backward(loss)
  optimiser.step()
}
