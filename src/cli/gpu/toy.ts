// Jobs of `ganvas toy`, called one after the other: a GAN of points on its GPU.

import type { Figures } from '../../gan/model/clock'
import { ToyGan, type ToyOptions } from '../../gan/toy/toy'
import type { Gpu } from '../../gpu/device'

const open = new WeakMap<Gpu, ToyGan>()

function toyOn(gpu: Gpu): ToyGan {
  const toy = open.get(gpu)
  if (!toy) throw new Error('no toy was opened on this GPU')
  return toy
}

/** Compiles a toy, which replaces the last one. */
export async function openToy(gpu: Gpu, options: ToyOptions): Promise<void> {
  open.get(gpu)?.destroy()
  open.set(gpu, await ToyGan.open(gpu, options))
}

export async function startToy(gpu: Gpu, seed: number): Promise<void> {
  toyOn(gpu).start(seed)
}

export async function advanceToy(gpu: Gpu, iterations: number): Promise<Figures> {
  return toyOn(gpu).run(iterations)
}

/** Returns 10,000 points of each kind: [10000, 2]. */
export async function toyPoints(gpu: Gpu): Promise<{ real: Float32Array; fake: Float32Array }> {
  return toyOn(gpu).points()
}
