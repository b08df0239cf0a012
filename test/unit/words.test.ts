// Measures the English of the repository: docstrings begin with a noun or a verb, and sentences have real subjects.

import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')

const under = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx?|m?js|wgsl|md|py)$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name))

const code = ['src', 'bench', 'shaders', 'test'].flatMap(under)
const all = [...code, ...under('docs'), 'README.md', 'CONTRIBUTING.md']
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

it('under 5 % of docstrings begin with What, Of, How, Where, Those or Who', () => {
  const docstrings = code.flatMap((file) =>
    [...read(file).matchAll(/\/\*\*[\s*]*(\w+).*/g)].map(([text, word = '']) => ({
      place: `${file}: ${text}`,
      word,
    })),
  )
  expect(docstrings.length).toBeGreaterThan(1000)
  const bad = docstrings.filter(({ word }) => /^(What|Of|How|Where|Those|Who)$/.test(word))
  const share = bad.length / docstrings.length
  const list = bad.map(({ place }) => place).join('\n')
  expect(share, `${bad.length} of ${docstrings.length}:\n${list}`).toBeLessThan(0.05)
})

it('fewer than 15 lines speak of an indefinite person', () => {
  const found = all.flatMap((file) =>
    read(file)
      .split('\n')
      .filter((line) => /\b(some|no|any)body\b/i.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  )
  expect(found.length, found.join('\n')).toBeLessThan(15)
})

it('Korean lessons have one word for G and one for D', () => {
  const other = /생성기|판별기/
  const korean = under('src/page').filter((file) => /\/ko\w*\.tsx?$/.test(file))
  expect(korean.length).toBeGreaterThan(10)
  expect(korean.filter((file) => other.test(read(file)))).toEqual([])
})
