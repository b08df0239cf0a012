// The package as users get it: packed once and put into fresh projects, where the programs of README.md and
// docs/library.md run: one in plain Node, one that trains in a page built by Vite, one that only draws there.

import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import puppeteer, { type Browser } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readWeights } from '../../src/data/packed'
import { writeSafetensors } from '../../src/data/safetensors'
import { describeGenerator } from '../../src/gan/draw/generator'
import { exampleConfig } from '../../src/page/lab/example/example'
import { shared } from '../support/shared'
import { serveFolder } from '../support/staticServer'

const ROOT = join(import.meta.dirname, '../..')
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
const library = readFileSync(join(ROOT, 'docs/library.md'), 'utf8')
const programsOf = (document: string): string[] =>
  [...document.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code)
const [node = ''] = programsOf(readme)
const [beginning = '', drawing = ''] = programsOf(library)
const [, printed = ''] = /prints, on llvmpipe:\n\n```\n([\s\S]*?)```/.exec(readme) ?? []

const folder = mkdtempSync(join(tmpdir(), 'ganvas-package-'))
const at = (...parts: string[]) => join(folder, ...parts)

const run = (cwd: string, file: string, ...args: string[]) =>
  execFileSync(process.execPath, [file, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  })
const vite = (cwd: string, ...args: string[]) =>
  run(cwd, join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error', ...args)

/** A project with the package, and other named packages. */
function project(
  name: string,
  files: Record<string, string>,
  packages: readonly string[] = [],
): string {
  mkdirSync(at(name, 'node_modules'), { recursive: true })
  symlinkSync(at('package'), at(name, 'node_modules', 'ganvas'))
  for (const each of packages) {
    mkdirSync(dirname(at(name, 'node_modules', each)), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules', each), at(name, 'node_modules', each))
  }
  for (const [file, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
    writeFileSync(at(name, file), text)
  }
  return at(name)
}

/** A page whose `show` and `console.log` can be read. */
const page = (program: string) => ({
  'index.html': '<!doctype html><script type="module" src="./main.js"></script>',
  'main.js': program,
})

beforeAll(() => {
  vite(ROOT, '-c', '.config/vite.lib.config.ts')
  // Builds dist/cli where it is missing or old.
  run(ROOT, 'src/cli/ganvas.mjs', '--version')
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
    cwd: ROOT,
  })
  const [tarball = ''] = readdirSync(folder)
  execFileSync('tar', ['xzf', at(tarball), '-C', folder])
  // What npm would install with it, and nothing else.
  const { dependencies } = JSON.parse(readFileSync(at('package', 'package.json'), 'utf8'))
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(at('package', 'node_modules', name)), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules', name), at('package', 'node_modules', name))
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const shape = /^\d+ loss D [\d.]+ G [\d.]+ {2}D\(x\) [\d.]+ {2}D\(G\(z\)\) [\d.]+$/
const numbers = (line = '') => (line.match(/\d[\d.]*/g) ?? []).map(Number)
const expected = printed.trim().split('\n')

/** After 50 steps on another adapter the lines differ by roundings only. */
function expectPrinted(lines: readonly string[], count = expected.length): void {
  expect(lines).toHaveLength(count)
  for (const line of [...lines, ...expected]) expect(line).toMatch(shape)
  for (const [i, value] of numbers(lines[0]).entries()) {
    expect(value).toBeCloseTo(numbers(expected[0])[i] ?? Number.NaN, 1)
  }
}

it('trains in plain Node, in twelve lines', () => {
  expect(node.split('\n\n')[1]?.trim().split('\n')).toHaveLength(12)
  const cwd = project('node', { 'example.js': node }, ['webgpu'])
  expectPrinted(run(cwd, 'example.js').trim().split('\n'))
})

it('brings the terminal along', () => {
  const said = run(folder, at('package/src/cli/ganvas.mjs'), 'export', '--help')
  expect(said).toContain('--checkpoint <dir>')
})

it('has types, by the rules of Node', () => {
  const files = {
    'example.ts': node,
    'draws.ts': drawing.replace(/show\(.*\)/, 'data.fill(width + height)'),
    'wrong.ts':
      "import { Tensor } from 'ganvas'\n\nconst size: string = new Tensor([1], 'f32').size\n",
  }
  const cwd = project('types', files, ['webgpu', '@types/node', 'undici-types'])
  const module = '--module nodenext --target es2023 --types node'
  // The types of WebGPU need those of the DOM, but not every version of them.
  const options = `--noEmit --strict --skipLibCheck ${module}`.split(' ')
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  const said = (() => {
    try {
      return run(cwd, tsc, ...options, ...Object.keys(files))
    } catch (error) {
      return String(Reflect.get(Object(error), 'stdout'))
    }
  })()
  const places = [...said.matchAll(/^\S.*error/gm)].map(([line]) => line)
  // The planted mistakes are found, and nothing else.
  expect({ places, said }).toMatchObject({
    places: ['wrong.ts(3,7): error', 'wrong.ts(3,38): error'],
  })
})

describe('in a page that Vite built', () => {
  const servers: { close(): Promise<void> }[] = []
  let browser: Browser

  beforeAll(async () => {
    const browserWSEndpoint = await shared('browser', Number(process.env['VITEST_POOL_ID']))
    browser = await puppeteer.connect({ browserWSEndpoint, protocolTimeout: 0 })
  })

  afterAll(async () => {
    await browser?.disconnect()
    for (const server of servers) await server.close()
  })

  /** Log of the page, up to a line `done`. */
  async function logged(cwd: string): Promise<string[]> {
    const server = await serveFolder(join(cwd, 'dist'), '/')
    servers.push(server)
    const opened = await browser.newPage()
    const lines: string[] = []
    const done = new Promise<void>((resolve, reject) => {
      opened.on('pageerror', (error) => reject(error))
      opened.on('console', (message) => {
        if (message.text() === 'done') resolve()
        else if (message.type() === 'log') lines.push(message.text())
      })
    })
    await opened.goto(server.url)
    await done
    await opened.close()
    return lines
  }

  it('trains', async () => {
    // A quarter of the steps, since SwiftShader is slow.
    const rest = node.slice(node.indexOf('const draw')).replace('step <= 200', 'step <= 50')
    const program = beginning + rest
    expect(program).not.toContain('webgpu')
    const cwd = project('page', page(`${program}\nconsole.log('done')`))
    vite(cwd)
    expectPrinted(await logged(cwd), 1)
  })

  it('draws, with little that travels', async () => {
    const show = `
      const show = ({ data }) => {
        const reds = data.filter((_, i) => i % 4 === 0)
        console.log(data.length, Math.min(...reds) < 20, Math.max(...reds) > 235)
      }`
    const cwd = project('draws', page(`${show}\n${drawing}\nconsole.log('done')`))
    vite(cwd)
    const assets = readdirSync(join(cwd, 'dist/assets'))
    expect(assets).toHaveLength(1)
    const bytes = gzipSync(readFileSync(join(cwd, 'dist/assets', assets[0] ?? ''))).length
    const [, told = ''] = /`ganvas\/generator`, which adds (\d+) kB/.exec(library) ?? []
    expect(Math.round(bytes / 1000)).toBe(Number(told))

    writeFileSync(join(cwd, 'dist/generator.safetensors'), trained())
    const lines = await logged(cwd)
    expect(lines).toEqual(new Array(4).fill('4096 true true'))
  })
})

/** The example of the studio, as a self-describing file. */
function trained(): Uint8Array {
  const path = join(ROOT, 'src/page/lab/example/generator.safetensors')
  const { tensors } = readWeights(readFileSync(path), path)
  const { imageSize, channels, width, latent, classes, model } = exampleConfig
  const shape = { imageSize, channels, width, latent, classes, model }
  return writeSafetensors(tensors, describeGenerator(shape))
}
