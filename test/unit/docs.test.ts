// Checks the documents: lengths, links, anchors, paths, line counts, packages, npm scripts and options of the
// terminal. Checks the paths that comments cite, too. The TypeScript in documents is run by test/long/package.test.ts.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { commands } from '../../src/cli/main'

const ROOT = resolve(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

const SKIPPED = /(^|\/)(node_modules|dist|\.git)$|^runs$/

/** Files of the repository, relative to its root. */
function filesIn(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (!entry.isDirectory()) return [path]
    return SKIPPED.test(path) ? [] : filesIn(path)
  })
}

const files = filesIn()
const documents = files.filter((file) => file.endsWith('.md'))
const sources = files.filter((file) => /\.(tsx?|mjs|js|wgsl|py)$/.test(file))

/** Names that tests give to files of their own. */
const INVENTED = ['broken.wgsl', 'mine.wgsl', 'leaky_relu.wgsl']

/** `src/gpu/plan.ts`, `test/golden`, …: text that claims to be a path of the repository. */
const PATH = /(?<![\w./~-])(?:src|test|shaders|bench|docs|\.ci|\.config|\.github)\/[\w./-]*\w/g

/** Paths in a text that do not exist. NAME stands for any name. */
const missing = (text: string): string[] =>
  [...text.matchAll(PATH)]
    .map(([path]) => path)
    .filter((path) => !path.includes('NAME') && !existsSync(join(ROOT, path)))

const commentsOf = (file: string): string => {
  const code = readFileSync(join(ROOT, file), 'utf8')
  const comment = file.endsWith('.py') ? /#.*|"""[\s\S]*?"""/g : /(?<!:)\/\/.*|\/\*[\s\S]*?\*\//g
  return (code.match(comment) ?? []).join('\n')
}

/** The anchor that GitHub gives a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

const anchorsOf = (document: string): string[] =>
  [...read(document).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchor(heading))

describe('documents', () => {
  it.each([
    ['README.md', 200],
    ['CONTRIBUTING.md', 120],
  ])('%s has at most %d lines', (file, most) => {
    expect(read(file).split('\n').length - 1).toBeLessThanOrEqual(most)
  })

  it('links and anchors exist', () => {
    const links = documents.flatMap((document) =>
      [...read(document).matchAll(/\]\(([^)]+)\)|src="([^"]+)"/g)].map(([, a, b]) => ({
        document,
        link: a ?? b ?? '',
      })),
    )
    expect(links.length).toBeGreaterThan(100)
    const broken = links.filter(({ document, link }) => {
      if (link.startsWith('https://')) return false
      const [path = '', hash] = link.split('#')
      const target = path ? relative(ROOT, resolve(ROOT, dirname(document), path)) : document
      if (!existsSync(join(ROOT, target))) return true
      return hash !== undefined && !anchorsOf(target).includes(hash)
    })
    expect(broken).toEqual([])
  })

  it('files in the reading order have as many lines as the table says', () => {
    const rows = [...read('README.md').matchAll(/^\| (\d+) \| \[`([^`]+)`\]/gm)]
    expect(rows.length).toBeGreaterThan(5)
    for (const [, count, file = ''] of rows) {
      const lines = read(file).trimEnd().split('\n').length
      expect(`${file}: ${lines}`).toBe(`${file}: ${count}`)
    }
  })

  it('list the purpose of each package', () => {
    const [, table = ''] = /## Packages\n([\s\S]*?)\n## /.exec(read('docs/dependencies.md')) ?? []
    const listed = [...table.matchAll(/`([^`]+)`/g)].map(([, name]) => name)
    const { dependencies, optionalDependencies, devDependencies } = JSON.parse(read('package.json'))
    const used = Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies })
    expect(used.filter((name) => !listed.includes(name))).toEqual([])
  })

  it('name npm scripts that exist', () => {
    const scripts = Object.keys(JSON.parse(read('package.json')).scripts)
    const cited = documents.flatMap((file) =>
      [...read(file).matchAll(/npm run ([\w:-]*\w)/g)].map(([, name = '']) => ({ file, name })),
    )
    expect(cited.length).toBeGreaterThan(20)
    expect(cited.filter(({ name }) => name !== 'NAME' && !scripts.includes(name))).toEqual([])
  })
})

describe('options of the terminal in documents', () => {
  const program = commands()

  it('have a row for each command in the table of commands', () => {
    const [, table = ''] = /## Commands\n([\s\S]*?)\n## /.exec(read('docs/terminal.md')) ?? []
    const rows = [...table.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, name]) => name)
    expect(rows.sort()).toEqual(program.commands.map((command) => command.name()).sort())
  })

  const commandIn = (parent: Command, name = ''): Command | undefined =>
    parent.commands.find((command) => command.name() === name)
  const optionsOf = (command: Command): string[] => [
    '--help',
    ...command.options.map(({ long }) => long ?? ''),
  ]
  const OPTION = /(?<![\w-])--[a-z][\w-]*/g

  /** Every `ganvas NAME …` and `npm run NAME -- …`, up to a comment or the end of the code. */
  const lines = documents.flatMap((file) =>
    [...read(file).matchAll(/(?:ganvas|npm run) ([a-z]+)(?: --(?= ))?([^`#\n]*)/g)].flatMap(
      ([line, name = '', rest = '']) => {
        const command = commandIn(program, name)
        if (!command) return []
        const sub = commandIn(command, rest.trim().split(' ')[0])
        return [{ where: `${file}: ${line}`, command: sub ?? command, rest }]
      },
    ),
  )

  it('exist, in each command line', () => {
    expect(lines.length).toBeGreaterThan(40)
    const wrong = lines.flatMap(({ where, command, rest }) =>
      (rest.match(OPTION) ?? [])
        .filter((option) => !optionsOf(command).includes(option))
        .map((option) => `${where}: ${option}`),
    )
    expect(wrong).toEqual([])
  })

  it('exist, where they stand alone', () => {
    const all = [program, ...program.commands, ...program.commands.flatMap((c) => c.commands)]
    const known = all.flatMap(optionsOf)
    const wrong = documents.flatMap((file) =>
      [...read(file).matchAll(/`(--[a-z][\w-]*)[^`\n]*`/g)]
        .filter(([, option = '']) => !known.includes(option))
        .map(([code]) => `${file}: ${code}`),
    )
    expect(wrong).toEqual([])
  })
})

describe('documents and comments', () => {
  const texts = [
    ...documents.map((file) => ({ file, text: read(file) })),
    ...sources.map((file) => ({ file, text: commentsOf(file) })),
  ]

  it('cite paths that exist', () => {
    const found = texts.flatMap(({ file, text }) => missing(text).map((p) => `${file}: ${p}`))
    expect(found).toEqual([])
  })

  it('cite files that exist, by name or by the end of their path', () => {
    const CITED = /(?<![\w./*-])\w[\w./-]*\.(?:tsx?|wgsl|md|mjs)\b/g
    const found = texts.flatMap(({ file, text }) =>
      (text.replace(/https:\S+/g, '').match(CITED) ?? [])
        .filter((cited) => !/NAME|^dist/.test(cited) && !INVENTED.includes(cited))
        .filter((cited) => !files.some((path) => `/${path}`.endsWith(`/${cited}`)))
        .map((cited) => `${file}: ${cited}`),
    )
    expect(found).toEqual([])
  })
})
