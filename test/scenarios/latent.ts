// Scenarios for test/runs/latent.test.ts: inversion of a small generator, and a direction in its latent space.

import type { Tensor } from '../../src/autograd/tensor'
import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import { generate } from '../../src/gan/draw/generate'
import { inkOf } from '../../src/gan/latent/analogies'
import { invert } from '../../src/gan/latent/invert'
import {
  combine,
  type Latent,
  lengthOf,
  resized,
  stack,
  unstack,
} from '../../src/gan/latent/latent'
import { steered } from '../../src/gan/latent/steer'
import { joinClasses, seededNoise } from '../../src/gan/model/noise'
import { normalInitial } from '../../src/nn/init'
import { ConvTranspose2d } from '../../src/nn/layers'
import { Network } from '../../src/nn/network'
import { BatchNorm2d } from '../../src/nn/norms'
import { ReLU, Tanh } from '../../src/nn/plain'
import { slice } from '../../src/ops'

const LATENT = 8
const SIDE = 8

/** Random weights that draw something: [N, 1, 1, 8] → [N, 8, 8, 1]. */
function smallGenerator({ classes = 0 } = {}): Network {
  const initial = normalInitial(0, 0.3)
  return new Network('small', [
    new ConvTranspose2d(LATENT + classes, 16, 4, { bias: false, initial }),
    new BatchNorm2d(16),
    new ReLU(),
    new ConvTranspose2d(16, 1, 4, { stride: 2, padding: 1, bias: false, initial }),
    new Tanh(),
  ])
}

const searched = { latent: LATENT, restarts: 4, steps: 200 }

/** Inverts images of known noise. */
async function invertSmall() {
  const { gpu, generator, targets } = await drawn(3)
  const before = await bitsOf(generator)
  const found = await invert(gpu, generator, targets, searched)
  return {
    variances: targets.map(variance),
    errors: found.map((ends) => ends.map(({ mse }) => mse)),
    measured: found.map(([best], i) => squaredError(best?.image, targets[i], () => true)),
    untouched: (await bitsOf(generator)) === before,
  }
}

/** The errors of the first of two targets, after a few steps, with the other and without. */
async function invertAlone() {
  const { gpu, generator, targets } = await drawn(2)
  const errors = async (count: number, steps: number) => {
    const options = { ...searched, steps, lr: 0.05 }
    const [first = []] = await invert(gpu, generator, targets.slice(0, count), options)
    return first.map(({ mse }) => mse)
  }
  return {
    together: await errors(2, 10),
    alone: await errors(1, 10),
    begun: Math.min(...(await errors(1, 1))),
  }
}

async function invertWrong() {
  const { gpu, generator } = await drawn(1)
  await invert(gpu, generator, [new Float32Array(9)], searched)
}

/** An unreachable target of two halves: error of the left one, by pixels and by features. */
async function invertHalf() {
  const { gpu, generator, targets } = await drawn(2)
  const [one, other] = targets
  const isLeft = (at: number) => at % SIDE < SIDE / 2
  const target = Float32Array.from(one ?? [], (value, at) =>
    isLeft(at) ? value : (other?.[at] ?? 0),
  )
  const features = (images: Tensor) => slice(images, { dim: 2, end: SIDE / 2 })
  const leftError = async (weights: { featureWeight?: number }) => {
    const found = await invert(gpu, generator, [target], {
      ...searched,
      ...(weights.featureWeight ? { ...weights, features } : {}),
    })
    return Math.min(...found.flat().map(({ image }) => squaredError(image, target, isLeft)))
  }
  return { byPixels: await leftError({}), byFeatures: await leftError({ featureWeight: 100 }) }
}

/** Least error for an image of class 1 of 3, given that class and another. */
async function invertTold() {
  const gpu = await pageGpu()
  const classes = 3
  const generator = smallGenerator({ classes })
  generator.initialise(gpu, 3)
  const noise = joinClasses(seededNoise(5, 1, LATENT), { latent: LATENT, classes, of: () => 1 })
  const targets = [await generate(gpu, generator, noise, LATENT + classes)]
  const error = async (wanted: number) => {
    const condition = Float32Array.from({ length: classes }, (_, i) => Number(i === wanted))
    const [ends = []] = await invert(gpu, generator, targets, { ...searched, condition })
    return ends[0]?.mse ?? Number.NaN
  }
  return { right: await error(1), wrong: await error(2) }
}

/** Lengths of the found z, without a prior and with a strong one. */
async function invertPrior() {
  const { gpu, generator, targets } = await drawn(1)
  const lengths = async (prior: number) => {
    return (await invert(gpu, generator, targets, { ...searched, prior }))
      .flat()
      .map(({ z }) => lengthOf(z))
  }
  return { free: await lengths(0), held: await lengths(1) }
}

/** Number of 64 other images that change their ink as an edit should: by the direction to begin with, and by the steered one. */
async function steerSmall() {
  const { gpu, generator, targets } = await drawn(64)
  const ways = targets.map((_, i) => (i % 2 === 0 ? 1 : -1))
  const ink = targets.map((image, i) => inkOf(image) + 0.05 * (ways[i] ?? 1))
  const first = unstack(seededNoise(9, 1, LATENT), LATENT)[0] ?? new Float32Array()
  const starts = unstack(seededNoise(5, 64, LATENT), LATENT)
  const edits = { starts, signs: ways, direction: first, wanted: [], ink }
  const options = { latent: LATENT, steps: 100, lr: 0.05, spread: 0.02, keepsLength: true }
  const last = await steered(gpu, generator, [], edits, options)
  const others = unstack(seededNoise(6, 64, LATENT), LATENT)
  const inks = async (codes: Latent[]) => {
    const images = await generate(gpu, generator, stack(codes), LATENT)
    return unstack(images, SIDE ** 2).map(inkOf)
  }
  const before = await inks(others)
  const right = async (direction: Latent) => {
    const after = await inks(
      others.map((z, i) => resized(combine([z, direction], [1, ways[i] ?? 1]), lengthOf(z))),
    )
    return ways.filter((way, i) => way * ((after[i] ?? 0) - (before[i] ?? 0)) > 0).length
  }
  return { before: await right(first), after: await right(last) }
}

async function drawn(count: number) {
  const gpu = await pageGpu()
  const generator = smallGenerator()
  generator.initialise(gpu, 3)
  const images = await generate(gpu, generator, seededNoise(5, count, LATENT), LATENT)
  return { gpu, generator, targets: unstack(images, SIDE ** 2) }
}

async function bitsOf(network: Network): Promise<string> {
  const gpu = await pageGpu()
  const state = [...(await network.state(gpu)).values()]
  return state.map(({ data }) => new Uint8Array(data.buffer).join()).join(';')
}

function variance(image: Float32Array): number {
  const mean = image.reduce((a, b) => a + b, 0) / image.length
  return squaredError(image, new Float32Array(image.length).fill(mean), () => true)
}

function squaredError(
  a: Float32Array = new Float32Array(0),
  b: Float32Array = new Float32Array(0),
  counts: (at: number) => boolean,
): number {
  const terms = Array.from(a, (value, at) => (value - (b[at] ?? 0)) ** 2).filter((_, at) =>
    counts(at),
  )
  return terms.reduce((sum, term) => sum + term, 0) / terms.length
}

export const latentScenarios = {
  invertSmall,
  invertAlone,
  invertHalf,
  invertTold,
  invertPrior,
  invertWrong,
  steerSmall,
}
