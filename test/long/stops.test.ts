// Ctrl-C: a run saves, in Node and in Chrome, and goes on to the same bits; races of kernels end.

import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readSafetensors } from '../../src/data/safetensors'
import { idx, idxImages } from '../support/idx'
import { COMMAND, tell } from '../support/terminal'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
const at = (...parts: string[]) => join(folder, ...parts)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SMALL = ['--data', at('own.idx'), '--image-size', '16', '--width', '1', '--batch-size', '4']
const TRAIN = ['train', ...SMALL, '--latent', '4', '--log-every', '1']
writeFileSync(at('own.idx'), idxImages(20, 12, 16))

const files = ['checkpoint', 'generator', 'discriminator', 'noise'].map(
  (name) => `${name}.safetensors`,
)
const bytes = (...path: string[]) => readFileSync(at(...path))
const log = (run: string) => {
  const lines = readFileSync(at(run, 'log.jsonl'), 'utf8').trim().split('\n')
  return lines.map((line) => ({ ...JSON.parse(line), imagesPerSecond: 0 }))
}

test('Ctrl-C ends the races of kernels, and what was won is kept', async () => {
  const env = { ...process.env, XDG_CACHE_HOME: at('ended') }
  const json = ['--json', at('ended.json')]
  const tune = ['tune', ...SMALL, '--seconds', '300', ...json]
  const run = spawn('node', [COMMAND, ...tune], { env })
  let said = ''
  let asked = false
  run.stdout.on('data', (data: Buffer) => {
    said += data
    if (!asked && /best of \d+$/m.test(said)) asked = run.kill('SIGINT')
  })
  expect(await new Promise((resolve) => run.on('close', resolve))).toBe(0)
  expect(said).toContain('stopping after this race (again: at once, without saving)')
  const [name = ''] = readdirSync(at('ended', 'ganvas'))
  const { choices } = JSON.parse(bytes('ended', 'ganvas', name).toString())
  const { races } = JSON.parse(bytes('ended.json').toString())
  expect(Object.keys(choices)).toEqual(races.map(({ key }: { key: string }) => key))
  expect(said).toMatch(/^\d+ of \d+ were not raced/m)
})

test('Ctrl-C saves a run in Chrome, which goes on from there to the bits of a run without a stop', async () => {
  const args = [...TRAIN, '--runtime', 'chrome', '--steps', '100000', '--out', at('stopped')]
  const run = spawn('node', [COMMAND, ...args])
  let said = ''
  // Once: a second request would end it without saving.
  let asked = false
  run.stdout.on('data', (data: Buffer) => {
    said += data.toString()
    if (!asked && said.includes('3/100000')) asked = run.kill('SIGINT')
  })
  expect(await new Promise((resolve) => run.on('close', resolve))).toBe(0)
  expect(said).toMatch(/^adapter {4}.+ in Chrome$/m)
  expect(said).toMatch(/^stopped {4}at step \d+ of 100000\. Go on with: /m)
  const { metadata } = readSafetensors(bytes('stopped', 'checkpoint.safetensors'), 'checkpoint')
  const target = String(Number(metadata['step']) + 2)

  const more = ['--steps', target, '--runtime', 'chrome']
  const resumed = await tell('train', '--resume', at('stopped'), ...more)
  expect(resumed.status).toBe(0)
  expect(resumed.stdout).not.toContain('not to the same bits')
  const straight = [...TRAIN, ...more, '--out', at('straight')]
  expect((await tell(...straight)).status).toBe(0)
  for (const file of files)
    expect(bytes('stopped', file).equals(bytes('straight', file)), file).toBe(true)
  expect(log('stopped')).toEqual(log('straight'))
})

test('Ctrl-C saves in Node at the next step; the run goes on from there to the same bits', async () => {
  const run = spawn('node', [COMMAND, ...TRAIN, '--steps', '40000', '--out', at('stopped-node')])
  let asked = false
  run.stdout.on('data', (data: Buffer) => {
    if (asked || !data.toString().includes('2/40000')) return
    // Twice at once, as when npm forwards the terminal's signal; two of one kind may arrive as one.
    asked = run.kill('SIGINT') && run.kill('SIGTERM')
  })
  const status = await new Promise((resolve) => run.on('close', resolve))
  expect(status).toBe(0)
  const { metadata } = readSafetensors(
    bytes('stopped-node', 'checkpoint.safetensors'),
    'checkpoint',
  )
  const step = Number(metadata['step'])
  expect(step).toBeGreaterThanOrEqual(2)
  const target = String(step + 2)
  expect((await tell('train', '--resume', at('stopped-node'), '--steps', target)).status).toBe(0)
  expect((await tell(...TRAIN, '--steps', target, '--out', at('straight-node'))).status).toBe(0)
  for (const file of files) {
    expect(bytes('stopped-node', file).equals(bytes('straight-node', file)), file).toBe(true)
  }
})

test('Ctrl-C ends adapt while its judge learns, and nothing is left behind', async () => {
  for (const name of ['a', 'b']) writeFileSync(at(`${name}-images.idx`), idxImages(40, 16, 16))
  writeFileSync(
    at('a-labels.idx'),
    idx(
      8,
      [40],
      Uint8Array.from({ length: 40 }, (_, n) => n % 2),
    ),
  )
  const sets = ['--source', at('a-images.idx'), '--target', at('b-images.idx')]
  const args = ['adapt', ...sets, '--image-size', '16', '--out', at('adapted')]
  const env = { ...process.env, XDG_CACHE_HOME: at('no-judge') }
  const run = spawn('node', [COMMAND, ...args], { env })
  let said = ''
  let asked = false
  run.stdout.on('data', (data: Buffer) => {
    said += data
  })
  run.stderr.on('data', (data: Buffer) => {
    if (!asked && data.toString().includes('judge: training')) asked = run.kill('SIGINT')
  })
  expect(await new Promise((resolve) => run.on('close', resolve))).toBe(0)
  expect(said).toMatch(/^stopping at the next step/m)
  expect(said).toMatch(/^stopped {4}before the first step; nothing was saved\n$/m)
  expect(existsSync(at('adapted'))).toBe(false)
})
