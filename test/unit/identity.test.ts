// A run knows its data: the identity of pictures, what is refused on resume, a lost config.json, and classes by name.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { compared, dataOfRun, identified } from '../../src/cli/data/ofRun'
import { classesOf, labelOf } from '../../src/cli/folder/classes'
import { RunFolder } from '../../src/cli/folder/runFolder'
import { identityOf, likeness } from '../../src/data/identity'
import { type NamedSet, rowsOf } from '../../src/data/imageSet'
import { configOf } from '../../src/gan/model/presets'
import { readCheckpoint, writeCheckpoint } from '../../src/gan/run/checkpoint'
import { dataFactsOf, type RunConfig } from '../../src/gan/run/runConfig'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
const at = (...parts: string[]) => join(folder, ...parts)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const COUNT = 12

function images(change: (pixels: Uint8Array) => void = () => {}): NamedSet {
  const pixels = Uint8Array.from({ length: COUNT * 8 * 8 }, (_, i) => (i * 37 + (i >> 6)) % 251)
  change(pixels)
  const labels = Uint8Array.from({ length: COUNT }, (_, i) => i % 2)
  return { count: COUNT, height: 8, width: 8, channels: 1, pixels, labels, names: ['cats', 'dogs'] }
}

const told = { labels: true }
const own = identityOf(images(), told)
const reversed = Uint32Array.from({ length: COUNT }, (_, i) => COUNT - 1 - i)

describe('the identity of images', () => {
  const like = (other: NamedSet, elsewhere = false) =>
    likeness(own, identityOf(other, told), { elsewhere, told: true })

  it('is the same for the same images', () => {
    expect(own.pictures).toMatch(/^[0-9a-f]{16}-[0-9a-f]{8}-[0-9a-f]{32}$/)
    expect(like(images())).toBe('same')
    expect(likeness({}, own, { elsewhere: false, told: true })).toBe('same')
  })

  it('knows the same images in another order', () => {
    const { names = [] } = images()
    expect(like({ ...rowsOf(images(), reversed), names })).toBe('reordered')
  })

  it('sees one changed pixel, one label and one name', () => {
    expect(like(images((pixels) => pixels.set([1], 40)))).toBe('other')
    const [one, two] = [images(), images()]
    one.labels?.set([1], 0)
    expect(like(one)).toBe('other')
    expect(like({ ...two, names: ['cats', 'cows'] })).toBe('other')
    expect(identityOf(one, { labels: false }).pictures).toBe(
      identityOf(two, { labels: false }).pictures,
    )
  })

  it('takes nearly the same images of another program for the same, and only of another', () => {
    const near = images((pixels) => {
      for (let i = 0; i < pixels.length; i += 3) pixels[i] = Math.min(255, (pixels[i] ?? 0) + 1)
    })
    expect(like(near, true)).toBe('decoded')
    expect(like(near)).toBe('other')
    expect(
      like(
        images((pixels) => pixels.fill(9, 0, 300)),
        true,
      ),
    ).toBe('other')
  })
})

const config: RunConfig = {
  ...configOf({ width: 4, classes: 2 }, { software: true, channels: 1 }),
  ...{ data: '/photos', images: COUNT, steps: 5, logEvery: 1, sampleEvery: 1, onCollapse: 'warn' },
  ...{ adapter: 'here', table: {} },
}
const run = identified(config, images())

describe('a resumed run', () => {
  const resume = (set: NamedSet, { changed = false, was = run } = {}) =>
    compared(was, { ...was, data: '/other' }, { images: set, changed })
  const other = images((pixels) => pixels.fill(7, 64, 128))

  it('refuses other pictures and classes in a line that says what to add', () => {
    expect(() => resume(other)).toThrow(
      '/other holds 12 images, but other ones than the run began with. ' +
        'Give those with --data, or add --changed-data to go on with these',
    )
    expect(() => resume({ ...images(), names: ['a', 'b'] })).toThrow(
      /\/other has the classes a, b, but the run began with cats, dogs\. .*--changed-data/,
    )
    expect(() => resume(rowsOf(images(), reversed.subarray(2)))).toThrow(
      /\/other holds 10 images, but the run began with 12\. .*--changed-data/,
    )
  })

  it('goes on with them if asked to, and says so', () => {
    const made = resume({ ...other, names: ['a', 'b'] }, { changed: true })
    expect(made.isChanged).toBe(true)
    expect(made.said).toEqual([
      'changed    data: from now on 12 other images, of /other; classes a, b',
    ])
    expect(made.config.classNames).toEqual(['a', 'b'])
    expect(made.config.pictures).not.toBe(run.pictures)
  })

  it('says what happens with a class that is gone, and with a name that moves', () => {
    const said = (names: string[], label: number) => {
      const set = { ...other, labels: new Uint8Array(COUNT).fill(label), names }
      return resume(set, { changed: true }).said.slice(1)
    }
    expect(said(['dogs'], 0)).toEqual([
      '           no images of class 1 (dogs): G still draws it, but learns no more about it',
      '           classes go by number: 0 was cats, is dogs',
    ])
    expect(said(['cats', 'cows'], 1)).toEqual([
      '           no images of class 0 (cats): G still draws it, but learns no more about it',
    ])
  })

  it('does not go on with pictures that the networks cannot take', () => {
    const three = images()
    three.labels?.set([2], 0)
    expect(() => resume(three, { changed: true })).toThrow(/has 3 classes, but .* told 2 classes/)
    const { labels: _, names: __, ...unlabelled } = images()
    expect(() => resume(unlabelled, { changed: true })).toThrow(/has no labels, but/)
    const colours = { ...images(), channels: 3, width: 4, height: 4, count: 16 }
    expect(() => resume(colours, { changed: true })).toThrow(/holds coloured images, but/)
  })

  it('goes on with the same, in another order, or of a page or an earlier version', () => {
    const { pictures: _, classNames: __, ...earlier } = run
    expect(resume(images()).said).toEqual([])
    expect(resume(other, { was: earlier }).config.pictures).toMatch(/-/)
    const { names = [] } = images()
    expect(resume({ ...rowsOf(images(), reversed), names }).said.join()).toMatch(/another order/)
    const near = images((pixels) => pixels.set([(pixels[0] ?? 0) + 1], 0))
    expect(resume(near, { was: { ...run, data: 'own' } }).said.join()).toMatch(/by a page/)
  })
})

describe('the data of a run', () => {
  const advice = /Add --data and the folder, zip or file that holds them$/

  it('is where --data says, or where it was', () => {
    expect(dataOfRun(config, 'runs/a', 'there')).toBe('there')
    expect(dataOfRun({ ...config, data: folder }, 'runs/a')).toBe(folder)
    expect(dataOfRun({ ...config, data: 'mnist' }, 'runs/a')).toBe('mnist')
  })

  it.each([
    [
      '/gone/away',
      /^runs\/a: the run learned from 12 pictures of \/gone\/away, which is not there\./,
    ],
    ['own', /12 pictures that were chosen in a page\./],
    ['', /12 pictures whose place is not known any more\./],
  ])('%o leads to a line that says what to add', (data, why) => {
    expect(() => dataOfRun({ ...config, data }, 'runs/a')).toThrow(why)
    expect(() => dataOfRun({ ...config, data }, 'runs/a')).toThrow(advice)
  })
})

describe('a config.json that is cut', () => {
  const state = new Map([['clock', Uint32Array.of(1, 2, 3, 4)]])
  const written = (name: string, known: boolean) => {
    const path = at(name)
    mkdirSync(path)
    const data = known ? dataFactsOf(run) : undefined
    const file = writeCheckpoint(state, { step: 5, config: run, table: {}, data })
    writeFileSync(join(path, 'checkpoint.safetensors'), file)
    const whole = new RunFolder(path)
    whole.writeConfig(run)
    writeFileSync(join(path, 'config.json'), JSON.stringify(run).slice(0, 200))
    return { folder: whole, file }
  }

  it('is restored from the checkpoint, which says so once', () => {
    const spy = vi.spyOn(console, 'error').mockImplementation(() => {})
    const { folder: cut, file } = written('cut', true)
    const read = cut.readConfig()
    expect(cut.readConfig()).toBe(read)
    expect(spy.mock.calls.flat()).toEqual([
      expect.stringMatching(/config\.json is not JSON: .*Its settings are taken from .*checkpoint/),
    ])
    spy.mockRestore()
    const { adapter: _, data: __, logEvery, sampleEvery, ...same } = run
    expect(read).toMatchObject(same)
    expect(read.data).toBe('')
    expect(readCheckpoint({ path: 'file', bytes: file }, read).step).toBe(5)
  })

  it('leads to advice where the checkpoint is of an earlier version', () => {
    expect(() => written('earlier', false).folder.readConfig()).toThrow(
      /config\.json is not JSON: .*\. Copy it from a backup or from checkpoints\/best, or write/,
    )
  })
})

describe('a class', () => {
  it('has a name and a number', () => {
    const label = (wanted: string) => labelOf(wanted, run, 'runs/a')
    expect(['cats', 'dogs', '0', '1'].map(label)).toEqual([0, 1, 0, 1])
    expect(() => label('cows')).toThrow(
      '--class cows: the run in runs/a knows the classes cats, dogs. Take one of them',
    )
    expect(() => label('2')).toThrow(/knows the classes cats, dogs/)
    expect(labelOf(undefined, run, 'runs/a')).toBe(undefined)
    expect(labelOf('2', { classes: 3, classNames: ['1', '2', '3'] }, 'runs/a')).toBe(1)
  })

  it('has a number only in runs of earlier versions', () => {
    expect(classesOf({ classes: 10 })).toBe('classes 0 to 9')
    expect(labelOf('9', { classes: 10 }, 'runs/a')).toBe(9)
    expect(() => labelOf('10', { classes: 10 }, 'x')).toThrow(/knows classes 0 to 9/)
    expect(() => labelOf('1', { classes: 0 }, 'x')).toThrow(/was not told classes\. Leave it out/)
  })
})
