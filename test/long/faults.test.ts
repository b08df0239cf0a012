// A GPU that is lost in the middle of a run, in the terminal; `npm run fuzz -- faults` does more harm.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { folder, losing, sameBits, train } from '../fuzz/faultRun'
import { ownCache, tell } from '../support/terminal'

afterAll(() => rmSync(folder, { recursive: true, force: true }))

ownCache(join(folder, 'cache'))

const STEPS = 30
const into = (run: string) =>
  train('--runtime', 'node', '--steps', `${STEPS}`, '--out', join(folder, run))

test('another device is opened, and the run goes on from what it saved last, to the same bits', async () => {
  expect((await tell(...into('straight'))).status).toBe(0)
  const { status, said } = losing(into('lost'), [30, 25])
  expect(said).toMatch(/^lost {7}the GPU was lost/m)
  expect(said).toMatch(/another is opened, and the run goes on from step \d+, which was saved last/)
  expect(status).toBe(0)
  expect(said).toContain(`${STEPS}/${STEPS}`)
  expect(sameBits('lost', 'straight')).toBe('same bits')
})

test('where nothing new is saved in between, the second loss ends it with a line', () => {
  const { status, faults } = losing(into('again'), [3, 3, 3])
  expect(faults).toHaveLength(1)
  expect(faults[0]).toMatch(/the GPU was lost/)
  expect(status).toBe(1)
})
