// Outputs of commands: a mark in each format, and which files a command may replace.

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
import { join, resolve } from 'node:path'
import { PNG } from 'pngjs'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { refuseInData } from '../../src/cli/data/inside'
import { readWhole } from '../../src/cli/folder/files'
import { filmOfRgba } from '../../src/cli/folder/gif'
import { isMarked, marked } from '../../src/cli/folder/marks'
import { beginCommand, checkPlace, writeOutput } from '../../src/cli/folder/outputs'
import { RunFolder } from '../../src/cli/folder/runFolder'
import { readSafetensors, writeSafetensors } from '../../src/data/safetensors'
import { picture, pngOf } from '../support/own'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
const at = (...parts: string[]) => join(folder, ...parts)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const begin = (name: string, force = false) => beginCommand(name, { force })
beforeEach(() => begin('sample'))

const MARK = 'made by ganvas sample'
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const bytes = (words: string) => new TextEncoder().encode(words)
const png = new Uint8Array(pngOf(picture(1, 16, 16)))

describe('a mark', () => {
  const has = (file: Uint8Array) => isMarked({ head: file, tail: file }, MARK)

  it('leaves the pixels of a PNG', () => {
    const file = marked(png, MARK, 'a.png')
    expect(has(file)).toBe(true)
    const [before, after] = [png, file].map((each) => PNG.sync.read(Buffer.from(each)).data)
    expect(after).toEqual(before)
  })

  it('is a comment of a GIF, an SVG and a Python file', () => {
    const frame = new Uint8ClampedArray(4 * 4).fill(255)
    const gif = filmOfRgba([frame], { width: 2, height: 2, scale: 1, delay: 20, grey: true })
    const file = marked(gif, MARK, 'a.gif')
    expect(has(file)).toBe(true)
    expect([...file.subarray(0, gif.length - 1)]).toEqual([...gif.subarray(0, -1)])
    expect(file.at(-1)).toBe(0x3b)
    expect(text(marked(bytes('<svg></svg>\n'), MARK, 'a.svg'))).toBe(
      `<svg></svg>\n<!-- ${MARK} -->\n`,
    )
    expect(text(marked(bytes('x = 1\n'), MARK, 'a.py'))).toBe(`x = 1\n\n# ${MARK}\n`)
  })

  it('is the first member of JSON', () => {
    const compact = text(marked(bytes('{"a":1}'), MARK, 'a.json'))
    expect(JSON.parse(compact)).toEqual({ origin: MARK, a: 1 })
    for (const space of [1, 2]) {
      const value = { a: [1.5], b: 'x' }
      const file = text(marked(bytes(JSON.stringify(value, null, space)), MARK, 'a.json'))
      expect(file).toBe(JSON.stringify({ origin: MARK, ...value }, null, space))
    }
  })

  it.each([{}, { format: 'pt' }])('is a word of safetensors with %o', (metadata) => {
    const tensors = new Map([['w', { dtype: 'F32', shape: [3], data: Float32Array.of(1, 2, 3) }]])
    const file = writeSafetensors(tensors as Parameters<typeof writeSafetensors>[0], metadata)
    const once = marked(file, MARK, 'w.safetensors')
    expect(marked(once, MARK, 'w.safetensors')).toEqual(once)
    const read = readSafetensors(once, 'w')
    expect(read.metadata).toEqual({ origin: MARK, ...metadata })
    expect(read.tensors).toEqual(tensors)
  })

  it('has a place in every format that is written', () => {
    expect(() => marked(bytes('text'), MARK, 'a.txt')).toThrow(/no place for a mark/)
  })
})

describe('an output', () => {
  it('replaces what the same command made, and nothing else without --force', () => {
    const file = at('drawn.png')
    writeOutput(file, png)
    writeOutput(file, png)
    begin('data')
    const other = /drawn\.png exists, and was not made by ganvas data\. .*--force/
    expect(() => checkPlace(file)).toThrow(other)
    expect(() => writeOutput(file, png)).toThrow(other)
    writeFileSync(file, png)
    begin('sample')
    expect(() => checkPlace(file, '--save')).toThrow(/^--save .*drawn\.png exists/)
    begin('sample', true)
    checkPlace(file)
    writeOutput(file, png)
    expect(readFileSync(file).includes(MARK)).toBe(true)
  })

  it('does not replace a file that the command reads, by whatever name', () => {
    const [file, link] = [at('read.png'), at('link.png')]
    writeOutput(file, png)
    symlinkSync(file, link)
    readWhole(file)
    expect(() => checkPlace(link)).toThrow(/--out .*link\.png is an input of this command/)
    begin('sample', true)
    readWhole(file)
    expect(() => checkPlace(link)).toThrow(/an input of this command, which is never replaced/)
    expect(() => writeOutput(link, png)).toThrow(/an input of this command/)
    begin('sample')
    checkPlace(link)
  })
})

it('is not written among images, but into the folder of a run below them', () => {
  const inside = (path: string) => () => refuseInData(path, { data: at('photos') })
  mkdirSync(at('photos', 'run', 'samples'), { recursive: true })
  expect(inside(at('photos', 'x.png'))).toThrow(/x\.png is in .*photos: it would be read as one/)
  expect(inside(at('photos', 'run', 'x.png'))).toThrow(/it would be read/)
  for (const name of ['config.json', 'checkpoint.safetensors']) {
    writeFileSync(at('photos', 'run', name), '')
  }
  inside(at('photos', 'run', 'x.png'))()
  inside(at('photos', 'run', 'samples', 'x.png'))()
  inside(at('x.png'))()
  begin('sample', true)
  inside(at('photos', 'x.png'))()
})

describe('images that moved', () => {
  // The path that a run remembers.
  const gone = at('gone')
  const among = (path: string, ...classNames: string[]) => {
    return () => refuseInData(at(path), { data: gone, classNames })
  }
  const moved = /moved\/.*x\.\w+ is in .*moved, which may be the moved .*gone: it would be read/

  it('are known by the folders of their classes', () => {
    for (const name of ['cats', 'dogs']) mkdirSync(at('moved', name), { recursive: true })
    const inside = (path: string) => among(path, 'cats', 'dogs')
    for (const path of ['moved/x.png', 'moved/x.onnx', 'moved/cats/x.gif', 'moved/new/x.png']) {
      expect(inside(path)).toThrow(moved)
    }
    among('moved/x.png', 'cats', 'birds')()
    inside('x.png')()
    begin('export', true)
    inside('moved/x.png')()
  })

  it('are known by pictures that Ganvas did not make, where a picture is written', () => {
    mkdirSync(at('flat', 'run'), { recursive: true })
    writeOutput(at('flat', 'mine.png'), png)
    among('flat/x.png')()
    symlinkSync('run', at('flat', 'folder.png'))
    symlinkSync('nowhere', at('flat', 'nothing.png'))
    among('flat/x.png')()
    writeFileSync(at('flat', 'theirs.JPG'), png)
    expect(among('flat/x.png')).toThrow(/flat, which may be the moved .*gone/)
    among('flat/x.onnx')()
    for (const name of ['config.json', 'checkpoint.safetensors', 'theirs.png']) {
      writeFileSync(at('flat', 'run', name), '')
    }
    among('flat/run/x.png')()
    // A zip does not hold what is beside it; a name is no path.
    for (const data of [`${gone}.zip`, 'mnist', 'own', '']) {
      refuseInData(at('flat', 'x.png'), { data })
    }
  })
})

it('is written through outputs.ts by each command; caches and event files are not outputs', () => {
  const commands = resolve(import.meta.dirname, '../../src/cli/commands')
  const files = readdirSync(commands, { recursive: true, encoding: 'utf8' })
  const past = files.filter((name) => {
    const code = name.endsWith('.ts') ? readFileSync(join(commands, name), 'utf8') : ''
    return /\b(writeWhole|alias|append)\(|writeFile|createWriteStream/.test(code)
  })
  expect(past.sort()).toEqual(['train/tables.ts', 'train/tensorboard.ts'])
})

describe('a run folder', () => {
  const foreign = (name: string) => {
    const path = at(name.replaceAll('/', '-'))
    mkdirSync(join(path, name, '..'), { recursive: true })
    writeFileSync(join(path, name), 'mine')
    return new RunFolder(path)
  }

  it.each(['report.html', 'config.json', 'log.jsonl', 'samples/cat.png', 'generator.safetensors'])(
    'is not begun where %s is of another program',
    (name) => {
      begin('train')
      const run = foreign(name)
      expect(() => run.refuseTaken()).toThrow(
        new RegExp(`${name.split('/')[0]} was not made by ganvas train\\. .*--force`),
      )
      begin('train', true)
      run.refuseTaken()
    },
  )

  it('is begun beside other files', () => foreign('notes.txt').refuseTaken())

  it('keeps an evaluation.json of another program', () => {
    const run = foreign('evaluation.json')
    expect(() => run.writeEvaluation('{}')).toThrow(/evaluation\.json was not made by ganvas/)
  })
})
