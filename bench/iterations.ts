// Whole iterations of GANs as the trainer runs them, and where their time goes: each dispatch timed
// alone. The images are random bytes, which cost a GPU what real ones cost.

import type { GanConfig } from '../src/gan/model/config'
import { configOf } from '../src/gan/model/presets'
import { bytesOf, makeBlueprint } from '../src/gan/run/blueprint'
import { Trainer } from '../src/gan/run/trainer'
import type { Gpu } from '../src/gpu/device'
import { openStopwatch } from '../src/gpu/fma'
import { AHEAD, build, Program } from '../src/gpu/program'
import { meanOfCycle, median, spread } from '../src/gpu/statistics'
import type { ProbeOptions } from './effort'
import { fill } from './fill'

export interface IterationRow {
  name: string
  /** Milliseconds of an iteration: the median of `measured` batches of iterations. */
  ms: number
  spread: number
  /** Count of batches, and of the iterations in each. */
  measured: number
  batch: number
  imagesPerSecond: number
  dispatches: number
  /** Bytes on the GPU, the data set included. */
  bytes: number
  /** Milliseconds from nothing to the end of the first iteration: recording, planning, compiling. */
  firstMs: number
  /** Milliseconds of JavaScript in an iteration: what encodes several in one go is shared out among them. */
  scriptMs: number
}

/** The dispatches of one kernel in an iteration. */
export interface ProfileRow {
  /** File and entry point. */
  kernel: string
  count: number
  /** Milliseconds of all of them. */
  ms: number
}

export interface Profile {
  name: string
  /** The slowest first. */
  rows: ProfileRow[]
  /** Milliseconds of all dispatches in one pass, measured in turn with them. */
  together: number
}

/** As on a real GPU, since a bench compares adapters, and non-saturating, as in earlier measurements. */
const recipe = (chosen: Partial<GanConfig>, channels = 1) =>
  configOf({ objective: 'non-saturating', ...chosen }, { software: false, channels })

const configs = {
  'DCGAN 32², width 32, batch 64': recipe({ width: 32 }),
  'DCGAN 32², width 64, batch 64': recipe({ width: 64 }),
  'DCGAN 64², RGB, width 64, batch 16': recipe({ imageSize: 64, width: 64, batchSize: 16 }, 3),
  'MLP 32², width 32, batch 64': recipe({ model: 'mlp', width: 32 }),
  'WGAN-GP 32², width 32, batch 64': recipe({ objective: 'wgan-gp', width: 32 }),
  'DCGAN 16², width 4, batch 8': recipe({ imageSize: 16, width: 4, latent: 8, batchSize: 8 }),
} satisfies Record<string, GanConfig>

export type IterationName = keyof typeof configs

const all = Object.keys(configs) as IterationName[]

/** The smallest stands for all where it only matters that it works. */
export const quickIterations = all.slice(-1)
export const iterationNames = all.slice(0, -1)

/** Images in the data set. */
const COUNT = 1024

/** Milliseconds of a batch of iterations, and of all batches. */
const EFFORT = { batch: 200, all: 15_000 }
const QUICK_EFFORT = { batch: 50, all: 150 }

function open({ traits }: Gpu, name: IterationName) {
  const config: GanConfig = configs[name]
  // Digits have 28 pixels across and are framed; all others have the size of the network.
  const side = config.imageSize === 32 ? 28 : config.imageSize
  const set = { count: COUNT, height: side, width: side, channels: config.channels }
  const shape = [COUNT, side, side, config.channels]
  const pixels = fill({ shape, low: 0, high: 256, dtype: 'u8' }, 1) as Uint8Array<ArrayBuffer>
  return { config, blueprint: () => makeBlueprint(config, set, { traits }), pixels }
}

/** Trains for a few iterations, as `ganvas train` does. */
export async function timeIterations(
  gpu: Gpu,
  name: IterationName,
  { quick = false }: ProbeOptions = {},
): Promise<IterationRow> {
  const effort = quick ? QUICK_EFFORT : EFFORT
  const { config, blueprint, pixels } = open(gpu, name)
  const script: number[] = []
  const run = async (trainer: Trainer, count: number) => {
    const start = performance.now()
    for (let i = 0; i < count; i++) {
      const asked = performance.now()
      trainer.iterate()
      script.push(performance.now() - asked)
      await trainer.ready()
    }
    await trainer.idle()
    return (performance.now() - start) / count
  }

  const start = performance.now()
  const trainer = await Trainer.open(gpu, blueprint(), pixels)
  try {
    await run(trainer, 1)
    const firstMs = performance.now() - start
    // The second tells how many make a batch; only then does the trainer know its pace.
    let expected = await run(trainer, 1)
    const batch = Math.max(1, Math.ceil(effort.batch / expected))
    if (batch > 1) expected = await run(trainer, batch)
    const measured = Math.max(2, Math.min(9, Math.floor(effort.all / (expected * batch))))
    const times: number[] = []
    script.length = 0
    for (let i = 0; i < measured; i++) times.push(await run(trainer, batch))
    const ms = median(times)
    return {
      name,
      ms,
      spread: spread(times),
      measured,
      batch,
      imagesPerSecond: (1000 * config.batchSize) / ms,
      dispatches: trainer.dispatches,
      bytes: bytesOf(trainer.blueprint),
      firstMs,
      scriptMs: meanOfCycle(script, AHEAD),
    }
  } finally {
    trainer.destroy()
  }
}

const PROFILE_EFFORT = { target: 10, rounds: 7 }
const QUICK_PROFILE_EFFORT = { target: 2, rounds: 3 }

/**
 * Times each dispatch of an iteration alone, and adds them up kernel by kernel. What all of them take in
 * one pass shows what lies between them.
 */
export async function profileIteration(
  gpu: Gpu,
  name: IterationName,
  { quick = false }: ProbeOptions = {},
): Promise<Profile> {
  const { blueprint, pixels } = open(gpu, name)
  const trainer = await Trainer.open(gpu, blueprint(), pixels)
  const stopwatch = await openStopwatch(gpu)
  try {
    trainer.iterate()
    await trainer.idle()
    // The same trace and the same buffers once more; its pipelines are compiled already.
    const { train, trainPlan, gan } = trainer.blueprint
    const { programs } = await build(gpu, train, trainPlan)
    const critics = Array.from({ length: gan.objective.criticSteps }, () => programs.critic)
    const commands = [...critics, programs.generator].flatMap(({ commands }) => commands)
    const alone = commands.map((command) => new Program([command]))
    const timings = await stopwatch.measure(
      [new Program(commands), ...alone].map((program) => [program]),
      quick ? QUICK_PROFILE_EFFORT : PROFILE_EFFORT,
    )
    const [together] = timings
    const rows = new Map<string, ProfileRow>()
    for (const [i, { kernel }] of commands.entries()) {
      const row = rows.get(kernel) ?? { kernel, count: 0, ms: 0 }
      row.count++
      row.ms += timings[i + 1]?.ms ?? Number.NaN
      rows.set(kernel, row)
    }
    return {
      name,
      rows: [...rows.values()].toSorted((a, b) => b.ms - a.ms),
      together: together?.ms ?? Number.NaN,
    }
  } finally {
    stopwatch.destroy()
    trainer.destroy()
  }
}
