// The order of the house (docs/design.md): a file imports from its own folder and from those to its left, within
// gan and cli too, and never in a circle. Files stay short. And importing a module does not ask for a GPU.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')

/** From left to right; folders on one rung do not import each other. */
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
    .filter((name) => /(?<!\.d)\.tsx?$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(ROOT, folder, name)),
)

const IMPORT = /(?:\bfrom|^import|\bimport\(|\bimport\.meta\.glob[^(]*\()\s*['"](\.[^'"]+)['"]/gm

function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, path = '']) =>
    resolve(dirname(file), path),
  )
}

/** The modules of the house that a file imports, types included. */
function modulesOf(file: string): string[] {
  return importsOf(file).flatMap((path) => {
    const target = [path, `${path}.ts`, `${path}.tsx`, join(path, 'index.ts')]
    return target.find((each) => known.has(each)) ?? []
  })
}

const known: ReadonlySet<string> = new Set(files)

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

/** The rooms inside a folder, in the same way. The page has a test of its own (pageRooms.test.ts). */
const ROOMS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  gan: [
    ['model'],
    ['draw'],
    ['run'],
    ['watch', 'judge', 'latent', 'export', 'toy'],
    ['translate'],
    ['adapt'],
  ],
  // `gpu` runs where the GPU is, in Node or in a page; files at the root are the way in.
  cli: [
    ['root.ts'],
    ['terminal', 'gpu'],
    ['folder', 'runtime'],
    ['data'],
    ['commands'],
    ['main.ts'],
  ],
}

it.each(Object.entries(ROOMS))('inside %s imports point to the left', (folder, rooms) => {
  const base = join(ROOT, 'src', folder)
  const roomOf = (path: string) => relative(base, path).split('/')[0] ?? ''
  const rungOf = (path: string) => rooms.findIndex((each) => each.includes(roomOf(path)))
  const inside = files.filter((file) => file.startsWith(`${base}/`))
  expect(inside.filter((file) => rungOf(file) < 0).map((file) => relative(ROOT, file))).toEqual([])
  const wrong = inside.flatMap((file) =>
    modulesOf(file)
      .filter((target) => target.startsWith(`${base}/`) && roomOf(target) !== roomOf(file))
      .filter((target) => rungOf(target) >= rungOf(file))
      .map((target) => `${relative(ROOT, file)} imports ${relative(ROOT, target)}`),
  )
  expect(wrong).toEqual([])
})

/** A tensor has a node of the tape, and a node has tensors: that is the idea. */
const CIRCLES = [['src/autograd/tape.ts', 'src/autograd/tensor.ts']]

it('no modules import each other in a circle, types included', () => {
  const circles = circlesOf(files).map((circle) => circle.map((file) => relative(ROOT, file)))
  const listed = CIRCLES.map((each) => each.join())
  expect(circles.filter((circle) => !listed.includes(circle.join()))).toEqual([])
})

/** Tarjan's strongly connected components of more than one module, each in alphabetical order. */
function circlesOf(all: readonly string[]): string[][] {
  const found: string[][] = []
  const number = new Map<string, number>()
  const open: string[] = []
  /** Returns the lowest number that can be reached. */
  const visit = (file: string): number => {
    const own = number.size
    number.set(file, own)
    open.push(file)
    let lowest = own
    for (const target of modulesOf(file)) {
      const known = number.get(target)
      if (known === undefined) lowest = Math.min(lowest, visit(target))
      else if (open.includes(target)) lowest = Math.min(lowest, known)
    }
    if (lowest === own) {
      const circle = open.splice(open.indexOf(file))
      if (circle.length > 1) found.push(circle.sort())
    }
    return lowest
  }
  for (const file of all) if (!number.has(file)) visit(file)
  return found
}

/** Lines that a file may have. */
const CEILINGS = { ts: 250, tsx: 250, wgsl: 220 }

/**
 * Files above their ceiling, and the lines that each may have. A size may only fall, and the list only shrink.
 * The kernels hold three twins of one loop each, since WGSL has no templates.
 */
const DEBT: Readonly<Record<string, number>> = {
  'shaders/convShared.wgsl': 282,
}

it('files are short enough to read in one sitting', () => {
  const shaders = readdirSync(join(ROOT, 'shaders'), { recursive: true, encoding: 'utf8' })
  const kernels = shaders.filter((name) => name.endsWith('.wgsl'))
  const all = [...files, ...kernels.map((name) => join(ROOT, 'shaders', name))]
  const long = all.flatMap((file) => {
    const path = relative(ROOT, file)
    const kind = path.split('.').at(-1) as keyof typeof CEILINGS
    const lines = readFileSync(file, 'utf8').split('\n').length - 1
    const allowed = DEBT[path] ?? CEILINGS[kind]
    // An entry that fell is lowered, so that it cannot rise again.
    const fits = path in DEBT ? lines === allowed : lines <= allowed
    return fits ? [] : [`${path}: ${lines} lines, not ${allowed}`]
  })
  expect(long).toEqual([])
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
