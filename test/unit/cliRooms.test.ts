// The rooms of the terminal (src/cli/README.md): which may import which, and which commands share code.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, it } from 'vitest'

const CLI = resolve(import.meta.dirname, '../../src/cli')

/** From low to high: a file imports from its own room and from lower ones. */
const ORDER = [
  ['root.ts', 'terminal', 'gpu'],
  ['runtime', 'folder'],
  ['data'],
  ['commands'],
  ['main.ts'],
]

/** Commands that others build on. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  tune: ['train'],
  export: ['sample', 'translate'],
  evaluate: ['translate'],
}

const files = readdirSync(CLI, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
)

const roomOf = (file: string): string => file.split('/')[0] ?? ''
const commandOf = (file: string): string => file.split('/')[1]?.replace(/\.ts$/, '') ?? ''
const rungOf = (room: string): number => ORDER.findIndex((rung) => rung.includes(room))

/** Imports of the terminal's own files, types included. */
const imports = files.flatMap((file) => {
  const text = readFileSync(join(CLI, file), 'utf8')
  return [...text.matchAll(/(?:\bfrom|\bimport\()\s*'(\.[^']+)'/g)].flatMap(([, path = '']) => {
    const to = relative(CLI, `${resolve(CLI, dirname(file), path)}.ts`)
    return files.includes(to) ? [{ file, to }] : []
  })
})

it('every file is in a room', () => {
  expect(files.filter((file) => rungOf(roomOf(file)) < 0)).toEqual([])
})

it('rooms import from lower ones', () => {
  const wrong = imports.filter(({ file, to }) => {
    const [from, into] = [roomOf(file), roomOf(to)]
    return from !== into && rungOf(into) >= rungOf(from)
  })
  expect(wrong).toEqual([])
})

it('commands import from no other command but a shared one', () => {
  const between = imports.filter(({ file, to }) => {
    const commands = roomOf(file) === 'commands' && roomOf(to) === 'commands'
    return commands && commandOf(file) !== commandOf(to)
  })
  const wrong = between.filter(({ file, to }) => !SHARED[commandOf(file)]?.includes(commandOf(to)))
  expect(between.length).toBeGreaterThan(0)
  expect(wrong).toEqual([])
})

it('a command is one file, or one folder with a command.ts, and one line in main.ts', () => {
  const main = readFileSync(join(CLI, 'main.ts'), 'utf8')
  const lines = [...main.matchAll(/import\('\.\/commands\/([^']+)'\)/g)].map(([, path]) => path)
  const made = files.flatMap((file) => /^commands\/(\w+|\w+\/command)\.ts$/.exec(file)?.[1] ?? [])
  expect(lines.sort()).toEqual(made.sort())
})
