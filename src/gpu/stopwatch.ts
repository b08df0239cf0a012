// Times programs on the GPU. Short ones are repeated within one pass until the measurement lasts long
// enough; the members of a group take turns, so that other work of the machine affects all alike.
//
// The GPU's own timestamps are used where they are seen to agree with the wall clock. Browsers round
// them to 100 µs, which a measurement of 5 ms does not feel.

import type { Gpu } from './device'
import { WORTH } from './pace'
import { Program, submit } from './program'
import { median, spread } from './statistics'

/** Programs that do the same on different buffers; repeats take turns, so that a cache does not flatter. */
export type Turns = readonly Program[]

export interface Timing {
  /** Milliseconds of one replay: the median over the rounds. */
  ms: number
  /** The width of the middle half of the rounds, in units of the median. */
  spread: number
  /** Every round, in the order of the rounds. */
  samples: number[]
  repeats: number
}

export interface Effort {
  /** Milliseconds that one measurement should last. */
  target: number
  /** Measurements of each member; fewer where they would take longer than ENOUGH. */
  rounds: number
}

/** Milliseconds that all measurements of one member may take; three are made in any case. */
const ENOUGH = 2000

/** Replays in one pass at most. */
const MOST_REPEATS = 4096

/** Share of the expected time that is slept, for pace.ts's reason; less than there: too long a sleep would be measured. */
const SLEPT = 0.8

export class Stopwatch {
  readonly gpu: Gpu
  readonly #timestamps: Timestamps | undefined

  private constructor(gpu: Gpu, timestamps: Timestamps | undefined) {
    this.gpu = gpu
    this.#timestamps = timestamps
  }

  /** @param sample  something to try timestamps on: they are used if they agree with the wall clock */
  static async open(gpu: Gpu, sample: Program): Promise<Stopwatch> {
    const byWall = Stopwatch.byWall(gpu)
    if (!gpu.device.features.has('timestamp-query')) return byWall
    const timestamps = new Timestamps(gpu)
    const byStamps = new Stopwatch(gpu, timestamps)
    // Some browsers look only ten times a second whether the GPU is done.
    const way = await byWall.time([new Program([])], 1, 0)
    const repeats = await byWall.repeats([sample], Math.max(TRIAL, 5 * way))
    for (let trial = 0; trial < TRIALS; trial++) {
      const start = performance.now()
      const stamped = await byStamps.time([sample], repeats, 0)
      const share = stamped / (performance.now() - start)
      // The wall clock sees the way there and back as well. Stamps that stand still show nothing.
      if (share > 0.5 && share < 1.01) return byStamps
    }
    timestamps.destroy()
    return byWall
  }

  static byWall(gpu: Gpu): Stopwatch {
    return new Stopwatch(gpu, undefined)
  }

  get source(): 'timestamps' | 'wall clock' {
    return this.#timestamps ? 'timestamps' : 'wall clock'
  }

  /** Measures the members of a group in turn, round by round. */
  async measure(group: readonly Turns[], { target, rounds }: Effort): Promise<Timing[]> {
    const runs: { turns: Turns; repeats: number; samples: number[] }[] = []
    for (const turns of group) {
      runs.push({ turns, repeats: await this.repeats(turns, target), samples: [] })
    }
    for (let round = 0; round < rounds; round++) {
      for (const run of inTurn(runs, round)) {
        const expected = run.samples.length > 0 ? median(run.samples) * run.repeats : 0
        if (round >= 3 && (round + 1) * expected > ENOUGH) continue
        run.samples.push((await this.time(run.turns, run.repeats, expected)) / run.repeats)
      }
    }
    this.gpu.check()
    return runs.map(({ samples, repeats }) => {
      return { ms: median(samples), spread: spread(samples), samples, repeats }
    })
  }

  destroy(): void {
    this.#timestamps?.destroy()
  }

  /** Count of replays that last for `target` ms. Some adapters compile at first use, so the first is not counted. */
  async repeats(turns: Turns, target: number): Promise<number> {
    await this.time(turns, 1, 0)
    let repeats = 1
    while (repeats < MOST_REPEATS) {
      const took = await this.time(turns, repeats, 0)
      if (took >= 0.8 * target) {
        // A program that is slower than the target needs no second replay.
        return Math.max(1, Math.ceil((repeats * target) / took))
      }
      // Of a short measurement most is the way there: it may not lead to a huge step.
      const factor = Math.min(16, Math.max(2, (1.1 * target) / Math.max(took, 0.05)))
      repeats = Math.min(MOST_REPEATS, Math.ceil(repeats * factor))
    }
    return repeats
  }

  /** Milliseconds of `repeats` replays in one pass; `expected` of them may be slept through. */
  async time(turns: Turns, repeats: number, expected: number): Promise<number> {
    const { device, software } = this.gpu
    const [first] = turns
    if (repeats === 1 && first && first.division(this.gpu).ends.length > 1) {
      return this.#timeDivided(first)
    }
    const label = `${repeats} × ${turns[0]?.label}`
    const encoder = device.createCommandEncoder({ label })
    const pass = encoder.beginComputePass({ label, ...this.#timestamps?.descriptor })
    for (let i = 0; i < repeats; i++) turns[i % turns.length]?.encode(pass)
    pass.end()
    this.#timestamps?.resolve(encoder)
    const start = performance.now()
    device.queue.submit([encoder.finish()])
    // Where a CPU plays the GPU it needs the core that waiting would take.
    const sleep = software ? SLEPT * expected : 0
    if (sleep > WORTH) await new Promise((resolve) => setTimeout(resolve, sleep))
    if (this.#timestamps) return this.#timestamps.read()
    await device.queue.onSubmittedWorkDone()
    return performance.now() - start
  }

  /** Milliseconds of one replay in portions: it takes long, or nothing is known about it. */
  async #timeDivided(program: Program): Promise<number> {
    const { device } = this.gpu
    const start = performance.now()
    this.#timestamps?.stamp(device, 'beginningOfPassWriteIndex')
    submit(this.gpu, [program])
    this.#timestamps?.stamp(device, 'endOfPassWriteIndex')
    await device.queue.onSubmittedWorkDone()
    return this.#timestamps ? this.#timestamps.read() : performance.now() - start
  }
}

/** There and back, so that no member always follows the same one. */
export const inTurn = <T>(members: readonly T[], round: number): readonly T[] =>
  round % 2 === 0 ? members : members.toReversed()

/** Milliseconds of the measurement that decides whether timestamps are used, and how often it is tried. */
const TRIAL = 20
const TRIALS = 3

/** The two ends of a pass, by the GPU's clock. */
export class Timestamps {
  readonly descriptor: GPUComputePassDescriptor
  readonly #set: GPUQuerySet
  readonly #resolved: GPUBuffer
  readonly #staging: GPUBuffer

  constructor({ device }: Gpu) {
    const size = 2 * BigUint64Array.BYTES_PER_ELEMENT
    this.#set = device.createQuerySet({ label: 'stopwatch', type: 'timestamp', count: 2 })
    this.#resolved = device.createBuffer({
      label: 'stopwatch',
      size,
      usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
    })
    this.#staging = device.createBuffer({
      label: 'read stopwatch',
      size,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    })
    this.descriptor = {
      timestampWrites: {
        querySet: this.#set,
        beginningOfPassWriteIndex: 0,
        endOfPassWriteIndex: 1,
      },
    }
  }

  /** Writes one of the two in a submit of its own; the second is also resolved. */
  stamp(device: GPUDevice, end: 'beginningOfPassWriteIndex' | 'endOfPassWriteIndex'): void {
    const encoder = device.createCommandEncoder({ label: 'stopwatch' })
    const index = end === 'endOfPassWriteIndex' ? 1 : 0
    encoder.beginComputePass({ timestampWrites: { querySet: this.#set, [end]: index } }).end()
    if (index === 1) this.resolve(encoder)
    device.queue.submit([encoder.finish()])
  }

  resolve(encoder: GPUCommandEncoder): void {
    encoder.resolveQuerySet(this.#set, 0, 2, this.#resolved, 0)
    encoder.copyBufferToBuffer(this.#resolved, 0, this.#staging, 0, this.#staging.size)
  }

  /** Milliseconds between the two. */
  async read(): Promise<number> {
    const [start, end] = await this.ticks()
    return Number(end - start) / 1e6
  }

  /** Nanoseconds, as the GPU wrote them. */
  async ticks(): Promise<[start: bigint, end: bigint]> {
    await this.#staging.mapAsync(GPUMapMode.READ)
    const [start = 0n, end = 0n] = new BigUint64Array(this.#staging.getMappedRange())
    this.#staging.unmap()
    return [start, end]
  }

  destroy(): void {
    this.#set.destroy()
    this.#resolved.destroy()
    this.#staging.destroy()
  }
}
