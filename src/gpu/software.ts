// Does a CPU play the GPU of an adapter that has no name? Presets and kernels depend on it. A measurement of some
// milliseconds tells, and its answer is kept, so that later runs take the same kernels.

import source from '../../shaders/adapter.wgsl?raw'
import type { Gpu } from './device'
import { Slice } from './memory'
import { capture, Program } from './program'
import { Shader } from './shader'
import { Stopwatch } from './stopwatch'
import { dispatch } from './trace'

const shader = new Shader('adapter.wgsl', source)

/** As in the shader. */
const LANES = 256
const ROUNDS = 1024

/** Microseconds of a round from which an adapter is taken for software: llvmpipe takes 3 to 8, SwiftShader 30, a GPU a few tenths. */
export const LONG = 1

const SAMPLES = 2

/** Does a CPU play the GPU? By the answer that is kept, or by a measurement. */
export async function playedByCpu(gpu: Gpu): Promise<boolean> {
  const { answer, keep } = await keptAnswer(gpu.fingerprint)
  return answer ?? keep((await roundOf(gpu)) > LONG)
}

/** Microseconds in which the lanes of a workgroup meet at barriers and exchange numbers. */
export async function roundOf(gpu: Gpu): Promise<number> {
  const meet = () =>
    dispatch(shader, 'meet', {
      constants: { LANES, ROUNDS },
      bindings: { result: { slice: new Slice('result', 4 * LANES) } },
      invocations: LANES,
    })
  const { programs, destroy } = await capture(gpu, { meet })
  const stopwatch = Stopwatch.byWall(gpu)
  const time = async (program: Program, repeats: number) => {
    const samples: number[] = []
    for (let i = 0; i < SAMPLES; i++) samples.push(await stopwatch.time([program], repeats, 0))
    return Math.min(...samples)
  }
  try {
    // The way there and back: some browsers look only ten times a second whether the GPU is done.
    const way = await time(new Program([]), 1)
    const repeats = Math.max(1, Math.ceil((2000 * way) / (LONG * ROUNDS)))
    return (1000 * ((await time(programs.meet, repeats)) - way)) / (repeats * ROUNDS)
  } finally {
    destroy()
  }
}

const answers = new Map<string, boolean>()

/** The answer for an adapter: of this process, or of this site's earlier visits where there is a store for them. */
async function keptAnswer(fingerprint: string) {
  // A private window may have no store; then the measurement is made again.
  const store = await globalThis.caches?.open('ganvas adapters').catch(() => undefined)
  const url = `https://ganvas.invalid/${encodeURIComponent(fingerprint)}`
  const found = answers.get(fingerprint) ?? (await (await store?.match(url))?.json())
  return {
    answer: typeof found === 'boolean' ? found : undefined,
    async keep(answer: boolean): Promise<boolean> {
      answers.set(fingerprint, answer)
      await store?.put(url, new Response(JSON.stringify(answer))).catch(() => {})
      return answer
    },
  }
}
