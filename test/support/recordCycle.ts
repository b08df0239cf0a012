// Makes the trainings that the lesson "Style without pairs" counts, and shows without WebGPU; one setting at a time, or
// all of them:
//
//   npx vite build --ssr test/support/recordCycle.ts --outDir dist/record
//   node dist/record/main.js src/page/lessons/cycle/recorded.json [none | c | i | ci]

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { PointCycle } from '../../src/page/lessons/cycle/pointCycle'
import {
  type Outcome,
  outcomeOf,
  type SettingName,
  STEPS,
  settingNames,
  targetsOf,
} from '../../src/page/lessons/cycle/points'
import { pack, type Recorded, type Recording } from '../../src/page/lessons/cycle/recording'

const SEEDS = 20
/** Seeds whose points are kept. */
const KEPT = 3

async function record(out: string, names: readonly SettingName[]): Promise<void> {
  const none: Recorded = { outcomes: [], ends: [] }
  const recording: Recording = existsSync(out)
    ? JSON.parse(readFileSync(out, 'utf8'))
    : { a: '', b: '', settings: { none, c: none, i: none, ci: none } }
  const gpu = await openNodeGpu({})
  for (const name of names) {
    const cycle = await PointCycle.open(gpu, name)
    const outcomes: Outcome[] = []
    const ends: { toB: string; missed: number }[] = []
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { a, b, toB, missed } = await cycle.until(seed, STEPS)
      recording.a = pack(a)
      recording.b = pack(b)
      outcomes.push(outcomeOf(targetsOf(a, toB)))
      if (ends.length < KEPT) ends.push({ toB: pack(toB), missed: Number(missed.toFixed(3)) })
    }
    console.log(name, outcomes.join(' '))
    recording.settings[name] = { outcomes, ends }
    cycle.destroy()
    writeFileSync(out, `${JSON.stringify(recording)}\n`)
  }
  gpu.close()
}

const [out, ...names] = process.argv.slice(2)
if (!out) throw new Error('recordCycle: give the file to write')
await record(
  out,
  names.length > 0 ? settingNames.filter((each) => names.includes(each)) : settingNames,
)
