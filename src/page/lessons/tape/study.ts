// Runs the recorded steps of the lesson on the tape on a GPU: whole, dispatch by dispatch, and timed.

import type { ImageSet } from '../../../data/imageSet'
import { uploadParts } from '../../../data/parts'
import type { Gpu } from '../../../gpu/device'
import { openStopwatch } from '../../../gpu/fma'
import type { Slice } from '../../../gpu/memory'
import { build, download, Program, submit, upload } from '../../../gpu/program'
import { Timestamps } from '../../../gpu/stopwatch'
import type { Dispatch } from '../../../gpu/trace'
import type { Network } from '../../../nn/network'
import { config, type Recorded, recordTape } from './record'
import type { Measured, StepName, Stepped, Tape, TapeRun } from './shapes'

type Numbers = Float32Array<ArrayBuffer>

/** Milliseconds of one measurement, and number of measurements. */
const EFFORT = { target: 4, rounds: 3 }
const TICKS = 12

export class TapeStudy {
  readonly tape: Tape
  readonly #gpu: Gpu
  readonly #recorded: Recorded
  readonly #programs: Readonly<Record<StepName, Program>>
  /** Results of steps that ran whole. */
  readonly #whole = new Map<StepName, { values: Numbers; gradients: Numbers }>()
  /** The last dispatch of a run dispatch by dispatch; the GPU holds the state of this step. */
  #at: { step: StepName; dispatch: number } | undefined

  private constructor(gpu: Gpu, recorded: Recorded, programs: Readonly<Record<StepName, Program>>) {
    this.#gpu = gpu
    this.#recorded = recorded
    this.#programs = programs
    this.tape = recorded.tape
  }

  static async open(gpu: Gpu, images: ImageSet): Promise<TapeStudy> {
    const recorded = recordTape(images, gpu.traits)
    const { blueprint, apart: traced } = recorded
    const { programs: both } = await build(gpu, blueprint.train, blueprint.trainPlan)
    const { programs: alone } = await build(gpu, traced)
    uploadParts(gpu, blueprint.images, images.pixels)
    return new TapeStudy(gpu, recorded, {
      D: both.critic,
      G: new Program([...both.critic.commands, ...both.generator.commands]),
      apart: alone.apart,
    })
  }

  /** Restores the state before the first iteration. */
  #reset(): void {
    const { models, gan } = this.#recorded.blueprint
    for (const network of [models.generator, models.discriminator]) {
      network.initialise(this.#gpu, config.seed)
      upload(this.#gpu, network.gradients, new Float32Array(network.gradients.size))
    }
    gan.optimiserG.initialise(this.#gpu)
    gan.optimiserD.initialise(this.#gpu)
    gan.clock.initialise(this.#gpu, config.seed)
    this.#at = undefined
  }

  async gradients(step: StepName): Promise<Numbers> {
    return new Float32Array(await download(this.#gpu, this.#network(step).gradients))
  }

  #network(step: StepName): Network {
    const { generator, discriminator } = this.#recorded.blueprint.models
    return step === 'G' ? generator : discriminator
  }

  /** Runs a step in one pass, then again with copies of each dispatch's outputs, all read back at once. */
  async run(step: StepName): Promise<TapeRun> {
    return { values: (await this.#runWhole(step)).values.slice() }
  }

  async #runWhole(step: StepName) {
    const known = this.#whole.get(step)
    if (known) return known
    this.#reset()
    submit(this.#gpu, [this.#programs[step]])
    const gradients = await this.gradients(step)
    this.#reset()
    const found = { gradients, values: await this.#copied(step) }
    this.#whole.set(step, found)
    return found
  }

  #copied(step: StepName): Promise<Numbers> {
    const all = this.#recorded.dispatches[step]
    return this.#read(all.flatMap(writtenBy), (encoder, copy) => {
      // A pass cannot copy, so each dispatch gets its own pass.
      for (const [i, dispatch] of all.entries()) {
        const pass = encoder.beginComputePass()
        this.#alone(step, i).encode(pass)
        pass.end()
        copy(writtenBy(dispatch))
      }
    })
  }

  /** Reads all copies back at once, in their order. */
  async #read(
    slices: readonly Slice[],
    encode: (encoder: GPUCommandEncoder, copy: (some: readonly Slice[]) => void) => void,
  ): Promise<Numbers> {
    const { device } = this.#gpu
    const staging = device.createBuffer({
      label: 'read tape',
      size: slices.reduce((sum, { bytes }) => sum + bytes, 0),
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    })
    try {
      const encoder = device.createCommandEncoder()
      let at = 0
      encode(encoder, (some) => {
        for (const { memory, offset, bytes } of some) {
          if (!memory) throw new Error('an output of a dispatch has no memory')
          encoder.copyBufferToBuffer(memory.on(device), offset, staging, at, bytes)
          at += bytes
        }
      })
      device.queue.submit([encoder.finish()])
      await staging.mapAsync(GPUMapMode.READ)
      return new Float32Array(staging.getMappedRange().slice(0))
    } finally {
      staging.destroy()
    }
  }

  #alone(step: StepName, dispatch: number): Program {
    return new Program(this.#programs[step].commands.slice(dispatch, dispatch + 1))
  }

  /** Runs a step up to a dispatch, each in its own submit, and reads the last one's outputs. */
  async stepTo(step: StepName, dispatch: number): Promise<Stepped> {
    const whole = await this.#runWhole(step)
    if (this.#at?.step !== step || this.#at.dispatch > dispatch) this.#reset()
    for (let i = (this.#at?.dispatch ?? -1) + 1; i <= dispatch; i++) {
      submit(this.#gpu, [this.#alone(step, i)])
    }
    this.#at = { step, dispatch }
    const last = this.#recorded.dispatches[step][dispatch]
    const slices = [...(last ? writtenBy(last) : []), this.#network(step).gradients.slice]
    const read = await this.#read(slices, (_, copy) => copy(slices))
    const gradients = read.length - whole.gradients.length
    const values = read.slice(0, gradients)
    const at = this.tape[step].dispatches[dispatch]?.outputs[0]?.at ?? 0
    const same = sameBits(values, whole.values.subarray(at, at + values.length))
    const there = this.#there(step, dispatch, read.subarray(gradients), whole.gradients)
    return { dispatch, values, same, there }
  }

  /** Counts the gradients that are complete after a dispatch and bit-identical to those of one pass. */
  #there(step: StepName, dispatch: number, now: Numbers, whole: Numbers): number {
    const { variables } = this.#network(step)
    const parameters = variables.filter(([, { kind }]) => kind === 'parameter')
    return parameters.filter(([, { tensor }], i) => {
      const from = tensor.slice.offset / 4
      const part = (of: Numbers) => of.subarray(from, from + tensor.size)
      return (
        (this.tape[step].complete[i] ?? Number.POSITIVE_INFINITY) <= dispatch &&
        sameBits(part(now), part(whole))
      )
    }).length
  }

  /** Times each dispatch of a step alone, and all of them in one pass. */
  async measure(step: StepName): Promise<Measured> {
    const { first, dispatches } = this.tape[step]
    this.#reset()
    // Fills all inputs first, since adapters can be slow with NaN.
    submit(this.#gpu, [this.#programs[step]])
    const own = this.#programs[step].commands.slice(first)
    const alone = own.map((command) => new Program([command]))
    const stopwatch = await openStopwatch(this.#gpu)
    try {
      const [together, ...timings] = await stopwatch.measure(
        [new Program(own), ...alone].map((program) => [program]),
        EFFORT,
      )
      const times = timings.map(({ ms }) => ms)
      const shortest = times.indexOf(Math.min(...times))
      const ticked = alone[shortest]
      return {
        alone: times,
        repeats: timings.map(({ repeats }) => repeats),
        together: together?.ms ?? Number.NaN,
        clock: stopwatch.source,
        ticks: ticked ? await ticksOf(this.#gpu, ticked) : [],
        ticked: Math.min(first + shortest, dispatches.length - 1),
      }
    } finally {
      stopwatch.destroy()
      this.#at = undefined
    }
  }
}

/** Both timestamps of several runs of a program; empty if the device has none. */
async function ticksOf(gpu: Gpu, program: Program): Promise<[string, string][]> {
  if (!gpu.device.features.has('timestamp-query')) return []
  const timestamps = new Timestamps(gpu)
  const ticks: [string, string][] = []
  try {
    for (let i = 0; i < TICKS; i++) {
      const encoder = gpu.device.createCommandEncoder()
      const pass = encoder.beginComputePass(timestamps.descriptor)
      program.encode(pass)
      pass.end()
      timestamps.resolve(encoder)
      gpu.device.queue.submit([encoder.finish()])
      const [start, end] = await timestamps.ticks()
      ticks.push([String(start), String(end)])
    }
  } finally {
    timestamps.destroy()
  }
  return ticks
}

const writtenBy = ({ bindings }: Dispatch): Slice[] =>
  bindings.filter(({ binding }) => binding.access === 'read_write').map(({ slice }) => slice)

function sameBits(a: Numbers, b: Numbers): boolean {
  const bits = (of: Numbers) => new Uint32Array(of.buffer, of.byteOffset, of.length)
  const other = bits(b)
  return a.length === b.length && bits(a).every((word, i) => word === other[i])
}
