// For test/kernels/tuner.test.ts, on the adapter of the page: races of planted kernels with a known
// winner, and of the convolutions' own.

import { empty } from '../../src/autograd/tensor'
import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import { configOf } from '../../src/gan/model/presets'
import { makeBlueprint } from '../../src/gan/run/blueprint'
import { worksOf } from '../../src/gan/run/tuning'
import type { Choice, Choices, Problem } from '../../src/gpu/choice'
import { Gpu, type Traits } from '../../src/gpu/device'
import { openStopwatch } from '../../src/gpu/fma'
import { type Outcome, race } from '../../src/gpu/race'
import { Shader } from '../../src/gpu/shader'
import { dispatch, trace } from '../../src/gpu/trace'
import { tune } from '../../src/gpu/tuner'
import { conv2d, convTranspose2d, convWeightGradient } from '../../src/ops'
import { keepChoices, readChoices, tunedTable } from '../../src/page/lab/tables'
import { bytesLeft } from './left'

/** result = a · b, slowly: TURNS are wasted on it. ADDED makes it wrong. */
const SOURCE = `
// uses: lib/grid.wgsl
const TURNS: u32 = 1u;
const ADDED: f32 = 0.0;
const SIZE: u32 = 1u;
@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
@compute @workgroup_size(WORKGROUP_SIZE)
fn multiply(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= SIZE) { return; }
  var waste = a[i];
  for (var turn = 0u; turn < TURNS; turn++) { waste = fma(waste, 0.5, b[i]); }
  result[i] = a[i] * b[i] + ADDED + select(0.0, 1.0, waste > 1e30);
}`

const planted = new Shader('planted.wgsl', SOURCE)
/** Does not compile. */
const broken = new Shader('broken.wgsl', SOURCE.replace('a[i] * b[i]', 'a[i] * c[i]'))
/** Writes `result` under two names, which is refused only when it is submitted. */
const doubled = new Shader(
  'doubled.wgsl',
  `${SOURCE.replace('result[i] =', 'other[i] = waste; own[i] = waste; result[i] =')}
@group(0) @binding(3) var<storage, read_write> other: array<f32>;
@group(0) @binding(4) var<storage, read_write> own: array<f32>;`,
)
const shaders: Readonly<Record<string, Shader>> = { planted, broken, doubled }

const SIZE = 2 ** 14

const plant = (kernel: string, TURNS: number, ADDED = 0): Choice => {
  return { kernel, constants: { TURNS, ADDED } }
}

function problem(candidates: readonly Choice[]): Problem {
  return {
    key: 'planted',
    words: 'planted',
    part: false,
    flop: SIZE,
    reads: { a: SIZE, b: SIZE },
    size: SIZE,
    oracle: plant('planted', 1),
    candidates: () => candidates,
    possible: () => true,
    record({ kernel, constants }, reads, result) {
      if (kernel === 'idle') return
      const more = kernel === 'doubled' ? { other: result, own: empty('own', [SIZE]) } : {}
      dispatch(shaders[kernel] ?? planted, 'multiply', {
        constants: { ...constants, SIZE },
        bindings: { ...reads, result, ...more },
        invocations: SIZE,
      })
    },
  }
}

async function all(outcomes: AsyncGenerator<Outcome>): Promise<Outcome[]> {
  const collected: Outcome[] = []
  for await (const outcome of outcomes) collected.push(outcome)
  return collected
}

const ruled = plant('planted', 400)
const [fast, slow] = [plant('planted', 2), plant('planted', 4000)]

/** By default it has more time than it can need. */
async function raceHere(problem: Problem, on?: Gpu, ms = 1e6): Promise<Outcome> {
  const gpu = await pageGpu()
  const stopwatch = await openStopwatch(gpu)
  try {
    return await race(problem, { gpu: on ?? gpu, stopwatch, ms, enough: Number.POSITIVE_INFINITY })
  } finally {
    stopwatch.destroy()
  }
}

const planting = (candidates: readonly Choice[], on?: Gpu, ms?: number) =>
  raceHere(problem(candidates), on, ms)

/** Slow ones, wrong ones, one that does nothing, one that does not compile, and a fast one. */
async function racePlanted() {
  const bad = [plant('planted', 1, 1), plant('idle', 1), plant('broken', 1)]
  const outcome = await planting([ruled, slow, ...bad, fast])
  return { outcome, fast, bad }
}

/** The rule's own kernel is wrong, on an adapter that claims to be hardware; with time, and with none. */
async function raceWrongRule() {
  const { device, info } = await pageGpu()
  const { subgroupMinSize, subgroupMaxSize } = info
  const hardware = { vendor: 'a', architecture: 'b', device: 'c', description: 'real' }
  const gpu = new Gpu(device, { ...hardware, subgroupMinSize, subgroupMaxSize } as GPUAdapterInfo)
  const wrong = plant('planted', 1, 1)
  const outcome = await planting([wrong, fast], gpu)
  const [hasty, right] = [
    await planting([wrong, fast], gpu, 0),
    await planting([fast, slow], gpu, 0),
  ]
  return { software: gpu.software, outcome, hasty, right, wrong, fast, oracle: plant('planted', 1) }
}

/** Pipelines that a race leaves, by the turns they waste, and bytes of buffers. */
async function raceLeaves() {
  const gpu = await pageGpu()
  const known = new Set(gpu.pipelines.keys())
  let outcome: Outcome | undefined
  const candidates = [plant('planted', 401), plant('doubled', 1), plant('planted', 3)]
  const bytes = await bytesLeft(gpu.device, async () => {
    outcome = await planting(candidates)
  })
  const left = [...gpu.pipelines.keys()].filter((key) => !known.has(key))
  const turns = left.flatMap((key) => /TURNS: u32 = (\d+)u/.exec(key)?.[1] ?? [])
  return { bytes, turns, dropped: outcome?.dropped }
}

/** Slower ones only: the rule stays. */
async function raceSlower() {
  return { outcome: await planting([ruled, slow]), ruled }
}

/** The problems of one small layer that is no multiple of any tile, and some of their kernels. */
async function raceLayer() {
  const [large, small] = [empty('large', [3, 9, 7, 5]), empty('small', [3, 4, 3, 11])]
  const weight = empty('weight', [4, 4, 5, 11])
  const window = { stride: 2, padding: 1 }
  const step = () => [
    conv2d(large, weight, window),
    convTranspose2d(small, weight, { ...window, outputPadding: 1 }),
    convWeightGradient(large, small, { ...window, kernelSize: 4 }),
  ]
  const outcomes: { dropped: Outcome['dropped']; tried: number }[] = []
  for (const problem of trace({ step }).problems.step) {
    const some = (traits: Traits) => problem.candidates(traits).filter((_, i) => i % 6 === 0)
    outcomes.push(await raceHere({ ...problem, candidates: some }))
  }
  return outcomes.map(({ dropped, tried }) => ({ dropped, tried }))
}

const images = { count: 64, height: 32, width: 32, channels: 1 }

/** Number of a run's problems that are raced in some seconds. */
async function raceBriefly(seconds: number) {
  const gpu = await pageGpu()
  const config = configOf({ width: 8, batchSize: 16 }, { software: true, channels: 1 })
  const works = worksOf(makeBlueprint(config, images, { traits: gpu.traits }))
  return { works: works.length, outcomes: (await all(tune(gpu, works, { seconds }))).length }
}

/** Table that the page keeps, table that it reads, and choices that a run takes. */
async function pageTable() {
  const gpu = await pageGpu()
  const config = configOf({ width: 4, batchSize: 4, latent: 8 }, { software: true, channels: 1 })
  const blueprint = makeBlueprint(config, images, { traits: gpu.traits })
  let began = 0
  const options = { began: () => void began++ }
  const before = await tunedTable(gpu, blueprint, options)
  const [work] = worksOf(blueprint)
  const kept: Choices = work
    ? { [work.problem.key]: work.problem.oracle, 'of another run': work.problem.oracle }
    : {}
  await keepChoices(gpu, kept)
  const read = await readChoices(gpu)
  const taken = await tunedTable(gpu, blueprint, options)
  await tunedTable(gpu, blueprint, { ...options, tune: true, seconds: 0 })
  await caches.delete('ganvas')
  return { before, kept, read, taken, key: work?.problem.key, began }
}

export const tuning = {
  racePlanted,
  raceWrongRule,
  raceLeaves,
  raceSlower,
  raceLayer,
  raceBriefly,
  pageTable,
}
