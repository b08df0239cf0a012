// What the README claims: its line counts are those of the files, its links lead somewhere. Its TypeScript is
// run by package.test.ts.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')

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

it('each package that is used says what for', () => {
  const [, table = ''] = /## What it stands on\n([\s\S]*?)What is written here/.exec(readme) ?? []
  const said = [...table.matchAll(/`([^`]+)`/g)].map(([, name]) => name)
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  )
  const used = Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies })
  expect(used.filter((name) => !said.includes(name))).toEqual([])
})
