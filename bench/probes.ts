// The roofline of an adapter, as far as a kernel can see it: how many multiplications and additions a
// second, how many bytes a second from memory, cache and workgroup memory, and what it costs to ask.

import type { Gpu } from '../src/gpu/device'
import { FIRST, openStopwatch } from '../src/gpu/fma'
import { type Program, submit } from '../src/gpu/program'
import { median } from '../src/gpu/statistics'
import type { Effort, Stopwatch } from '../src/gpu/stopwatch'
import { effortOf, type ProbeOptions } from './effort'
import { type Bandwidth, Limits, type Peak } from './limits'
import { Workbench } from './workbench'

export interface Probes {
  /** A multiply-add counts as two operations. */
  peak: Peak
  memory: Bandwidth
  cache: Bandwidth
  workgroup: Bandwidth
  /** Microseconds for one dispatch more in a pass, where it must wait for the one before, and where not. */
  dispatch: { dependent: number; independent: number }
  /** Microseconds for one submit more. */
  submit: number
}

/** Looks of a quick run at all of its forms. */
const GLANCES = 3

/** Ways through memory that are looked at together: a few seconds on a software adapter. */
const TOGETHER = 2

/** Milliseconds that the search for the best multiply-add loop may take on a software adapter. */
const SEARCH = 15_000

/** Results so far, and the share of the work that they took. */
export interface ProbesSoFar {
  share: number
  found: Partial<Probes>
}

/** Measures all of it: up to half a minute on a software adapter. */
export async function probe(gpu: Gpu, options: ProbeOptions = {}): Promise<Probes> {
  const parts = probing(gpu, options)
  for (;;) {
    const { done, value } = await parts.next()
    if (done) return value
  }
}

/** The same in parts of a few seconds. Call `return` to stop early; it frees everything on the GPU. */
export async function* probing(
  gpu: Gpu,
  options: ProbeOptions = {},
): AsyncGenerator<ProbesSoFar, Probes> {
  const stopwatch = await openStopwatch(gpu)
  const effort = effortOf(gpu, options)
  const bench = new Workbench(gpu)
  const limits = new Limits(bench, stopwatch, effort)
  try {
    yield* options.quick ? glance(limits) : search(limits, gpu)
    const { peak, bandwidths } = limits
    if (!bandwidths) throw new Error('no bandwidth was looked for')
    const known = { peak, ...bandwidths }
    const dispatch = await dispatchCosts(bench, stopwatch, effort)
    yield { share: 0.95, found: { ...known, dispatch } }
    return { ...known, dispatch, submit: await submitCost(bench) }
  } finally {
    bench.destroy()
    stopwatch.destroy()
  }
}

const WIDTHS = [1, 2, 4] as const

/** All of a few forms, again and again. */
async function* glance(limits: Limits): AsyncGenerator<ProbesSoFar, void> {
  await limits.addPeaks(WIDTHS.map((width) => ({ ...FIRST, width })))
  await limits.addStreams({ quick: true })
  for (let look = 1; look <= GLANCES; look++) {
    await limits.look(limits.all)
    yield { share: (0.9 * look) / GLANCES, found: limits.found }
  }
}

/**
 * The best of many forms. No adapter likes the same one as another, so a single form is no peak. First
 * vectors and chains, then how far the best of these is unrolled, then its workgroups. The best of all get
 * a second look, when others have been looked at.
 */
async function* search(limits: Limits, { software }: Gpu): AsyncGenerator<ProbesSoFar, void> {
  const started = performance.now()
  const races = [
    () => WIDTHS.flatMap((width) => [4, 8, 16].map((chains) => ({ ...FIRST, width, chains }))),
    () => [4, 16, 32].map((unroll) => ({ ...limits.peakForm, unroll })),
    () => [128, 256].map((workgroup) => ({ ...limits.peakForm, workgroup })),
  ]
  for (const [i, forms] of races.entries()) {
    if (software && performance.now() - started > SEARCH) break
    await limits.look(await limits.addPeaks(forms()))
    yield { share: 0.05 * (i + 1), found: limits.found }
  }
  const streams = await limits.addStreams({})
  for (let i = 0; i < streams.length; i += TOGETHER) {
    await limits.look(streams.slice(i, i + TOGETHER))
    yield { share: 0.15 + (0.65 * (i + TOGETHER)) / streams.length, found: limits.found }
  }
  await limits.look(limits.leaders)
  yield { share: 0.9, found: limits.found }
}

/** Microseconds of a dispatch, from passes so long that the cost of a pass hardly counts. */
async function dispatchCosts(bench: Workbench, stopwatch: Stopwatch, effort: Effort) {
  const dependent = [await bench.touch(bench.tensor('touched', 256))]
  const independent: Program[] = []
  for (let i = 0; i < INDEPENDENT; i++) {
    independent.push(await bench.touch(bench.tensor(`touched ${i}`, 256)))
  }
  const [one, many] = await stopwatch.measure([dependent, independent], effort)
  return { dependent: 1000 * (one?.ms ?? Number.NaN), independent: 1000 * (many?.ms ?? Number.NaN) }
}

/** Buffers that are written in turn: only each 64th dispatch has to wait for an earlier one. */
const INDEPENDENT = 64

async function submitCost(bench: Workbench): Promise<number> {
  const { gpu } = bench
  const program = await bench.touch(bench.tensor('touched', 256))
  const time = async (submits: number) => {
    const start = performance.now()
    for (let i = 0; i < submits; i++) submit(gpu, [program])
    await gpu.device.queue.onSubmittedWorkDone()
    return performance.now() - start
  }
  const slopes: number[] = []
  for (let round = 0; round < 7; round++) {
    const [few, many] = [await time(SUBMITS / 10), await time(SUBMITS)]
    slopes.push((1000 * (many - few)) / (SUBMITS * 0.9))
  }
  return median(slopes)
}

const SUBMITS = 100
