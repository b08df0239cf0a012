// Toys and claims for test/toys.test.ts, on the adapter of the page.

import { pageGpu } from '../../src/cli/pageGpu'
import { countModes, toys } from '../../src/data/toys'
import { type ClaimOptions, gradientsAtDistances, pullsBeyondBoundary } from '../../src/gan/claims'
import { ToyGan } from '../../src/gan/toy'

/** Two runs of one seed and one of another, and what their points are like. */
async function trainToy(iterations: number) {
  const gpu = await pageGpu()
  const toy = await ToyGan.open(gpu, { toy: 'ring', objective: 'non-saturating' })
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

async function vanishing(options: ClaimOptions & { distances: number[] }) {
  return gradientsAtDistances(await pageGpu(), options)
}

async function pulls(options: ClaimOptions & { distances: number[] }) {
  return pullsBeyondBoundary(await pageGpu(), options)
}

export const toyScenarios = { trainToy, vanishing, pulls }
