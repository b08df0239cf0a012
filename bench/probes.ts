// The roofline of an adapter, as far as a kernel can see it: how many multiplications and additions a
// second, how many bytes a second from memory, cache and workgroup memory, and what it costs to ask.

import source from '../shaders/probes.wgsl?raw'
import { Tensor } from '../src/autograd/tensor'
import type { Gpu } from '../src/gpu/device'
import { captureFma, FIRST, type FmaForm, fmaFlop, openStopwatch } from '../src/gpu/fma'
import { Slice } from '../src/gpu/memory'
import { capture, type Program, submit } from '../src/gpu/program'
import { Shader } from '../src/gpu/shader'
import { median } from '../src/gpu/statistics'
import type { Effort, Stopwatch } from '../src/gpu/stopwatch'
import { type DispatchOptions, dispatch } from '../src/gpu/trace'

const shader = new Shader('probes.wgsl', source)

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

export interface ProbeOptions {
  /** A few forms on small buffers: to see that it works. */
  quick?: boolean
}

const EFFORT = { target: 20, rounds: 9 }
/** A hardware adapter resolves less, and 5 ms are a thousand kernels to it. */
const HARDWARE_EFFORT = { target: 5, rounds: 9 }
const QUICK_EFFORT = { target: 5, rounds: 3 }

export function effortOf({ software }: Gpu, { quick = false }: ProbeOptions = {}): Effort {
  return quick ? QUICK_EFFORT : software ? EFFORT : HARDWARE_EFFORT
}

/** Numbers that a loop body may hold: longer ones take llvmpipe and SwiftShader many seconds to compile. */
const LONGEST_BODY = 512

/** Milliseconds that the search for the best multiply-add loop may take on a software adapter. */
const SEARCH = 15_000

/** Measures all of it: up to half a minute on a software adapter. */
export async function probe(gpu: Gpu, options: ProbeOptions = {}): Promise<Probes> {
  const stopwatch = await openStopwatch(gpu)
  const effort = effortOf(gpu, options)
  const bench = new Workbench(gpu)
  try {
    return {
      peak: await peak(bench, stopwatch, options),
      ...(await bandwidths(bench, stopwatch, effort, options)),
      dispatch: await dispatchCosts(bench, stopwatch, effort),
      submit: await submitCost(bench),
    }
  } finally {
    bench.destroy()
    stopwatch.destroy()
  }
}

/** The programs of the probes and the buffers that they run on. */
class Workbench {
  readonly gpu: Gpu
  readonly #tensors: Tensor[] = []
  readonly #loops: { destroy(): void }[] = []

  constructor(gpu: Gpu) {
    this.gpu = gpu
  }

  tensor(label: string, bytes: number): Tensor {
    const made = new Tensor([bytes / 4], Slice.whole(label, bytes))
    this.#tensors.push(made)
    return made
  }

  async program(entry: string, options: DispatchOptions): Promise<Program> {
    const step = () => dispatch(shader, entry, options)
    return (await capture(this.gpu, { step })).programs.step
  }

  async fma(form: FmaForm): Promise<Program> {
    const loop = await captureFma(this.gpu, form)
    this.#loops.push(loop)
    return loop.programs.loop
  }

  /** The entry points that go through `from` in vectors or numbers, for at least `bytes` bytes. */
  async streams(entries: readonly string[], from: Tensor, to: Tensor, bytes: number) {
    const made: Stream[] = []
    for (const entry of entries) {
      const scalar = entry.endsWith('_numbers')
      const element = scalar ? 4 : 16
      const constants = { COUNT: from.slice.bytes / element, UNROLL: 8, ROUNDS: scalar ? 4 : 1 }
      const steps = constants.UNROLL * constants.ROUNDS
      const read = { [scalar ? 'numbers' : 'vectors']: from }
      const written = { [scalar ? 'single' : 'result']: to }
      const invocations = Math.ceil(bytes / element / steps)
      const program = await this.program(entry, {
        constants,
        bindings: entry === 'write_vectors' ? written : { ...read, ...written },
        invocations,
      })
      const ways = entry.startsWith('update') ? 3 : entry.startsWith('copy') ? 2 : 1
      const moved = invocations * steps * element * ways
      made.push({ entry, program, moved })
    }
    return made
  }

  async shared(): Promise<Stream> {
    const constants = { UNROLL: 8, ROUNDS: 64 }
    const invocations = this.gpu.software ? 2 ** 13 : 2 ** 20
    const program = await this.program('read_shared', {
      constants,
      bindings: { seeds: this.tensor('seeds', 8), result: this.tensor('one', 16) },
      invocations,
    })
    const moved = invocations * constants.UNROLL * constants.ROUNDS * 16
    return { entry: 'read_shared', program, moved }
  }

  touch(single: Tensor): Promise<Program> {
    return this.program('touch', { bindings: { single }, invocations: 1 })
  }

  destroy(): void {
    for (const loop of this.#loops) loop.destroy()
    for (const { slice } of this.#tensors) slice.memory?.destroy()
  }
}

interface Stream {
  entry: string
  program: Program
  /** Bytes. */
  moved: number
}

/**
 * The best of many forms. No adapter likes the same one as another, so a single form is no peak. First
 * vectors and chains, then how far the best of these is unrolled, then its workgroups.
 */
async function peak(bench: Workbench, stopwatch: Stopwatch, { quick = false }: ProbeOptions) {
  const started = performance.now()
  const effort = effortOf(bench.gpu, { quick })
  let best = { gflops: 0, form: FIRST }
  let tried = 0
  const race = async (forms: readonly FmaForm[]) => {
    const short = forms.filter(
      ({ width, chains, unroll }) => width * chains * unroll <= LONGEST_BODY,
    )
    const left = SEARCH - (performance.now() - started)
    if (bench.gpu.software && left < 0) return
    const programs = await Promise.all(short.map((form) => bench.fma(form)))
    const timings = await stopwatch.measure(
      programs.map((program) => [program]),
      effort,
    )
    for (const [i, form] of short.entries()) {
      const gflops = fmaFlop(bench.gpu, form) / ((timings[i]?.ms ?? Number.NaN) * 1e6)
      if (gflops > best.gflops) best = { gflops, form }
      tried++
    }
  }
  const widths = [1, 2, 4] as const
  const chains = quick ? [8] : [4, 8, 16]
  await race(widths.flatMap((width) => chains.map((each) => ({ ...FIRST, width, chains: each }))))
  if (quick) return { ...best, tried }
  await race([4, 16, 32].map((unroll) => ({ ...best.form, unroll })))
  await race([128, 256].map((workgroup) => ({ ...best.form, workgroup })))
  return { ...best, tried }
}

async function bandwidths(
  bench: Workbench,
  stopwatch: Stopwatch,
  effort: Effort,
  { quick = false }: ProbeOptions,
) {
  const { device, software } = bench.gpu
  // Larger than the caches: 50 MB on an H100, 32 MB on many a CPU.
  const wanted = (quick ? 16 : 128) * 2 ** 20
  const large = Math.min(wanted, device.limits.maxStorageBufferBindingSize)
  const small = (software ? 1 : 8) * 2 ** 20
  const bytes = Math.min(large, 16 * small)
  const all = ['read', 'copy', 'update'].flatMap((way) => [`${way}_vectors`, `${way}_numbers`])
  const [from, to] = [bench.tensor('large', large), bench.tensor('large result', large)]
  const [cached, cachedTo] = [bench.tensor('small', small), bench.tensor('small result', small)]
  const memory = await bench.streams([...all, 'write_vectors'], from, to, large)
  const cache = await bench.streams(all, cached, cachedTo, bytes)
  const shared = [await bench.shared()]
  const groups = [memory, cache, shared]
  const timings = await stopwatch.measure(
    groups.flat().map(({ program }) => [program]),
    effort,
  )
  const best = (streams: readonly Stream[], bytes: number): Bandwidth =>
    streams
      .map(({ entry, moved }): Bandwidth => {
        const at = groups
          .flat()
          .findIndex((other) => streams.includes(other) && other.entry === entry)
        return { gbs: moved / ((timings[at]?.ms ?? Number.NaN) * 1e6), form: entry, bytes }
      })
      .reduce((a, b) => (b.gbs > a.gbs ? b : a))
  return {
    memory: best(memory, 2 * large),
    cache: best(cache, 2 * small),
    workgroup: best(shared, 4096),
  }
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
