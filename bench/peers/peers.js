// What runs beside the GPU, in a page or in this process: the libraries one after the other on the same
// task, first for what they compute, then for how long they take, in turn.

import { AHEAD } from '../../src/gpu/program'
import { meanOfCycle, median } from '../../src/gpu/statistics'
import { countBytes, counted, peakOf } from './count'
import * as jax from './jax'
import { gans, tasks } from './layers'
import * as ours from './ours'
import * as tfjs from './tfjs'

/** Share of the largest number by which a result may differ from ours. */
const TOLERANCE = 1e-3

/** The same for losses: roundings grow from step to step, in a DCGAN of 64² fortyfold. */
const LOSS_TOLERANCE = 5e-3

/** Milliseconds that one measurement of a kernel should last, and rounds of measurements. */
const TARGET = 40
const ROUNDS = 7

let opened

/** Opens all three; the first is ours. A library that cannot be opened stays as the reason why. */
export async function open() {
  countBytes()
  opened = []
  for (const library of [ours, tfjs, jax]) opened.push(await attempt(library.open, library))
  for (const library of opened) {
    // What WebGPU reports out of band is said in the row in which it happened.
    library.device?.addEventListener('uncapturederror', ({ error }) => {
      library.fault ??= error.message.split('\n')[0]
    })
  }
  return opened.map(({ name, version, adapter, cannot }) => ({ name, version, adapter, cannot }))
}

async function attempt(make, start) {
  try {
    return await make()
  } catch (error) {
    if (start === ours) throw error
    return { cannot: String(error?.message ?? error).split('\n')[0] }
  }
}

/**
 * Milliseconds until the GPU is done, and of those that JavaScript took. Two thirds of the shortest time that
 * was seen are slept: Dawn in Node waits on a core that a software adapter needs.
 */
async function timed({ device, flush }, run, shortest = 0) {
  const start = performance.now()
  run()
  flush()
  const script = performance.now() - start
  const left = (2 / 3) * shortest - script
  if (left > 5) await new Promise((resolve) => setTimeout(resolve, left))
  await device.queue.onSubmittedWorkDone()
  return { ms: performance.now() - start, script }
}

/** The largest difference of two lists of results, as a share of the largest number of each. */
function differenceOf(results, expected) {
  if (results.length !== expected.length) return Number.NaN
  const each = expected.map((numbers, which) => {
    const found = results[which]
    if (found?.length !== numbers.length) return Number.NaN
    let [most, largest] = [0, 0]
    for (const [i, number] of numbers.entries()) {
      const difference = Math.abs(found[i] - number)
      // NaN is no number to be near to.
      most =
        difference <= most ? most : Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference
      largest = Math.max(largest, Math.abs(number))
    }
    return most / largest
  })
  return Math.max(...each)
}

const faultOf = (library) => {
  const { fault } = library
  delete library.fault
  return fault && `WebGPU refused it: ${fault}`
}

export const taskNames = tasks.map(({ name }) => name)

/** One row: every library on the kernel of that name. */
export async function timeKernel(wanted) {
  const task = tasks.find(({ name }) => name === wanted)
  const rows = []
  let expected
  for (const library of opened) {
    const row = { library, samples: [], ...(library.cannot && { cannot: library.cannot }) }
    rows.push(row)
    if (row.cannot) continue
    const made = await attempt(
      async () => {
        const kernel = await library.kernel(task)
        // The first run compiles; it is not timed.
        const asked = await counted(() => {
          kernel.run()
          library.flush()
        })
        const results = await kernel.read()
        return { kernel, results, dispatches: asked.dispatches }
      },
      library === opened[0] && ours,
    )
    Object.assign(row, made)
    row.cannot ??= faultOf(library)
    if (row.cannot) continue
    const { kernel, results } = row
    expected ??= results
    row.difference = differenceOf(results, expected)
    // Some adapters compile at the second run.
    await timed(library, kernel.run)
    row.once = (await timed(library, kernel.run)).ms
    row.repeats = Math.max(1, Math.min(64, Math.ceil(TARGET / row.once)))
  }
  const able = rows.filter(({ cannot }) => !cannot)
  const slow = able.some(({ once }) => once > 1000)
  for (let round = 0; round < (slow ? 3 : ROUNDS); round++) {
    // There and back, so that no member always follows the same one.
    for (const row of round % 2 === 0 ? able : able.toReversed()) {
      const { library, kernel, repeats, once } = row
      const many = () => {
        for (let i = 0; i < repeats; i++) kernel.run()
      }
      const shortest = repeats * Math.min(once, ...row.samples)
      row.samples.push((await timed(library, many, shortest)).ms / repeats)
    }
  }
  for (const { kernel } of able) kernel.destroy()
  return rows.map(({ library, samples, difference, dispatches, cannot }) => ({
    name: library.name,
    ms: median(samples),
    least: Math.min(...samples),
    measured: samples.length,
    dispatches,
    wrong: cannot ? undefined : !(difference <= TOLERANCE),
    difference,
    cannot: cannot ?? faultOf(library),
  }))
}

export const ganNames = Object.keys(gans)

/**
 * One iteration of a GAN in every library. Ours goes before and after each of the others, so that what else
 * the machine does hits all alike.
 */
export async function timeGan(name, rounds) {
  const runs = []
  let setup
  for (const library of opened) {
    const run = { library, samples: [], script: [], losses: [], cannot: library.cannot }
    runs.push(run)
    if (run.cannot) continue
    const start = performance.now()
    Object.assign(run, await attempt(async () => ({ gan: await library.gan(setup ?? gans[name]) })))
    run.openMs = performance.now() - start
    setup ??= run.gan?.setup
  }
  const [mine, ...others] = runs
  const iterate = async (run) => {
    const { library, gan, samples, script, losses } = run
    let found
    const step = async () => {
      found = await timed(library, gan.run, samples.length > 0 ? Math.min(...samples) : 0)
    }
    if (run === mine) await step()
    else run.counts = await counted(step)
    if (losses.length === 0) run.firstMs = found.ms
    else {
      samples.push(found.ms)
      script.push(found.script)
    }
    losses.push(await gan.losses())
    run.fault ??= faultOf(library)
  }
  for (let round = 0; round <= rounds; round++) {
    for (const run of others) {
      for (let i = 0; i < 3; i++) await iterate(mine)
      if (run.cannot) continue
      Object.assign(run, await attempt(() => iterate(run)))
    }
  }
  // Of what is encoded in one go three times the whole, unless that takes minutes.
  const last = Math.min(...mine.samples) < 1000 ? 3 * AHEAD : 3
  for (let i = 0; i < last; i++) await iterate(mine)
  // Counted apart: what wrapping takes is nothing to the others' JavaScript; to ours it is as much again.
  mine.counts = await counted(() => timed(mine.library, mine.gan.run), AHEAD)
  return runs.map((run) => {
    const { library, script, losses, openMs, firstMs, fault, cannot } = run
    // Without rounds there is but the first iteration, compiling included.
    const samples = run.samples.length > 0 ? run.samples : [firstMs]
    return {
      name: library.name,
      ms: median(samples),
      least: Math.min(...samples),
      measured: run.samples.length,
      script: script.length > 0 ? median(script) : Number.NaN,
      // Ours encodes several iterations in one go: what the one that does it takes is shared out.
      scriptShared: run === mine ? meanOfCycle(script, AHEAD) : undefined,
      /** From nothing to the end of the first iteration. */
      firstMs: openMs + firstMs,
      losses: losses.slice(0, rounds + 1),
      wrong: losses.map((pair, i) => !(differenceOf([pair], [mine.losses[i]]) <= LOSS_TOLERANCE)),
      counts: run.counts,
      bytes: peakOf(library.device),
      cannot: cannot ?? fault,
    }
  })
}
