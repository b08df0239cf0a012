// A data set as the terminal reads it: links, what is left out and said, and hints for sprite sheets.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { data } from '../../src/cli/commands/data'
import { readData } from '../../src/cli/data/images'
import { isInData } from '../../src/cli/data/inside'
import { readPictures } from '../../src/cli/data/pictures'
import { beginCommand } from '../../src/cli/folder/outputs'
import { takeReport } from '../../src/cli/terminal/json'
import { runsAmong } from '../../src/gan/run/runNames'
import { idxImages } from '../support/idx'
import { averaged, picture, pngOf } from '../support/own'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
const at = (...parts: string[]) => join(folder, ...parts)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function put(path: string, content: Uint8Array | string = pngOf(picture(1, 16, 16))): string {
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}

async function said(path: string, options: Parameters<typeof data>[1] = {}): Promise<string> {
  const lines: string[] = []
  const spy = vi.spyOn(console, 'log').mockImplementation((line) => lines.push(String(line)))
  await data(path, options).finally(() => spy.mockRestore())
  return lines.join('\n')
}

describe('links', () => {
  it('to folders are followed, each folder once', async () => {
    for (let i = 0; i < 6; i++) put(at('pics', 'dogs & more', `${i}.png`))
    for (let i = 0; i < 4; i++) put(at('sym', 'cats', `${i}.png`))
    symlinkSync(at('pics', 'dogs & more'), at('sym', 'dogs'))
    symlinkSync(at('pics', 'dogs & more'), at('sym', 'hounds'))
    symlinkSync(at('sym'), at('sym', 'loop'))
    symlinkSync(folder, at('sym', 'up'))
    symlinkSync(at('none'), at('sym', 'gone'))
    symlinkSync('/dev/null', at('sym', 'device'))
    const { set, skipped } = await readData(at('sym'))
    expect([set.count, set.names]).toEqual([10, ['cats', 'dogs']])
    expect([...(set.labels ?? [])].filter((label) => label === 1)).toHaveLength(6)
    expect([...skipped].sort()).toEqual([
      'sym/device is a device or a pipe, not a file',
      'sym/gone is a link to nothing',
      'sym/hounds is left out: it is the same folder as sym/dogs',
      'sym/loop is left out: it links to a folder that it is in',
      'sym/up is left out: it links to a folder that it is in',
    ])
  })

  it('to each other end', async () => {
    put(at('a', 'x', '1.png'))
    put(at('b', 'y', '1.png'))
    symlinkSync(at('b'), at('a', 'x', 'b'))
    symlinkSync(at('a', 'x'), at('b', 'y', 'x'))
    const { set, skipped } = await readData(at('a'))
    expect(set.count).toBe(2)
    expect(skipped).toEqual(['a/x/b/y/x is left out: it is the same folder as a/x'])
  })
})

it('runs below the images are not read as images', async () => {
  put(at('here', 'cats', '1.png'))
  put(at('here', 'dogs', '2.png'))
  put(at('here', 'runs', 'images-1', 'samples', '000100.png'))
  const run = ['config.json', 'checkpoint.safetensors', 'generator.safetensors']
  for (const name of run) put(at('here', 'runs', 'images-1', name))
  const { set, skipped } = await readData(at('here'))
  expect([set.count, set.names]).toEqual([2, ['cats', 'dogs']])
  expect(skipped).toEqual(['here/runs/images-1 is left out: it is the folder of a run'])
})

it('runs are found among the paths of a page or a zip, but not where they are all there is', () => {
  const run = (folder: string) => [`${folder}/config.json`, `${folder}/checkpoint.safetensors`]
  const best = ['here/b/config.json', 'here/b/checkpoints/000100.safetensors']
  const other = ['here/c/config.json', 'here/c/cat.png', 'config.json', 'here.png']
  expect(runsAmong([...run('here/runs/a'), ...best, ...other])).toEqual(['here/runs/a', 'here/b'])
  expect(runsAmong(run('here'))).toEqual([])
})

it('a place in the folder of the images is known, links followed', () => {
  put(at('own', 'cats', '1.png'))
  symlinkSync(at('own', 'cats'), at('elsewhere'))
  const inside = (...names: string[]) => isInData(at(...names), at('own'))
  expect([inside('own'), inside('own', 'cats'), inside('elsewhere')]).toEqual([true, true, true])
  expect(inside('elsewhere', 'new.png')).toBe(true)
  expect([inside('ownother'), inside('other')]).toEqual([false, false])
})

describe('what is left out', () => {
  it('is listed, up to 20 lines, and all of it as JSON', async () => {
    put(at('odd', 'good.png'))
    for (let i = 0; i < 30; i++) put(at('odd', `${i}.txt`), `text ${i}`)
    const text = await said(at('odd'))
    expect(text.match(/^skipped {4}odd\/\d+\.txt is no image, but a text file$/gm)).toHaveLength(20)
    expect(text).toContain(`skipped    10 more: npx ganvas data ${at('odd')} --json lists them`)
    expect(takeReport()).toMatchObject({ skipped: { length: 30 } })
  })

  it('is a device, which has no size', async () => {
    await expect(readData('/dev/zero')).rejects.toThrow(/^zero is a device or a pipe, not a file/)
  })

  it('is nothing of a folder whose name begins with a dot', async () => {
    put(at('.hidden', '1.png'))
    expect((await readData(at('.hidden'))).set.count).toBe(1)
  })
})

describe('data', () => {
  it('writes nothing, unless --out is given, and never into the set', async () => {
    beginCommand('data', { force: false })
    const here = process.cwd()
    put(at('mine', 'data.png'), 'mine')
    process.chdir(at('mine'))
    try {
      expect(await said(at('odd'))).not.toMatch(/^picture/m)
    } finally {
      process.chdir(here)
    }
    await expect(said(at('odd'), { out: at('odd', 'new.png') })).rejects.toThrow(
      /new\.png is in .*odd: it would be read as one of its pictures/,
    )
    const sheet = put(at('mine', 'sheet.png'))
    await expect(said(sheet, { out: sheet })).rejects.toThrow(
      /sheet\.png is an input of this command, which is never replaced/,
    )
    expect(await said(at('odd'), { out: at('seen.png') })).toContain(`picture    ${at('seen.png')}`)
    await said(at('odd'), { out: at('seen.png') })
  })
})

describe('sprite sheets', () => {
  /** Sprites of 12 × 12 in the middle of cells. */
  const sheet = (cell: number, across: number, down: number, more = 0) => {
    const [width, height] = [cell * across + more, cell * down]
    const made = { width, height, rgb: new Uint8Array(3 * width * height) }
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < cell * across; x++) {
        const [u, v] = [(x % cell) - 2, (y % cell) - 2]
        if (u < 0 || v < 0 || u >= cell - 4 || v >= cell - 4) continue
        made.rgb[3 * (y * width + x)] = 60 + ((x * 7 + y * 13) % 190)
      }
    }
    return pngOf(made)
  }
  const hint = async (file: Uint8Array, cell?: number) => {
    const { notes } = await readData(put(at('one.png'), file), { cell })
    return notes.join('; ')
  }

  it('are recognised by gutters, and a size that is a multiple', async () => {
    expect(await hint(sheet(24, 5, 4))).toBe(
      'the only picture looks like a sprite sheet: add --cell 24, which cuts it into 5 × 4 images',
    )
    expect(await hint(pngOf(picture(1, 64, 128)))).toMatch(
      /one picture only\. If it is a sprite sheet, add --cell and the pixels along a side/,
    )
    expect(await hint(pngOf(picture(1, 37, 41)))).toMatch(/add --cell and the pixels along a side/)
  })

  /** Sprites of `side` pixels with gutters between them, and `from` before the first and after the last. */
  const apart = (side: number, gutter: number, from: number) => {
    const length = (count: number) => count * (side + gutter) - gutter + 2 * from
    const made = { width: length(4), height: length(3), rgb: new Uint8Array(0) }
    made.rgb = new Uint8Array(3 * made.width * made.height).fill(77)
    for (let n = 0; n < 12; n++) {
      const [left, top] = [n % 4, Math.floor(n / 4)].map((i) => from + i * (side + gutter))
      const { rgb } = picture(n, side, side)
      for (let y = 0; y < side; y++) {
        made.rgb.set(
          rgb.subarray(3 * y * side, 3 * (y + 1) * side),
          3 * (((top ?? 0) + y) * made.width + (left ?? 0)),
        )
      }
    }
    return pngOf(made)
  }

  it.each([
    [32, 2, 0],
    [32, 2, 2],
    [32, 4, 2],
    [24, 1, 0],
    [20, 3, 3],
  ])(
    'of %i pixels with gutters of %i, %i at the edge, are recognised and cut without them',
    async (side, gutter, from) => {
      const file = apart(side, gutter, from)
      expect(await hint(file)).toMatch(
        new RegExp(
          `sprite sheet: add --cell ${side}, .* 4 × 3 images, without gutters of ${gutter}$`,
        ),
      )
      expect(await hint(file, side)).toBe(
        `one.png has gutters of ${gutter} ${gutter === 1 ? 'pixel' : 'pixels'} between its cells, left out`,
      )
      const { set, paths } = await readData(at('one.png'), {
        cell: side,
        order: (count) => Array(count).keys(),
      })
      expect([set.count, set.height, paths.length]).toEqual([12, side, 12])
      const each = 3 * side * side
      for (let n = 0; n < 12; n++) {
        expect(set.pixels.subarray(n * each, (n + 1) * each)).toEqual(picture(n, side, side).rgb)
      }
    },
  )

  it('lose what a cell does not divide, and empty cells, which is said', async () => {
    expect(await hint(sheet(24, 5, 4, 5), 24)).toBe(
      'one.png has 125 × 96 pixels, no multiple of 24: 5 on the right are cut off',
    )
    expect(await hint(sheet(24, 5, 4, 24), 24)).toBe(
      'one.png has 4 cells of one colour, left out as empty',
    )
    await expect(hint(sheet(24, 2, 2), 64)).rejects.toThrow(
      /one\.png is 48 × 48 pixels, smaller than a cell of 64/,
    )
  })

  it('are not among digits, nor in a file of arrays: --cell says so', async () => {
    expect((await readData('mnist', { cell: 16 })).notes).toEqual([
      '--cell 16 has no effect: mnist has no sheets',
    ])
    const { notes } = await readData(put(at('own.idx'), idxImages(3, 12, 12)), { cell: 16 })
    expect(notes).toEqual(['the cell size 16 has no effect: only pictures are cut into cells'])
  })
})

describe('pictures of other programs', () => {
  const read = (path: string, channels = 3) =>
    readPictures(path, { imageSize: 16, channels, option: '--images' })

  it('are read from sub-folders, in every format and size, in the order of names', async () => {
    const { default: sharp } = await import('sharp')
    const jpeg = await sharp(pngOf(picture(2, 100, 80)))
      .jpeg()
      .toBuffer()
    put(at('mixed', 'a', '10.png'), pngOf(picture(3, 40, 60)))
    put(at('mixed', 'a', '2.jpg'), jpeg)
    put(at('mixed', 'b', 'deep', '1.png'), pngOf(picture(4, 16, 16)))
    const { set } = await read(at('mixed'))
    expect([set.count, set.height, set.width, set.channels]).toEqual([3, 16, 16, 3])
    expect([...set.pixels.subarray(0, 768)]).toEqual([...averaged(picture(3, 40, 60), 16)])
    expect([...set.pixels.subarray(2 * 768)]).toEqual([...picture(4, 16, 16).rgb])
    expect((await read(at('mixed'), 1)).set.channels).toBe(1)
  })

  it('are where the option says, or a line says that they are not', async () => {
    await expect(read(at('nowhere'))).rejects.toThrow(/^--images .*nowhere: no such folder or file/)
  })
})
