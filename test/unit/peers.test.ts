// `npm run peers`: what it says of bad input, and how it sets two reports beside each other.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'peers-'))
afterAll(() => rmSync(folder, { recursive: true }))

function peers(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('node', ['bench/peers/run.mjs', ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

function reportOf(name: string, ours: number, ratio: number) {
  const path = join(folder, `${name}.json`)
  const rows = [
    { name: 'Ganvas', ms: ours, ratio: 1 },
    { name: 'TensorFlow.js', ms: ours * ratio, ratio },
    { name: 'jax-js', cannot: 'no webgpu backend' },
  ]
  const part = {
    runtime: 'chrome',
    adapter: name,
    browser: 'Chrome 1',
    gan: { name: 'DCGAN', rows },
  }
  writeFileSync(path, JSON.stringify({ format: 'ganvas-peers', date: '2026-01-02', parts: [part] }))
  return path
}

describe('npm run peers', () => {
  it.each([
    [['--only', '33'], '--only must be of 32, 64, kernels, not "33"'],
    [['--runtime', 'deno'], '--runtime must be of chrome, node, not "deno"'],
    [['--compare', 'none.json', 'none.json'], 'none.json: there is no such file'],
    [
      ['--compare', 'package.json', 'package.json'],
      'package.json: it is not a report of this command',
    ],
    [['--port', 'x', '--open'], '--port must be a number up to 65535, not "x"'],
  ])('refuses %j in one line', (args, said) => {
    expect(peers(...args)).toEqual({ status: 2, stdout: '', stderr: `peers: ${said}\n` })
  })

  it('sets two reports beside each other', () => {
    const { status, stdout } = peers('--compare', reportOf('one', 100, 4), reportOf('two', 50, 12))
    expect(status).toBe(0)
    const [, , , row = ''] = stdout.split('\n')
    expect(row.split(/ {2,}/)).toEqual([
      'DCGAN',
      '100 ms',
      '50.0 ms',
      '0.50',
      '4.0×',
      '12×',
      '–',
      '–',
    ])
  })
})
