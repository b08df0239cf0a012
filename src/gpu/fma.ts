// A loop of multiply-adds: the most that an adapter makes in a second. Each adapter is fastest with a
// different form, so a peak is the best of several. A stopwatch is also tried on it.

import source from '../../shaders/probes.wgsl?raw'
import type { Gpu } from './device'
import { Slice } from './memory'
import { type Captured, capture } from './program'
import { Shader } from './shader'
import { Stopwatch } from './stopwatch'
import { dispatch } from './trace'

const shader = new Shader('probes.wgsl', source)

export interface FmaForm {
  /** Numbers in a vector: 1, 2, 4. */
  width: 1 | 2 | 4
  /** Vectors that do not wait for each other. */
  chains: number
  /** Steps written out in the loop. */
  unroll: number
  workgroup: number
}

export const FIRST: FmaForm = { width: 1, chains: 8, unroll: 8, workgroup: 64 }

const ENTRIES = { 1: 'fma_scalar', 2: 'fma_vec2', 4: 'fma_vec4' } as const

/** Steps of every form, about. */
function sizes({ software }: Gpu, { width, chains, unroll }: FmaForm) {
  const rounds = Math.max(1, 4096 / (width * chains * unroll))
  return { invocations: software ? 2 ** 14 : 2 ** 20, rounds }
}

/** Operations of one replay; a multiply-add counts as two. */
export function fmaFlop(gpu: Gpu, form: FmaForm): number {
  const { invocations, rounds } = sizes(gpu, form)
  return 2 * invocations * rounds * form.unroll * form.chains * form.width
}

/** b and c: the sums converge to 1, so that nothing overflows or becomes too small to be normal. */
const SEED = 0.5

/** The loop, and the few bytes that it needs. */
export function captureFma(gpu: Gpu, form: FmaForm): Promise<Captured<{ loop: () => void }>> {
  const { width, chains, unroll, workgroup } = form
  const { invocations, rounds } = sizes(gpu, form)
  const loop = () =>
    dispatch(shader, ENTRIES[width], {
      constants: { CHAINS: chains, UNROLL: unroll, ROUNDS: rounds, WORKGROUP: workgroup },
      bindings: {
        seeds: { slice: new Slice('seeds', 8, { value: SEED }) },
        single: { slice: new Slice('single', 4) },
      },
      invocations,
    })
  return capture(gpu, { loop })
}

/** A stopwatch, tried on the first form. */
export async function openStopwatch(gpu: Gpu): Promise<Stopwatch> {
  const { programs, destroy } = await captureFma(gpu, FIRST)
  try {
    return await Stopwatch.open(gpu, programs.loop)
  } finally {
    destroy()
  }
}
