// `npm run peers`: what it says of bad input, how it sets two reports beside each other, and how its page's server saves one.

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
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

describe('the server of the page for your own browser', () => {
  const root = join(folder, 'served')
  mkdirSync(join(root, 'dist/peers-page'), { recursive: true })
  writeFileSync(join(root, 'dist/peers-page/index.html'), '<title>peers</title>')
  const module = pathToFileURL(resolve('bench/peers/serve.mjs')).href
  const script = `import(${JSON.stringify(module)}).then(({ serve }) => serve(${JSON.stringify(root)}, { port: 0, search: '?only=32' }))`
  const server = spawn('node', ['-e', script], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  server.stdout.on('data', (data) => {
    said.out += data
  })
  server.stderr.on('data', (data) => {
    said.err += data
  })
  const ended = once(server, 'exit')
  afterAll(async () => {
    server.kill()
    await ended
  })
  const address = async () => {
    while (!said.out.includes('press Measure')) await once(server.stdout, 'data')
    return /http:\S+/.exec(said.out)?.[0] ?? ''
  }
  const post = async (body: string) =>
    fetch(new URL('report', await address()), { method: 'POST', body })

  it('says its address, and serves the page', async () => {
    const page = await fetch(await address())
    expect(page.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?only=32$/)
    expect(await page.text()).toBe('<title>peers</title>')
    expect(page.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp')
  })

  it('saves a report under the name of its adapter, for --compare', async () => {
    const text = readFileSync(reportOf('Some GPU (9)', 100, 4), 'utf8')
    const file = await (await post(text)).text()
    expect(file).toBe('peers-some-gpu-9-2026-01-02.json')
    const saved = join(root, file)
    const { status, stdout } = peers('--compare', saved, saved)
    expect([status, stdout]).toEqual([0, expect.stringContaining('A: Some GPU (9), Chrome 1')])
  })

  it('refuses what is not a report', async () => {
    expect((await post('{"format": "other"}')).status).toBe(400)
    while (!said.err) await once(server.stderr, 'data')
    expect(said.err).toContain("peers: the page's report was not saved: not a report")
  })
})
