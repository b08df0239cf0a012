// For test/kernels/conv.test.ts: convolutions of random shapes, by every kernel, in random tiles.

import { type AnyCard, type Shape, shaped } from '../../src/catalogue/card'
import { drawSample, symbols } from '../../src/catalogue/evaluate'
import { cardOf } from '../../src/catalogue/index'
import { type Verdict, verifyForward } from '../../src/catalogue/verify'
import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import type { Choice } from '../../src/gpu/choice'
import type { Gpu, Traits } from '../../src/gpu/device'
import { trace } from '../../src/gpu/trace'
import { Random } from '../../src/nn/philox'

export interface Judged {
  choice: Choice
  verdict: Verdict
}

/**
 * The three sums of one random convolution, each by every kernel that can compute it. The kernels of workgroups
 * compute one of the three, another with each seed: SwiftShader takes two seconds to compile them.
 */
export async function randomConvolution(gpu: Gpu, seed: number): Promise<Judged[]> {
  const random = new Random(seed, 0)
  const judged: Judged[] = []
  for (const [turn, [op, sample]] of Object.entries(samplesOf(random)).entries()) {
    const card: AnyCard = { ...cardOf(op as keyof ReturnType<typeof samplesOf>), samples: [sample] }
    const subject = { name: op, card }
    const drawn = drawSample(subject, 0)
    const { problems } = trace({ step: () => card.op(symbols(drawn), sample.options) })
    for (const problem of problems.step) {
      const split = problem.key.startsWith('weight_gradient')
      for (const [kernel, draw] of Object.entries(tiles)) {
        if (inWorkgroups[kernel] && (seed > inWorkgroups[kernel] || seed % 3 !== turn)) continue
        const choice = possible(
          () => draw(random, gpu.traits, split),
          (each) => problem.possible(each, gpu.traits),
        )
        if (!choice) continue
        const table = { [problem.key]: choice }
        judged.push({ choice, verdict: await verifyForward(gpu, subject, 0, { table }) })
      }
    }
  }
  return judged
}

/** The last seeds with which kernels of workgroups compute something. */
const inWorkgroups: Readonly<Record<string, number>> = { shared: 3, lean: 8 }

const among = (random: Random, numbers: readonly number[]): number =>
  numbers[Math.floor(random.uniform(0, numbers.length))] ?? 0

/** Windows that overlap, leave gaps, or hang over the edge; channels that fill quads, or do not. */
function samplesOf(random: Random) {
  const pick = (...numbers: number[]) => among(random, numbers)
  const N = pick(1, 2, 3)
  const [C, K] = [pick(1, 2, 3, 4, 7, 8, 12, 20), pick(1, 3, 4, 8, 9, 12, 33)]
  const [R, S] = [pick(1, 2, 3, 4, 5), pick(1, 2, 3, 4)]
  const stride = [pick(1, 2, 3), pick(1, 2)] as const
  const padding = [pick(0, 1, 2), pick(0, 1)] as const
  const [P, Q] = [pick(1, 2, 4, 5), pick(2, 3, 4, 6)]
  const extent = (small: number, taps: number, axis: 0 | 1) =>
    Math.max(1, (small - 1) * stride[axis] - 2 * padding[axis] + taps)
  const large = shaped(N, extent(P, R, 0) + pick(0, stride[0] - 1), extent(Q, S, 1), C)
  const smallOf = ({ shape: [, H = 0, W = 0] }: { shape: Shape }) => {
    const windows = (side: number, taps: number, axis: 0 | 1) =>
      Math.floor((side + 2 * padding[axis] - taps) / stride[axis]) + 1
    return shaped(N, windows(H, R, 0), windows(W, S, 1), K)
  }
  const options = { stride, padding }
  const weight = shaped(R, S, C, K)
  return {
    conv2d: { inputs: { x: large, weight }, options },
    // Large enough for this padding.
    convTranspose2d: { inputs: { x: shaped(N, P + 2, Q + 1, K), weight }, options },
    convWeightGradient: {
      inputs: { large, small: smallOf(large) },
      options: { ...options, kernelSize: [R, S] },
    },
  }
}

type Draw = (random: Random, traits: Traits, split: boolean) => Choice

/** A random tile of each kernel. */
const tiles: Readonly<Record<string, Draw>> = {
  plain: () => ({ kernel: 'plain', constants: {} }),
  stamps: () => ({ kernel: 'stamps', constants: {} }),
  dot: () => ({ kernel: 'dot', constants: {} }),
  register: (random, _, split) => ({
    kernel: 'register',
    constants: {
      TILE_ROWS: among(random, [1, 2, 3, 4, 8]),
      TILE_COLUMNS: among(random, [1, 2, 3, 4, 8]),
      ...(split && { SPLITS: among(random, [1, 2, 3]) }),
    },
  }),
  subgroup: (random, { subgroupSize = 0 }, split) => ({
    kernel: 'subgroup',
    constants: {
      SUBGROUP: subgroupSize,
      GATHERS: among(random, [1, 2, 3]),
      COLUMNS: among(random, [1, 2, 3]),
      STEPS: among(random, [1, 2, 3, 4]),
      ...(split && { SPLITS: among(random, [1, 2, 3]) }),
    },
  }),
  shared: (random, _, split) => ({ kernel: 'shared', constants: workgroup(random, split) }),
  lean: (random, _, split) => ({ kernel: 'lean', constants: workgroup(random, split) }),
}

const workgroup = (random: Random, split: boolean) => ({
  LANES_DOWN: among(random, [4, 8, 16]),
  LANES_ACROSS: among(random, [2, 4, 8]),
  ROWS: among(random, [1, 2, 4, 8]),
  COLUMNS: among(random, [4, 8]),
  DEPTH: among(random, [4, 8, 16]),
  ...(split && { SPLITS: among(random, [1, 2, 3]) }),
})

/** The first valid one of some draws, if there is one. */
function possible(draw: () => Choice, can: (choice: Choice) => boolean): Choice | undefined {
  return Array.from({ length: 20 }, draw).find(can)
}

export const convScenarios = {
  randomConvolution: async (seed: number) => randomConvolution(await pageGpu(), seed),
}
