// The lesson "A model meets another world" on the terminal's GPU: its attempts come out as the page tells.

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { parseMnist, parseUci } from '../../src/data/mnist'
import type { Judge } from '../../src/gan/judge/judge'
import { digitShape, openJudge } from '../../src/gan/judge/judgeFile'
import type { Gpu } from '../../src/gpu/device'
import { type AttemptName, attempts, SHORT } from '../../src/page/lessons/adapt/attempts'
import { domainsOf, World } from '../../src/page/lessons/adapt/world'

const JUDGE = 'src/data/mnist/judge.safetensors'

let gpu: Gpu
let judge: Judge
let world: World

beforeAll(async () => {
  gpu = await openNodeGpu()
  judge = openJudge(gpu, { bytes: readFileSync(JUDGE), name: JUDGE, shape: digitShape })
  const read = (name: string) => readFileSync(`src/data/${name}/${name}.bin.gz`)
  world = await World.open(
    judge,
    domainsOf(await parseMnist(read('mnist')), await parseUci(read('uci'))),
  )
})

afterAll(async () => {
  await world.destroy()
  await judge.destroy()
  gpu.close()
})

async function accuracyOf(name: AttemptName): Promise<number> {
  for (let step = 0; ; ) {
    const frame = await world.next(attempts[name], step)
    step = frame.step
    if (step >= SHORT) return frame.target.accuracy
  }
}

test('on logits the copy adapts; on features it gets worse', async () => {
  const before = world.before.target.accuracy
  expect(before).toBeCloseTo(0.698, 2)
  expect((await world.statistics()).accuracy).toBeGreaterThan(before)
  expect(await accuracyOf('slow')).toBeGreaterThan(0.82)
  expect(await accuracyOf('features')).toBeLessThan(before)
})

test('an attempt that begins again has the same numbers', async () => {
  const first = await world.next(attempts.fast, 0)
  await world.next(attempts.fast, first.step)
  expect(await world.next(attempts.fast, 0)).toEqual(first)
})
