// Makes the attempts that the lesson "A model meets another world" shows without WebGPU, and prints the accuracies that it
// tells (src/page/lessons/adapt/measured.ts):
//
//   npx vite build --ssr test/support/recordWorld.ts --outDir dist/record
//   node dist/record/main.js src/page/lessons/adapt/recorded.json

import { readFileSync, writeFileSync } from 'node:fs'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { parseMnist, parseUci } from '../../src/data/mnist'
import { digitShape, openJudge } from '../../src/gan/judge/judgeFile'
import {
  type Attempt,
  type AttemptName,
  attemptNames,
  attempts,
} from '../../src/page/lessons/adapt/attempts'
import { MEASURED_STEPS, measured, ratesOf } from '../../src/page/lessons/adapt/measured'
import {
  type PackedFrame,
  packFrame,
  packSeen,
  type Recording,
} from '../../src/page/lessons/adapt/recording'
import { domainsOf, World } from '../../src/page/lessons/adapt/world'

/** Steps of the recorded frames: close at first, where most changes. */
const STEPS = [10, 20, 40, 60, 80, 100, 140, 180, 240, 300, 400, 500, 600, 800, 1000, 1200, 1500]

const JUDGE = 'src/data/mnist/judge.safetensors'
const bytesOf = (name: string) => readFileSync(`src/data/${name}/${name}.bin.gz`)

async function openWorld(): Promise<{ world: World; close: () => Promise<void> }> {
  const gpu = await openNodeGpu({})
  const judge = openJudge(gpu, { bytes: readFileSync(JUDGE), name: JUDGE, shape: digitShape })
  const halves = [await parseMnist(bytesOf('mnist')), await parseUci(bytesOf('uci'))] as const
  const world = await World.open(judge, domainsOf(...halves))
  const close = async () => {
    await world.destroy()
    await judge.destroy()
    gpu.close()
  }
  return { world, close }
}

async function played(world: World, attempt: Attempt): Promise<PackedFrame[]> {
  const frames: PackedFrame[] = []
  for (let step = 0; step < attempt.steps; ) {
    const frame = await world.next(attempt, step)
    step = frame.step
    if (STEPS.includes(step)) frames.push(packFrame(frame))
  }
  return frames
}

async function record(out: string): Promise<void> {
  const { world, close } = await openWorld()
  const statistics = packSeen(await world.statistics())
  const { source, target } = world.before
  const frames: Partial<Record<AttemptName, PackedFrame[]>> = {}
  for (const name of attemptNames) {
    frames[name] = await played(world, attempts[name])
    console.log(name, frames[name]?.map(({ step, target }) => [step, target.accuracy]).join(' '))
  }
  await close()
  const { slow, fast, unlucky, features } = frames
  if (!slow || !fast || !unlucky || !features) throw new Error('an attempt is missing')
  const recording: Recording = {
    before: { source: packSeen(source), target: packSeen(target) },
    statistics,
    attempts: { slow, fast, unlucky, features },
  }
  writeFileSync(out, `${JSON.stringify(recording)}\n`)
}

/** A row of the lesson's table. */
async function measureRow(row: number): Promise<void> {
  const { world, close } = await openWorld()
  const { dSees, rate } = measured[row] ?? { dSees: 'logits', rate: 'slow' }
  for (const seed of [1, 2, 3]) {
    const attempt = { dSees, lr: ratesOf[rate], seed, steps: MEASURED_STEPS }
    const last = (await played(world, attempt)).at(-1)
    console.log(dSees, rate, seed, last?.target.accuracy, last?.target.worst, last?.figures)
  }
  await close()
}

const [what] = process.argv.slice(2)
if (!what) throw new Error('recordWorld: give the file to write, or a row of the table, 0 to 3')
await (/^\d$/.test(what) ? measureRow(Number(what)) : record(what))
