// Measurement of the libraries beside each other, in a page or in a process: what each computes is judged first, then all are
// warmed alike, then timed in turn. A row's ratio is the median of its rounds' ratios, each to ours just before and after.

import { AHEAD } from '../../src/gpu/program'
import { meanOfCycle, median, quantile } from '../../src/gpu/statistics'
import { countBytes, counted, peakOf } from './count'
import { exact } from './exact'
import { judgeGan, judgeKernel } from './judge'
import { gansFor, setupOf, tasksFor } from './setups'
import { sample, timed } from './timed'

const LIBRARIES = {
  Ganvas: () => import('./ours'),
  'TensorFlow.js': () => import('./tfjs'),
  'jax-js': () => import('./jax'),
}

/** Milliseconds that one sample of a kernel lasts at least, and that all of a row should. */
const SAMPLE = 30
const ROW = 2500

/** Milliseconds that the timed rounds of a network should last. */
const GAN = 45_000

const KERNEL_ROUNDS = { least: 3, most: 9 }
const GAN_ROUNDS = { least: 2, most: 6 }

/** Iterations of ours before and after each of a rival. */
const AROUND = 2

let opened

/** Opens all three, ours first. A library that cannot be opened stays as the reason why. */
export async function open() {
  countBytes()
  opened = []
  for (const [name, load] of Object.entries(LIBRARIES)) {
    const start = performance.now()
    const library = await attempt(async () => (await load()).open(), name === 'Ganvas')
    opened.push({ name, ...library, openMs: performance.now() - start })
  }
  for (const library of opened) {
    // What WebGPU reports out of band is said in the row in which it happened.
    library.device?.addEventListener('uncapturederror', ({ error }) => {
      library.fault ??= error.message.split('\n')[0]
    })
  }
  const [{ adapter, software }] = opened
  return {
    adapter,
    software,
    libraries: opened.map(({ name, version, cannot }) => ({ name, version, cannot })),
    kernels: tasksFor({ software }).map(({ name }) => name),
    gans: gansFor({ software }).map(({ name }) => name),
  }
}

/** Runs what a rival may fail at; ours may not. */
async function attempt(make, mine = false) {
  try {
    return await make()
  } catch (error) {
    if (mine) throw error
    return { cannot: String(error?.message ?? error).split('\n')[0] }
  }
}

const faultOf = (library) => {
  const { fault } = library
  delete library.fault
  return fault && `WebGPU refused it: ${fault}`
}

/** Runs rounds until they have lasted long enough. */
async function inRounds({ least, most }, lasting, round) {
  const start = performance.now()
  for (let i = 0; i < most && (i < least || performance.now() - start < lasting); i++) {
    await round(i)
  }
}

/** There and back, so that no member always follows the same one. */
const inTurn = (rows, round) => (round % 2 === 0 ? rows : rows.toReversed())

const summary = ({ samples, ratios }) => ({
  ms: median(samples),
  samples: samples.length,
  ratio: median(ratios),
  low: quantile(ratios, 0.25),
  high: quantile(ratios, 0.75),
})

/** One row: every library on the kernel of that name. */
export async function timeKernel(name) {
  const task = tasksFor(opened[0]).find((each) => each.name === name)
  const expected = exact(task)
  const rows = []
  for (const library of opened) {
    const row = { library, samples: [], ratios: [], cannot: library.cannot }
    rows.push(row)
    if (row.cannot) continue
    Object.assign(
      row,
      await attempt(() => prepared(library, task, expected), library === opened[0]),
    )
    row.cannot ??= faultOf(library)
  }
  const able = rows.filter(({ cannot }) => !cannot)
  await inRounds(KERNEL_ROUNDS, ROW, async (round) => {
    for (const row of inTurn(able, round)) {
      const { library, kernel, repeats, onceMs } = row
      const many = () => {
        for (let i = 0; i < repeats; i++) kernel.run()
      }
      const expectedMs = repeats * Math.min(onceMs, ...row.samples)
      row.samples.push((await sample(library, many, expectedMs)).ms / repeats)
    }
    for (const row of able) row.ratios.push(row.samples[round] / rows[0].samples[round])
  })
  for (const { kernel } of able) kernel.destroy()
  return rows.map((row) => ({
    name: row.library.name,
    ...summary(row),
    dispatches: row.dispatches,
    error: row.error,
    wrong: row.wrong,
    cannot: row.cannot ?? faultOf(row.library),
  }))
}

/** Compiles, counts, judges and warms a kernel. */
async function prepared(library, task, expected) {
  const kernel = await library.kernel(task)
  const { dispatches } = await counted(() => {
    kernel.run()
    library.flush()
  })
  const judged = judgeKernel(await kernel.read(), expected)
  // Some adapters compile at the second run.
  await timed(library, kernel.run)
  const { ms: onceMs } = await timed(library, kernel.run)
  return { kernel, dispatches, ...judged, onceMs, repeats: Math.ceil(SAMPLE / onceMs) }
}

/** Iterations of a GAN in every library. */
export async function timeGan(name) {
  const gan = gansFor(opened[0]).find((each) => each.name === name)
  const setup = setupOf(gan)
  const runs = []
  for (const library of opened) {
    const run = { library, samples: [], script: [], ratios: [], losses: [], cannot: library.cannot }
    runs.push(run)
    if (run.cannot) continue
    Object.assign(run, await attempt(() => started(run, setup), library === opened[0]))
    run.cannot ??= faultOf(library)
  }
  const [mine, ...others] = runs
  const rivals = others.filter(({ cannot }) => !cannot)
  for (const run of [mine, ...rivals]) {
    Object.assign(run, await attempt(() => warmed(run), run === mine))
    run.cannot ??= faultOf(run.library)
  }
  await inRounds(GAN_ROUNDS, GAN, async (round) => {
    for (const run of inTurn(rivals, round)) {
      if (run.cannot) continue
      const around = []
      const ours = async () => {
        for (let i = 0; i < AROUND; i++) around.push(await iterate(mine))
      }
      await ours()
      Object.assign(run, await attempt(async () => void (await iterate(run))))
      await ours()
      run.cannot ??= faultOf(run.library)
      if (!run.cannot) run.ratios.push(run.samples.at(-1) / median(around))
    }
  })
  // Ours encodes several iterations in one go, so its calls are those of a whole cycle, warmed as they are now.
  mine.counts = await counted(() => timed(mine.library, mine.way.run), AHEAD)
  mine.ratios.push(1)
  return runs.map((run) => ({
    name: run.library.name,
    ...summary(run),
    way: run.way?.name,
    ways: run.ways,
    /** From nothing to the end of the first iteration. */
    firstMs: run.library.openMs + run.firstMs,
    script: median(run.script),
    // What the iteration that encodes several takes is shared out.
    scriptShared: run === mine ? meanOfCycle(run.script, AHEAD) : undefined,
    counts: run.counts,
    bytes: run.bytes,
    losses: run.losses,
    ...(run.gradients && judgeGan(gan, run.losses, run.gradients)),
    cannot: run.cannot,
  }))
}

/** Builds a network and runs its first iteration, compiling included. */
async function started({ library, losses }, setup) {
  const start = performance.now()
  const gan = await library.gan(setup)
  const [way] = gan.ways
  await timed(library, way.run)
  const firstMs = performance.now() - start
  losses.push(await gan.losses())
  return { gan, firstMs, gradients: await gan.gradients() }
}

/** The second iteration in each way there is; the fastest is kept. Calls are counted here, where nothing is timed for the report. */
async function warmed({ library, gan, losses }) {
  const tried = []
  for (const way of gan.ways) {
    let found
    const counts = await counted(async () => {
      found = await timed(library, way.run)
    })
    losses.push(await gan.losses())
    tried.push({ way, counts, ms: found.ms, bytes: peakOf(library.device) })
  }
  const best = tried.toSorted((a, b) => a.ms - b.ms)[0]
  const ways = tried.length > 1 ? tried.map(({ way, ms }) => ({ name: way.name, ms })) : undefined
  return { ...best, warmMs: best.ms, ways }
}

/** One timed iteration. */
async function iterate({ library, way, warmMs, samples, script }) {
  const found = await sample(library, way.run, Math.min(warmMs, ...samples))
  samples.push(found.ms)
  script.push(found.script)
  return found.ms
}
