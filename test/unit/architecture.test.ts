// The order of the house (design.md, section 3): a file imports from its own folder and from what
// stands to its left. And nothing asks for a GPU merely because it is imported.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')

/** From left to right; what stands on one rung may not import each other. */
const RUNGS = [
  ['ask'],
  ['shaders'],
  ['gpu'],
  ['autograd'],
  ['ops'],
  ['nn', 'optim', 'data'],
  ['gan'],
  ['catalogue'],
  ['bench'],
  ['cli', 'page'],
]

const rung = (folder: string): number => RUNGS.findIndex((folders) => folders.includes(folder))

/** `src/gpu/plan.ts` → `gpu`; the public API at the root stands right of everything. */
function folderOf(path: string): string {
  const [first = '', second = ''] = relative(ROOT, path).split('/')
  if (first !== 'src') return first
  return second.includes('.') && second !== 'ask.ts' ? 'index' : second.replace(/\.ts$/, '')
}

const files = ['src', 'bench'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(ROOT, folder, name)),
)

const IMPORT = /(?:\bfrom|^import|\bimport\(|\bimport\.meta\.glob[^(]*\()\s*['"](\.[^'"]+)['"]/gm

function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, path = '']) =>
    resolve(dirname(file), path),
  )
}

it('imports point to the left', () => {
  const wrong = files.flatMap((file) => {
    const from = folderOf(file)
    return importsOf(file).flatMap((target) => {
      const to = folderOf(target)
      if (to === from || to === 'package.json' || from === 'index') return []
      if (rung(to) >= 0 && rung(to) < rung(from)) return []
      return [`${relative(ROOT, file)} imports ${relative(ROOT, target)}`]
    })
  })
  expect(wrong).toEqual([])
})

it('every folder of src has its place', () => {
  const folders = new Set(files.map(folderOf).filter((folder) => folder !== 'index'))
  expect([...folders].filter((folder) => rung(folder) < 0)).toEqual([])
})

it('no two modules are told apart by case alone, which some file systems do not see', () => {
  const names = files.map((file) => file.replace(/\.tsx?$/, '').toLowerCase())
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
})

// The page's own modules need a document; their text must do.
const modules = import.meta.glob([
  '../../src/**/*.ts',
  '!../../src/page/**',
  '!../../src/**/*.d.ts',
])

it('importing a module does not ask for a GPU', async () => {
  let asked = 0
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator')
  const gpu = { get: () => void asked++ }
  const navigator = Object.defineProperty({}, 'gpu', gpu)
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true })
  try {
    for (const load of Object.values(modules)) await load()
  } finally {
    if (before) Object.defineProperty(globalThis, 'navigator', before)
  }
  expect(Object.keys(modules).length).toBeGreaterThan(30)
  expect(asked).toBe(0)
})

it('no line outside a function says navigator.gpu', () => {
  const wrong = files.filter((file) => /^\S.*navigator\.gpu/m.test(codeOf(file)))
  expect(wrong.map((file) => relative(ROOT, file))).toEqual([])
})

const codeOf = (file: string): string => readFileSync(file, 'utf8').replace(/\/\/.*/g, '')
