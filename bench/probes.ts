// The roofline of an adapter, as far as a kernel can see it: how many multiplications and additions a
// second, how many bytes a second from memory, cache and workgroup memory, and what it costs to ask.

import type { Gpu } from '../src/gpu/device'
import { FIRST, type FmaForm, openStopwatch } from '../src/gpu/fma'
import { type Program, submit } from '../src/gpu/program'
import { median } from '../src/gpu/statistics'
import type { Effort, Stopwatch } from '../src/gpu/stopwatch'
import { effortOf, type ProbeOptions } from './effort'
import { type Contender, type Fma, type Stream, Workbench } from './workbench'

export interface Bandwidth {
  /** Gigabytes (10⁹) a second, read and written bytes counted alike. */
  gbs: number
  /** The entry point that was the fastest. */
  form: string
  /** Bytes that it went through again and again. */
  bytes: number
}

export interface Probes {
  /** A multiply-add counts as two operations. */
  peak: { gflops: number; form: FmaForm; tried: number }
  memory: Bandwidth
  cache: Bandwidth
  workgroup: Bandwidth
  /** Microseconds for one dispatch more in a pass, where it must wait for the one before, and where not. */
  dispatch: { dependent: number; independent: number }
  /** Microseconds for one submit more. */
  submit: number
}

/** Numbers that a loop body may hold: longer ones take llvmpipe and SwiftShader many seconds to compile. */
const LONGEST_BODY = 512

/** How often a quick run looks at all of its forms. */
const GLANCES = 3

/** Ways through memory that are looked at together: a few seconds on a software adapter. */
const TOGETHER = 2

/** Milliseconds that the search for the best multiply-add loop may take on a software adapter. */
const SEARCH = 15_000

/** What is known so far, and how much of the work that was. */
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

/** The same in parts of a few seconds. Who wants no more of it returns it, and nothing stays on the GPU. */
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

/**
 * What limits are made of. A limit is what the adapter reaches when nothing disturbs it, and other work can
 * only make a look at it slower: so the fastest look counts, of many that lie apart in time.
 */
class Limits {
  readonly #bench: Workbench
  readonly #stopwatch: Stopwatch
  readonly #effort: Effort
  readonly #peak: Fma[] = []
  #streams: Record<'memory' | 'cache' | 'workgroup', Stream[]> | undefined

  constructor(bench: Workbench, stopwatch: Stopwatch, effort: Effort) {
    this.#bench = bench
    this.#stopwatch = stopwatch
    this.#effort = effort
  }

  async addPeaks(forms: readonly FmaForm[]): Promise<Fma[]> {
    const short = forms.filter(
      ({ width, chains, unroll }) => width * chains * unroll <= LONGEST_BODY,
    )
    const added = await Promise.all(short.map((form) => this.#bench.fma(form)))
    this.#peak.push(...added)
    return added
  }

  async addStreams({ quick = false }: ProbeOptions): Promise<Stream[]> {
    const bench = this.#bench
    const { device, software } = bench.gpu
    // Larger than the caches: 50 MB on an H100, 32 MB on many a CPU.
    const wanted = (quick ? 16 : 128) * 2 ** 20
    const large = Math.min(wanted, device.limits.maxStorageBufferBindingSize)
    const small = (software ? 1 : 8) * 2 ** 20
    const bytes = Math.min(large, 16 * small)
    const all = ['read', 'copy', 'update'].flatMap((way) => [`${way}_vectors`, `${way}_numbers`])
    const [from, to] = [bench.tensor('large', large), bench.tensor('large result', large)]
    const [cached, cachedTo] = [bench.tensor('small', small), bench.tensor('small result', small)]
    this.#streams = {
      memory: await bench.streams([...all, 'write_vectors'], from, to, large),
      cache: await bench.streams(all, cached, cachedTo, bytes),
      workgroup: [await bench.shared()],
    }
    return Object.values(this.#streams).flat()
  }

  get #groups(): Contender<unknown>[][] {
    return [this.#peak, ...Object.values(this.#streams ?? {})]
  }

  get all(): Contender<unknown>[] {
    return this.#groups.flat()
  }

  /** The best two of each limit. */
  get leaders(): Contender<unknown>[] {
    return this.#groups.flatMap((group) => group.toSorted((a, b) => pace(b) - pace(a)).slice(0, 2))
  }

  /** They take turns. */
  async look(contenders: readonly Contender<unknown>[]): Promise<void> {
    const turns = contenders.map(({ program }) => [program])
    const timings = await this.#stopwatch.measure(turns, this.#effort)
    for (const [i, contender] of contenders.entries()) {
      contender.least = Math.min(contender.least, ...(timings[i]?.samples ?? []))
    }
  }

  get peakForm(): FmaForm {
    return fastest(this.#peak)?.form ?? FIRST
  }

  get peak(): Probes['peak'] {
    const first = fastest(this.#peak)
    const gflops = first ? pace(first) : Number.NaN
    return { gflops, form: this.peakForm, tried: this.#peak.length }
  }

  /** Once all streams were looked at. */
  get bandwidths(): Pick<Probes, 'memory' | 'cache' | 'workgroup'> | undefined {
    if (!this.#streams || this.all.some(({ least }) => least === Number.POSITIVE_INFINITY)) {
      return undefined
    }
    const { memory, cache, workgroup } = this.#streams
    return { memory: bandwidth(memory), cache: bandwidth(cache), workgroup: bandwidth(workgroup) }
  }

  get found(): Partial<Probes> {
    return { peak: this.peak, ...this.bandwidths }
  }
}

/** Thousand millions a second: of operations, or of bytes. */
const pace = ({ work, least }: Contender<unknown>): number => work / (least * 1e6)

function fastest<Each extends Contender<unknown>>(some: readonly Each[]): Each | undefined {
  return some.toSorted((a, b) => pace(b) - pace(a))[0]
}

function bandwidth(streams: readonly Stream[]): Bandwidth {
  const first = fastest(streams)
  const { entry, bytes } = first?.form ?? { entry: '', bytes: 0 }
  return { gbs: first ? pace(first) : Number.NaN, form: entry, bytes }
}

/** So many of them are in a pass that what the pass itself costs hardly counts. */
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
