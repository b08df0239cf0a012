// `--runtime`: a run in Chrome is the run that Node makes, with the same files. Commands that are processes here
// start their own Chrome; `tell` uses a page of the shared one.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PNG } from 'pngjs'
import { afterAll, describe, expect, test } from 'vitest'
import { idxImages } from '../support/idx'
import { COMMAND, tell } from '../support/terminal'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
const at = (...parts: string[]) => join(folder, ...parts)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SMALL = ['--data', at('own.idx'), '--image-size', '16', '--width', '1', '--batch-size', '4']
const TRAIN = ['train', ...SMALL, '--latent', '4', '--log-every', '1']
writeFileSync(at('own.idx'), idxImages(20, 12, 16))

function ganvas(args: string[], env: NodeJS.ProcessEnv = {}) {
  const options = { encoding: 'utf8', env: { ...process.env, ...env } } as const
  const { status, stdout, stderr } = spawnSync('node', [COMMAND, ...args], options)
  const lines = stderr.split('\n')
  const faults = lines.filter((line) => line.startsWith('ganvas:') && !line.includes(' built '))
  return { status, stdout, stderr, faults }
}

interface LogLine {
  step: number
  lossD: number
  lossG: number
  dReal: number
  dFake: number
}

const log = (run: string): LogLine[] =>
  readFileSync(at(run, 'log.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => ({ ...JSON.parse(line), imagesPerSecond: 0 }))

/** The largest relative difference of a step's figures between two runs. */
function apart(step: number, one: string, other: string): number {
  const [a, b] = [log(one)[step - 1], log(other)[step - 1]]
  const keys = ['lossD', 'lossG', 'dReal', 'dFake'] as const
  return Math.max(
    ...keys.map((key) => {
      const [x = Number.NaN, y = Number.NaN] = [a?.[key], b?.[key]]
      return Math.abs(x - y) / Math.abs(y)
    }),
  )
}

describe('training in Chrome', () => {
  const files = ['checkpoint', 'generator', 'discriminator', 'noise'].map(
    (name) => `${name}.safetensors`,
  )

  test('leaves the files of a run', async () => {
    const args = [...TRAIN, '--runtime', 'chrome', '--steps', '3', '--out', at('chrome')]
    const { status, stdout } = await tell(...args)
    expect(status).toBe(0)
    expect(stdout).toMatch(/^adapter {4}.+ in Chrome$/m)
    for (const file of files) expect(existsSync(at('chrome', file)), file).toBe(true)
  })

  test('is the run that Node makes: the same files, and figures that agree', async () => {
    const there = ['--runtime', 'node', '--steps', '3', '--out', at('node')]
    const { status, stdout } = await tell(...TRAIN, ...there)
    expect(status).toBe(0)
    expect(stdout).toMatch(/^adapter {4}.+ in Node$/m)
    expect(readdirSync(at('chrome')).sort()).toEqual(readdirSync(at('node')).sort())
    // Same weights, images and noise: what is left is the order of sums and the roundings of exp and
    // log, some tens of 2^-24 in a loss. Measured: llvmpipe and SwiftShader within 2e-7 at each step.
    expect(apart(1, 'chrome', 'node')).toBeLessThan(1e-5)
    // Adam's first updates are lr · sign(gradient): one that is nearly 0 may go the other way.
    expect(apart(2, 'chrome', 'node')).toBeLessThan(1e-3)
    expect(apart(3, 'chrome', 'node')).toBeLessThan(1e-3)
  })

  test('goes on in Node, which says that other bits follow', async () => {
    const { step = 0 } = log('chrome').at(-1) ?? {}
    const more = ['--steps', String(step + 1), '--runtime', 'node']
    const { status, stdout } = await tell('train', '--resume', at('chrome'), ...more)
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /was trained on .+ in Chrome; continuing, but results will not be bit-identical/,
    )
    expect(log('chrome')).toHaveLength(step + 1)
  })
})

describe('which runtime', () => {
  // As if the optional package webgpu were not there.
  const hooks = `export async function resolve(name, context, next) {
    if (name !== 'webgpu') return next(name, context)
    throw Object.assign(new Error('no webgpu'), { code: 'ERR_MODULE_NOT_FOUND' })
  }`
  const source = `data:text/javascript,${encodeURIComponent(hooks)}`
  writeFileSync(
    at('hook.mjs'),
    `import { register } from 'node:module'\nregister(${JSON.stringify(source)})`,
  )
  const missing = { NODE_OPTIONS: `--import=${pathToFileURL(at('hook.mjs'))}` }
  const nowhere = { CHROME_PATH: at('no-chrome') }

  test('auto takes Chrome where Node has no WebGPU, and draws what Node draws', async () => {
    const args = ['sample', '--checkpoint', at('node'), '--count', '4', '--out']
    const chrome = ganvas([...args, at('chrome.png')], missing)
    expect(chrome.stderr).toMatch(/^adapter: .+ in Chrome$/m)
    expect(chrome.status).toBe(0)
    const node = await tell(...args, at('node.png'), '--runtime', 'node')
    expect(node.stderr).toMatch(/^adapter: .+ in Node$/m)
    const [a, b] = ['chrome.png', 'node.png'].map((name) => [
      ...PNG.sync.read(readFileSync(at(name))).data,
    ])
    expect(a).toHaveLength((2 * 18 + 2) ** 2 * 4)
    // One level of 255, where a value lies between two of them.
    expect(a?.filter((value, i) => Math.abs(value - (b?.[i] ?? 255)) > 1)).toEqual([])
  })

  test('auto starts no Chrome where it is not needed', () => {
    const { status, stderr } = ganvas(['check', 'relu', '--runtime', 'auto'], nowhere)
    expect(status).toBe(0)
    expect(stderr).toMatch(/^adapter: .+ in Node$/m)
  })

  const refused: [string[], NodeJS.ProcessEnv, RegExp, number][] = [
    [['--runtime', 'safari'], {}, /Allowed choices are auto, node, chrome, firefox, deno/, 2],
    [['--runtime', 'chrome', '--adapter', 'nvidia'], {}, /--adapter names an adapter of Node/, 2],
    [['--runtime', 'deno', '--adapter', 'nvidia'], {}, /--adapter names an adapter of Node/, 2],
    [['--runtime', 'deno'], { DENO_PATH: at('no-deno') }, /DENO_PATH is .*no-deno, but no file/, 2],
    [
      ['--runtime', 'firefox'],
      { FIREFOX_PATH: at('no-firefox') },
      /FIREFOX_PATH is .*no-firefox, but no file/,
      2,
    ],
    [['--runtime', 'chrome'], nowhere, /CHROME_PATH is .*no-chrome, but no file is there/, 2],
    [['--runtime', 'node'], missing, /the npm package webgpu is missing/, 1],
    [
      [],
      { ...missing, ...nowhere },
      /no adapter\. In Node: .*webgpu.* In Chrome: .*CHROME_PATH/,
      1,
    ],
  ]
  test.each(refused)('%j with %o gets one line', (args, env, message, code) => {
    const { status, faults } = ganvas([...TRAIN, '--dry-run', ...args], env)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(message)
    expect(status).toBe(code)
  })
})
