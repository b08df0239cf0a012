// What an adapter reaches: the best multiply-add loop, and the best way through memory, cache and workgroup
// memory.

import { FIRST, type FmaForm } from '../src/gpu/fma'
import type { Effort, Stopwatch } from '../src/gpu/stopwatch'
import type { ProbeOptions } from './effort'
import type { Contender, Fma, Stream, Workbench } from './workbench'

export interface Bandwidth {
  /** Gigabytes (10⁹) a second, read and written bytes counted alike. */
  gbs: number
  /** The entry point that was the fastest. */
  form: string
  /** Bytes that it went through again and again. */
  bytes: number
}

/** A multiply-add counts as two operations. */
export interface Peak {
  gflops: number
  form: FmaForm
  tried: number
}

type Memories = 'memory' | 'cache' | 'workgroup'

/** Numbers that a loop body may hold: longer ones take llvmpipe and SwiftShader many seconds to compile. */
const LONGEST_BODY = 512

/**
 * Measurements that limits are made of. A limit is what the adapter reaches when nothing disturbs it, and other work can
 * only make a look at it slower: so the fastest look counts, of many that lie apart in time.
 */
export class Limits {
  readonly #bench: Workbench
  readonly #stopwatch: Stopwatch
  readonly #effort: Effort
  readonly #peak: Fma[] = []
  #streams: Record<Memories, Stream[]> | undefined

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

  get peak(): Peak {
    const first = fastest(this.#peak)
    const gflops = first ? pace(first) : Number.NaN
    return { gflops, form: this.peakForm, tried: this.#peak.length }
  }

  /** Once all streams were looked at. */
  get bandwidths(): Record<Memories, Bandwidth> | undefined {
    if (!this.#streams || this.all.some(({ least }) => least === Number.POSITIVE_INFINITY)) {
      return undefined
    }
    const { memory, cache, workgroup } = this.#streams
    return { memory: bandwidth(memory), cache: bandwidth(cache), workgroup: bandwidth(workgroup) }
  }

  get found(): { peak: Peak } & Partial<Record<Memories, Bandwidth>> {
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
