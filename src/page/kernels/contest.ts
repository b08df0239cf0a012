// Training with the user's kernel, beside the same training with ours: digits, or points for kernels that only fully
// connected layers run.

import type { KernelName } from '../../catalogue/index'
import { optionsFor } from '../../catalogue/own'
import { countModes, toys } from '../../data/toys'
import type { Figures } from '../../gan/model/clock'
import { configOf } from '../../gan/model/presets'
import { makeBlueprint } from '../../gan/run/blueprint'
import type { Picture } from '../../gan/run/mosaic'
import { Trainer } from '../../gan/run/trainer'
import { smallToy, ToyGan } from '../../gan/toy/toy'
import type { Gpu } from '../../gpu/device'
import type { OwnShader } from '../../gpu/own'
import type { TraceOptions } from '../../gpu/trace'
import type { Digits } from '../lab/digits'

/** A training, some iterations further. */
export interface Trained {
  figures: Figures
  picture: Picture
  /** Centres of the points that it has found, of 8; none for digits. */
  modes?: number
}

interface Contestant {
  run(iterations: number): Promise<Trained>
  destroy(): void
}

export interface Contest {
  own: Contestant
  ours: Contestant
  /** Iterations in all, and in a portion. */
  total: number
  portion: number
}

/** Ops that no layer of a DCGAN runs as a small network of points does. */
const OF_POINTS: readonly KernelName[] = ['linear', 'choice']

/** @throws Error in one line, where the training runs none of the text's entry points */
export async function openContest(
  gpu: Gpu,
  { op, own, digits }: { op: KernelName; own: OwnShader; digits: () => Promise<Digits> },
): Promise<Contest> {
  const isOfPoints = OF_POINTS.includes(op)
  const open = isOfPoints
    ? (options: TraceOptions) => openPoints(gpu, options)
    : await openerOfDigits(gpu, op, await digits())
  const mine = await open({ ...gpu.traits, ...optionsFor(own) })
  const [{ contestant }, runs] = [mine, mine.kernels.some((kernel) => kernel.startsWith(own.name))]
  if (!runs) {
    contestant.destroy()
    const what = isOfPoints ? 'GAN of points' : 'DCGAN'
    throw new Error(`a ${what} runs no kernel of this text, so its training would show nothing`)
  }
  const ours = await open({ ...gpu.traits })
  return {
    own: contestant,
    ours: ours.contestant,
    // A CPU that plays the GPU takes seconds for ten.
    total: isOfPoints ? 300 : 100,
    portion: 10,
  }
}

/** A training, and the kernels that its iterations run. */
interface Opened {
  contestant: Contestant
  kernels: readonly string[]
}

const SEED = 1

async function openerOfDigits(gpu: Gpu, op: KernelName, { train }: Digits) {
  const config = configOf(
    {
      seed: SEED,
      width: 4,
      latent: 16,
      batchSize: 16,
      ema: 0,
      // Its critic is clipped after a step of RMSprop.
      ...(op === 'rmsprop' && { objective: 'wgan' as const }),
    },
    { software: gpu.software, channels: 1 },
  )
  return async (traits: TraceOptions): Promise<Opened> => {
    const blueprint = makeBlueprint(config, train, { traits })
    const trainer = await Trainer.open(gpu, blueprint, train.pixels, train.labels)
    const contestant: Contestant = {
      run: async (iterations) => {
        const figures = await trainer.run(iterations)
        return { figures, picture: await trainer.picture() }
      },
      destroy: () => trainer.destroy(),
    }
    return { contestant, kernels: trainer.kernels }
  }
}

async function openPoints(gpu: Gpu, options: TraceOptions): Promise<Opened> {
  const recipe = { toy: 'ring', objective: 'non-saturating', ...smallToy, steps: 300 } as const
  const gan = await ToyGan.open(gpu, recipe, options)
  gan.start(SEED)
  return {
    contestant: {
      run: async (iterations) => {
        const figures = await gan.run(iterations)
        const { fake } = await gan.points()
        return { figures, picture: plotted(fake), modes: countModes(toys.ring, fake).modes }
      },
      destroy: () => gan.destroy(),
    },
    kernels: gan.runner.kernels,
  }
}

/** Side of the picture of points, and half the side of the square that it shows. */
const SIDE = 128
const REACH = 1.5 * Math.max(...toys.ring.centres.flat().map(Math.abs))

/** Points as dark pixels. */
function plotted(points: Float32Array): Picture {
  const pixels = new Uint8ClampedArray(4 * SIDE * SIDE).fill(255)
  for (let at = 0; at < points.length; at += 2) {
    const [x = 0, y = 0] = points.subarray(at, at + 2)
    const column = Math.floor(((x / REACH + 1) / 2) * SIDE)
    const row = Math.floor(((1 - y / REACH) / 2) * SIDE)
    if (column < 0 || column >= SIDE || row < 0 || row >= SIDE) continue
    pixels.fill(40, 4 * (row * SIDE + column), 4 * (row * SIDE + column) + 3)
  }
  return { width: SIDE, height: SIDE, pixels }
}
