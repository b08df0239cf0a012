// `ganvas toy`: its table, its picture and its JSON.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { afterAll, expect, test } from 'vitest'
import { tell } from '../support/terminal'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-toy-'))
const at = (name: string) => join(folder, name)
const bytes = (name: string) => readFileSync(at(name))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a toy prints a row an objective, draws a panel a run, and writes what it found', async () => {
  const { status, stdout } = await tell(
    ...['toy', 'ring', '--objective', 'lsgan', 'hinge', '--seed', '1', '2'],
    ...['--steps', '2', '--out', at('ring.png'), '--json', at('ring.json')],
  )
  expect(status).toBe(0)
  const { centres, runs } = JSON.parse(bytes('ring.json').toString())
  expect(centres).toBe(8)
  expect(runs.map((run: { objective: string; seed: number }) => [run.objective, run.seed])).toEqual(
    [
      ['lsgan', 1],
      ['lsgan', 2],
      ['hinge', 1],
      ['hinge', 2],
    ],
  )
  const good = runs.map((run: { good: number }) => (100 * run.good).toFixed(1))
  expect(stdout).toContain(` ${good[0]} ${good[1]} `)
  expect(stdout).toContain('ring: 8 Gaussians of standard deviation 0.02')
  expect(stdout).toMatch(/^lsgan +2 +0 0 of 8 +0\.\d 0\.\d +\d+ \d+\nhinge +2 +0 0 of 8 /m)
  const { width, height, data } = PNG.sync.read(bytes('ring.png'))
  expect([width, height]).toEqual([2 * 240 + 2, 2 * 240 + 2])
  // Paper, grey real points, and blue where generated ones are dense, in the middle at first.
  const pixels = Array.from({ length: width * height }, (_, i) => [
    ...data.subarray(4 * i, 4 * i + 3),
  ])
  expect(pixels.some((colour) => colour.every((part) => part === 255))).toBe(true)
  expect(pixels.some(([r = 0, , b = 0]) => r === b && r < 200)).toBe(true)
  expect(pixels.some(([r = 0, , b = 0]) => b > r)).toBe(true)
})
