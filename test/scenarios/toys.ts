// Toys and claims for test/runs/toys.test.ts, on the adapter of the page.

import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import { countModes, toys } from '../../src/data/toys'
import type { ObjectiveName } from '../../src/gan/model/recipes'
import {
  type ClaimOptions,
  gradientsAtDistances,
  pullsBeyondBoundary,
} from '../../src/gan/toy/claims'
import { ToyGan } from '../../src/gan/toy/toy'
import type { Gpu } from '../../src/gpu/device'
import type { Network } from '../../src/nn/network'

/** Networks of the width that claims have (claims.ts): their kernels are compiled once for all tests. */
const SMALL = { units: 64 }

/** Two runs of one seed and one of another, with statistics of their points. */
async function trainToy(iterations: number) {
  const gpu = await pageGpu()
  const toy = await ToyGan.open(gpu, {
    ...SMALL,
    toy: 'ring',
    objective: 'non-saturating',
  })
  const look = async () => {
    const { real, fake } = await toy.points()
    return {
      real: countModes(toys.ring, real),
      fake: countModes(toys.ring, fake),
      radius: fake.reduce((sum, value) => sum + value * value, 0) / (fake.length / 2),
      bits: new Uint32Array(fake.buffer, fake.byteOffset, 64).join(),
    }
  }
  const runs = []
  for (const seed of [1, 1, 2]) {
    toy.start(seed)
    const before = await look()
    await toy.run(iterations)
    runs.push({ before, after: await look() })
  }
  toy.destroy()
  return runs
}

/** The bits of both networks and of their optimisers' state. */
async function bitsOf({ runner: { gpu, gan } }: ToyGan): Promise<string> {
  const { generator, discriminator, optimiserG, optimiserD } = gan
  const all = [generator.parameters, discriminator.parameters, ...optimiserG.moments.values()]
  all.push(...optimiserD.moments.values(), optimiserD.state, gan.clock.ring)
  const read = await Promise.all(all.map((each) => each.read(gpu)))
  let hash = 0x811c9dc5
  for (const values of read) {
    for (const word of new Uint32Array(values.buffer)) hash = Math.imul(hash ^ word, 0x01000193)
  }
  return (hash >>> 0).toString(16)
}

/** Four iterations at once; whole, as sub-steps, begun as sub-steps; and started again in mid-iteration. */
async function slowToy(objective: ObjectiveName) {
  const toy = await ToyGan.open(await pageGpu(), { ...SMALL, toy: 'ring', objective })
  const { runner } = toy
  toy.start(3)
  const figures = await toy.run(4)
  const whole = await bitsOf(toy)

  toy.start(3)
  const names: string[] = []
  while (toy.step < 1) {
    names.push((await runner.substep()).name)
    await toy.layers()
  }
  await toy.run(1)
  await runner.substep()
  const late = await toy.run(1)
  const slow = { bits: await bitsOf(toy), step: toy.step, figures: late }
  const inside = await runner.slow.look()
  const { real, fake } = await runner.slow.batches()

  await runner.substep()
  toy.start(3)
  await toy.run(4)
  const again = await bitsOf(toy)
  toy.destroy()
  return { whole, again, figures, names, slow, inside, shown: [real?.length, fake?.length] }
}

/** Learning rate left after the recipe's steps: 5 of them, and 2 more. */
async function beyond(lrEnd: number) {
  const options = { toy: 'ring', objective: 'wgan', steps: 5, lrEnd, ...SMALL } as const
  const toy = await ToyGan.open(await pageGpu(), options)
  toy.start(1)
  const rates = [toy.lr]
  await toy.run(5)
  const parameters = async () => [
    ...(await toy.runner.gan.generator.parameters.read(toy.runner.gpu)),
  ]
  const then = await parameters()
  rates.push(toy.lr)
  await toy.run(2)
  rates.push(toy.lr)
  const now = await parameters()
  const { parameterCount } = toy.runner.gan.generator
  toy.destroy()
  return { rates, parameterCount, moved: now.filter((value, i) => value !== then[i]).length }
}

/** An MLP in float64, as a function of a point, with max(x, slope · x) between its layers. */
async function plainMlp(gpu: Gpu, network: Network, slope: number) {
  const state = await network.state(gpu)
  const layers = [...state].flatMap(([name, { data }]) => {
    const bias = state.get(name.replace('weight', 'bias'))?.data
    return name.endsWith('weight') && bias
      ? [[Array.from(data, Number), Array.from(bias, Number)]]
      : []
  })
  return (point: readonly number[]): number[] => {
    let values = [...point]
    for (const [i, [weight = [], bias = []]] of layers.entries()) {
      const width = values.length
      const sums = bias.map((b, k) =>
        values.reduce((sum, v, j) => sum + v * (weight[k * width + j] ?? 0), b),
      )
      values = i < layers.length - 1 ? sums.map((x) => Math.max(x, slope * x)) : sums
    }
    return values
  }
}

/** G's loss of one score. */
const lossesOfG: Record<ObjectiveName, (score: number) => number> = {
  minimax: (s) => -Math.log1p(Math.exp(s)),
  'non-saturating': (s) => Math.log1p(Math.exp(-s)),
  lsgan: (s) => 0.5 * (s - 1) ** 2,
  wgan: (s) => -s,
  'wgan-gp': (s) => -s,
  hinge: (s) => -s,
}

/** Layers of a toy's plane, beside those of plain float64 loops with the same weights. */
async function toyLayers(objective: ObjectiveName) {
  const gpu = await pageGpu()
  const toy = await ToyGan.open(gpu, { ...SMALL, toy: 'ring', objective })
  toy.start(1)
  await toy.layers()
  await toy.run(3)
  const layers = await toy.layers()
  const { real, fake } = await toy.points()
  const { generator, discriminator } = toy.runner.gan
  const G = await plainMlp(gpu, generator, 0)
  const D = await plainMlp(gpu, discriminator, 0.2)
  const scoreOf = (point: readonly number[]) => D(point)[0] ?? Number.NaN
  const logits = ['minimax', 'non-saturating'].includes(objective)
  const judge = (point: readonly number[]) =>
    logits ? 1 / (1 + Math.exp(-scoreOf(point))) : scoreOf(point)

  const { side } = layers.judged
  const cell = (2 * layers.reach) / side
  const judged = Array.from({ length: side ** 2 }, (_, i) => {
    const [column, row] = [i % side, Math.floor(i / side)]
    return judge([cell * (column + 0.5) - layers.reach, layers.reach - cell * (row + 0.5)])
  })
  const lines = layers.mesh.side
  const mesh = Array.from({ length: lines ** 2 }, (_, i) => {
    const along = (n: number) => -2 + (4 * n) / (lines - 1)
    return G([along(i % lines), along(Math.floor(i / lines))])
  })
  const loss = (point: readonly number[]) => lossesOfG[objective](scoreOf(point))
  const h = 1e-6
  const pushes = Array.from({ length: layers.pushes.length / 2 }, (_, i) => {
    const [x = 0, y = 0] = layers.fake.subarray(2 * i)
    return [
      (loss([x - h, y]) - loss([x + h, y])) / (2 * h),
      (loss([x, y - h]) - loss([x, y + h])) / (2 * h),
    ]
  })
  const modes = await toy.modes()
  toy.destroy()
  const expected = { judged, mesh: mesh.flat(), pushes: pushes.flat() }
  const points = { real: [...real.slice(0, 512)], fake: [...fake.slice(0, 512)] }
  return { layers, expected, points, modes, counted: countModes(toys.ring, fake) }
}

async function vanishing(options: ClaimOptions & { distances: number[] }) {
  return gradientsAtDistances(await pageGpu(), options)
}

async function pulls(options: ClaimOptions & { distances: number[] }) {
  return pullsBeyondBoundary(await pageGpu(), options)
}

export const toyScenarios = {
  trainToy,
  slowToy,
  beyond,
  toyLayers,
  vanishing,
  pulls,
}
