// The rooms of the page (src/page/README.md): which may import which, what may run in the worker, and that the lists of
// jobs and of lessons are complete.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as rooms from '../../src/page/jobs'

const PAGE = resolve(import.meta.dirname, '../../src/page')

const files = readdirSync(PAGE, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'),
)

const source = new Map(files.map((file) => [file, readFileSync(join(PAGE, file), 'utf8')]))

/** From low to high: a file imports from its own room and from lower ones. */
const ORDER = [
  ['core'],
  ['lab'],
  ['parts'],
  ['home', 'train', 'latent', 'compare', 'bench', 'translate', 'kernels', 'share'],
  ['lessons/tools'],
  ['lessons/parts'],
  ['lessons/plot'],
  ['a lesson'],
  ['lessons'],
  ['the root'],
]

/** `core/recorded/recorded.ts` → `core`, `lessons/grid/state.ts` → `lessons/grid`. */
function roomOf(file: string): string {
  const [first = '', second = '', third] = file.split('/')
  if (second === '') return 'the root'
  return first === 'lessons' && third !== undefined ? `${first}/${second}` : first
}

function rungOf(room: string): number {
  const listed = ORDER.findIndex((rung) => rung.includes(room))
  if (listed >= 0 || !room.startsWith('lessons/')) return listed
  return ORDER.findIndex((rung) => rung.includes('a lesson'))
}

const IMPORT =
  /(?:^|\n)(?:import|export)( type)? ?([^'"\n]*?(?:\{[^}]*\})?[^'"\n]*?)['"](\.[^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]/g

interface Import {
  to: string
  /** Only types: nothing of it is loaded. */
  typeOnly: boolean
}

function importsOf(file: string): Import[] {
  return [...(source.get(file) ?? '').matchAll(IMPORT)].flatMap(([, type, , fixed, lazy]) => {
    const path = relative(PAGE, resolve(PAGE, dirname(file), fixed ?? lazy ?? ''))
    const to = [path, `${path}.ts`, `${path}.tsx`].find((each) => source.has(each))
    return to === undefined ? [] : [{ to, typeOnly: type !== undefined }]
  })
}

describe('rooms', () => {
  it('all have a place in the order', () => {
    expect(files.map(roomOf).filter((room) => rungOf(room) < 0)).toEqual([])
  })

  it('import only from lower ones', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file).flatMap(({ to }) => {
        const [from, into] = [roomOf(file), roomOf(to)]
        return from === into || rungOf(into) < rungOf(from) ? [] : [`${file} imports ${to}`]
      }),
    )
    expect(wrong).toEqual([])
  })

  it('hold no files that import each other in a circle, types included', () => {
    const circles: string[] = []
    const finished = new Set<string>()
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
      if (path.includes(file) || finished.has(file)) return
      for (const { to } of importsOf(file)) visit(to, [...path, file])
      finished.add(file)
    }
    for (const file of files) visit(file, [])
    expect(circles).toEqual([])
  })
})

describe('the worker', () => {
  /** Everything that it loads, at once or later, and all that is there for it. */
  const loaded = new Set(
    files.filter((file) => /^worker\.ts|^train\/printer\.ts|^lab\/|[jJ]obs\.ts$/.test(file)),
  )
  for (const file of loaded) {
    for (const { to, typeOnly } of importsOf(file)) if (!typeOnly) loaded.add(to)
  }

  it('loads the jobs of every room', () => {
    expect(loaded.size).toBeGreaterThan(60)
  })

  it('has no document and no components', () => {
    const wrong = [...loaded].filter((file) => {
      const code = (source.get(file) ?? '').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
      return /\b(document|localStorage)\b|['"]@?preact/.test(code)
    })
    expect(wrong).toEqual([])
  })
})

describe('lists', () => {
  it('of jobs: each room is in jobs.ts, and no two jobs have one name', () => {
    const made = [...source.values()].flatMap((text) =>
      [...text.matchAll(/^export const (\w+Jobs) = /gm)].map(([, name]) => name),
    )
    expect(Object.keys(rooms).sort()).toEqual(made.sort())
    const names = Object.values(rooms).flatMap((room) => Object.keys(room))
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })

  it('of lessons: each folder with a lesson.tsx is in the book', () => {
    const [, order = ''] = /order = \[([^\]]*)\]/.exec(source.get('lessons/book.ts') ?? '') ?? []
    const folders = files.filter((file) => /^lessons\/\w+\/lesson\.tsx$/.test(file))
    expect([...order.matchAll(/\w+/g)].map(([name]) => name).sort()).toEqual(
      folders.map((file) => file.split('/')[1]).sort(),
    )
  })
})
