// What the README claims: its TypeScript runs and prints what stands below it, its line counts are
// those of the files, its links lead somewhere.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')

/** Below the root, so that imports of packages are found; `dist` is ignored by git. */
const folder = join(ROOT, `dist/readme-${process.pid}`)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('the twelve lines train a GAN and print what is said', () => {
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? []
  const [, printed = ''] = /prints, on llvmpipe:\n\n```\n([\s\S]*?)```/.exec(readme) ?? []
  const [imports = '', body = ''] = code.split('\n\n')
  expect(body.trim().split('\n')).toHaveLength(12)

  mkdirSync(folder, { recursive: true })
  const source = `${imports.replace("'./src'", "'../../src'")}\n\n${body}`
  writeFileSync(join(folder, 'example.ts'), source)
  const run = (file: string, ...args: string[]) =>
    execFileSync(process.execPath, [file, ...args], { cwd: ROOT, encoding: 'utf8' })
  const example = join(folder, 'example.ts')
  run('node_modules/vite/bin/vite.js', 'build', '--ssr', example, '--outDir', join(folder, 'out'))
  const output = run(join(folder, 'out/main.js'))

  const shape = /^\d+ loss D [\d.]+ G [\d.]+ {2}D\(x\) [\d.]+ {2}D\(G\(z\)\) [\d.]+$/
  const [lines, expected] = [output, printed].map((text) => text.trim().split('\n'))
  expect(lines).toHaveLength(expected?.length ?? 0)
  for (const line of [...(lines ?? []), ...(expected ?? [])]) expect(line).toMatch(shape)
  // After 50 steps on another adapter roundings have begun to show, no more.
  const numbers = (line = '') => (line.match(/\d[\d.]*/g) ?? []).map(Number)
  for (const [i, value] of numbers(lines?.[0]).entries()) {
    expect(value).toBeCloseTo(numbers(expected?.[0])[i] ?? Number.NaN, 1)
  }
}, 120_000)

it('files have as many lines as the table says', () => {
  const rows = [...readme.matchAll(/^\| (\d+) \| \[`([^`]+)`\]/gm)]
  expect(rows.length).toBeGreaterThan(5)
  for (const [, count, file = ''] of rows) {
    const lines = readFileSync(join(ROOT, file), 'utf8').trimEnd().split('\n').length
    expect(`${file}: ${lines}`).toBe(`${file}: ${count}`)
  }
})

it('links lead to files that exist', () => {
  const targets = [...readme.matchAll(/\]\(([^)#]+)\)|src="([^"]+)"/g)].map(([, a, b]) => a ?? b)
  const local = targets.filter((target) => target && !target.startsWith('https://'))
  expect(local.filter((target) => !existsSync(join(ROOT, `${target}`)))).toEqual([])
})
