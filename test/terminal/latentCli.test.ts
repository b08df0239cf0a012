// `ganvas latent`, as a user types it: the files of its commands, in both runtimes, and that bad input gets
// one clear line and leaves nothing.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { film } from '../../src/cli/folder/gif'
import { sheet } from '../../src/cli/folder/png'
import { readSafetensors, writeSafetensors } from '../../src/data/safetensors'
import { seededNoise } from '../../src/gan/model/noise'
import { idxImages } from '../support/idx'
import { tell } from '../support/terminal'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
const at = (...parts: string[]) => join(folder, ...parts)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const latent = (command: string, out: string, ...args: string[]) =>
  tell('latent', command, '--checkpoint', at('run'), '--out', at(out), ...args)

const sizeOf = (name: string) => {
  const { width, height } = PNG.sync.read(readFileSync(at(name)))
  return [width, height]
}
const vectorsIn = (name: string) => readSafetensors(readFileSync(at(name)), name).tensors.get('z')

/** Width of images of 16 pixels with gaps of 2, in a picture. */
const across = (images: number) => images * 18 + 2

beforeAll(async () => {
  writeFileSync(at('own.idx'), idxImages(20, 12, 16))
  const small = ['--image-size', '16', '--width', '4', '--batch-size', '8', '--latent', '8']
  const { status } = await tell(
    'train',
    '--data',
    at('own.idx'),
    ...small,
    '--steps',
    '2',
    '--out',
    at('run'),
  )
  expect(status).toBe(0)
})

const WAY = [
  '--from',
  '3',
  '--through',
  '5:2',
  '--to',
  '7',
  '--frames',
  '4',
  '--film',
  '6',
  '--scale',
  '1',
]

describe('writes what it says', () => {
  test('interpolate: a row for each pair above its nearest training images, and a film', async () => {
    const { status, stdout } = await latent(
      'interpolate',
      'way.png',
      ...WAY,
      '--save',
      at('way.safetensors'),
    )
    expect(status).toBe(0)
    // Two pairs of rows, and a quarter of an image between them.
    expect(sizeOf('way.png')).toEqual([across(4), across(4) + 4 + 2])
    // 11 frames there, 9 back.
    expect(framesIn(readFileSync(at('way.gif')))).toEqual({ width: 32, height: 32, frames: 20 })
    expect(stdout).toMatch(
      /smoothness [\d.]+: the largest of 10 steps over their mean, in pixels; of the training images/,
    )
    const z = vectorsIn('way.safetensors')
    expect(z?.shape).toEqual([8, 8, 1, 1])
    expect([...(z?.data.subarray(0, 8) ?? [])]).toEqual([...seededNoise(3, 1, 8)])
    expect([...(z?.data.subarray(32, 40) ?? [])]).toEqual([...seededNoise(5, 3, 8).subarray(16)])
  })

  test('interpolate: the same in Chrome', async () => {
    const args = ['--checkpoint', at('run'), '--out', at('chrome.png'), '--runtime', 'chrome']
    const { status } = await tell('latent', 'interpolate', ...WAY, ...args)
    expect(status).toBe(0)
    const pixels = (name: string) => PNG.sync.read(readFileSync(at(name))).data
    const other = pixels('chrome.png')
    // Roundings may cross the boundary between two bytes.
    const apart = pixels('way.png').map((byte, i) => Math.abs(byte - (other[i] ?? 0)))
    expect(Math.max(...apart)).toBeLessThanOrEqual(1)
  })

  test('arithmetic: the slots on their means, the signs, the sum and what is near', async () => {
    const { status } = await latent(
      'arithmetic',
      'sum.png',
      '--a',
      '1,2,3',
      '--b',
      `${at('way.safetensors')}:4`,
      '--c',
      '5,6',
      '--scale',
      '1',
    )
    expect(status).toBe(0)
    // A - B + C = sum, a space, and three more: seven images, and four signs of half the width.
    expect(sizeOf('sum.png')).toEqual([7 * 18 + 4 * 10 + 2, across(4)])
  })

  test('map: of a plane, and between corners', async () => {
    const plane = await latent('map', 'plane.png', '--size', '3', '--scale', '1')
    const corners = await latent('map', 'corners.png', '--size', '3', '--corners', '1,2,3')
    expect([plane.status, corners.status]).toEqual([0, 0])
    expect(sizeOf('plane.png')).toEqual([across(3), across(3)])
    expect(sizeOf('corners.png')).toEqual([2 * across(3), 2 * across(3)])
  })

  test('truncation: a row for each threshold, and one without', async () => {
    const args = [
      '--thresholds',
      '0.5,1',
      '--count',
      '4',
      '--scale',
      '1',
      '--save',
      at('cut.safetensors'),
    ]
    expect((await latent('truncation', 'cut.png', ...args)).status).toBe(0)
    expect(sizeOf('cut.png')).toEqual([across(4), across(3)])
    const { data } = vectorsIn('cut.safetensors') ?? { data: new Float32Array(0) }
    const most = [0, 32, 64].map((first) =>
      Math.max(...[...data.subarray(first, first + 32)].map((value) => Math.abs(Number(value)))),
    )
    expect(most[0]).toBeLessThanOrEqual(0.5)
    expect(most[1]).toBeLessThanOrEqual(1)
    expect(most[2]).toBeGreaterThan(1)
  })

  test('invert: what a PNG, a training image and a seed are nearest to', async () => {
    const white = new PNG({ width: 10, height: 16 })
    white.data.fill(255)
    writeFileSync(at('white.png'), PNG.sync.write(white))
    const targets = ['--image', at('white.png'), '--train', '3,0', '--of', '4']
    const { status, stdout } = await latent(
      'invert',
      'back.png',
      ...targets,
      '--restarts',
      '2',
      '--steps',
      '20',
      '--scale',
      '1',
    )
    expect(status).toBe(0)
    // target ≈ nearest, a space, and the other.
    expect(sizeOf('back.png')).toEqual([3 * 18 + 2 * 10 + 2, across(4)])
    expect(vectorsIn('back.safetensors')?.shape).toEqual([4, 8, 1, 1])
    expect(stdout.match(/: MSE \d/g)).toHaveLength(4)
    expect(stdout).toMatch(/image 1 of --of: MSE .*, cosine to the z it was drawn from /)
    const { data, width } = PNG.sync.read(readFileSync(at('back.png')))
    const byte = (x: number, y: number) => data[(y * width + x) * 4]
    // The white image is padded evenly with black.
    expect([byte(2 + 2, 10), byte(2 + 3, 10), byte(2 + 12, 10), byte(2 + 13, 10)]).toEqual([
      0, 255, 255, 0,
    ])
  })
})

describe('attributes', () => {
  const directions = (...args: string[]) =>
    tell('latent', 'directions', '--checkpoint', at('run'), ...args)
  const tensorsIn = (path: string) => [...readSafetensors(readFileSync(path), path).tensors.keys()]

  test('directions are fitted, measured and saved; edits draw before above after', async () => {
    const { status, stdout } = await directions('--measure', '20', '--json', at('success.json'))
    expect(status).toBe(0)
    const path = at('run', 'directions.safetensors')
    const { thick } = Object.fromEntries(readSafetensors(readFileSync(path), path).tensors)
    expect(thick?.shape).toEqual([1, 8])
    expect(stdout).toMatch(/^thick( +[\d.]+ %){10}$/m)
    const { measurements } = JSON.parse(readFileSync(at('success.json'), 'utf8'))
    expect(measurements).toHaveLength(1)
    const [{ attribute, edits, linear, guided, random }] = measurements
    expect({ attribute, edits }).toEqual({ attribute: 'thick', edits: 20 })
    // Even a generator that learned nothing has more ink on one side of its latent space.
    expect(linear.both).toBeGreaterThan(random.both)
    expect(guided.both).toBeGreaterThan(0.9)

    const args = ['--seeds', '1,2,5', '--scale', '1', '--save', at('thin.safetensors')]
    /** How far each code went along the direction. */
    const wayOf = async (name: string, ...more: string[]) => {
      expect((await latent('edit', name, ...args, ...more)).status).toBe(0)
      expect(sizeOf(name)).toEqual([across(3), across(2)])
      const { data } = vectorsIn('thin.safetensors') ?? { data: [] }
      return [1, 2, 5].map((seed, n) =>
        seededNoise(seed, 1, 8).reduce((sum, before, i) => {
          return sum + (Number(data[8 * n + i]) - before) * Number(thick?.data[i])
        }, 0),
      )
    }
    for (const way of [
      await wayOf('line.png', '--add', 'thick:-2'),
      await wayOf('guided.png', '--add', 'thick:-2', '--guided'),
    ]) {
      expect(Math.max(...way)).toBeLessThan(0)
    }
    // A code whose image is thick already is moved a little.
    expect(Math.min(...(await wayOf('enough.png', '--add', 'thick')))).toBeGreaterThan(0)
  })

  test('two handfuls of images show an attribute', async () => {
    const shown = ['--with', '1,2,7:3', '--without', '3,4']
    const out = at('shown.safetensors')
    const { status } = await directions('--attribute', 'smile', ...shown, '--out', out)
    expect(status).toBe(0)
    expect(tensorsIn(out)).toEqual(['smile'])
  })
})

describe('a conditional run', () => {
  const told = (...args: string[]) => tell('latent', 'map', '--checkpoint', at('told'), ...args)

  test('draws the class that is asked for', async () => {
    const small = ['--model', 'mlp', '--width', '1', '--batch-size', '8', '--latent', '8']
    const options = [...small, '--conditional', '--ema', '0', '--steps', '1', '--out', at('told')]
    expect((await tell('train', ...options)).status).toBe(0)
    const draw = async (wanted: string) => {
      const out = at(`class${wanted}.png`)
      const rest = ['--class', wanted, '--size', '2', '--directions', 'random', '--out', out]
      expect((await tell('latent', 'map', '--checkpoint', at('told'), ...rest)).status).toBe(0)
      return readFileSync(out)
    }
    expect((await draw('3')).equals(await draw('4'))).toBe(false)
  })

  test('must be asked for one; another run must not', async () => {
    const none = await told('--out', at('bad.png'))
    expect(none.lines).toHaveLength(1)
    expect(none.lines[0]).toMatch(/told knows classes 0 to 9\. Add --class with one of them/)
    const other = await told('--class', '10', '--out', at('bad.png'))
    expect(other.lines[0]).toMatch(/told knows classes 0 to 9\. Take one of them/)
    const run = ['--checkpoint', at('run'), '--class', '1', '--out', at('bad.png')]
    const plain = await tell('latent', 'map', ...run)
    expect(plain.lines[0]).toMatch(/--class 1: the run in .* was not told classes\. Leave it out/)
    const average = await told('--class', '1', '--ema', '--out', at('bad.png'))
    expect(average.lines[0]).toMatch(/--ema: the run in .* keeps no average/)
    expect([none, other, plain, average].map(({ status }) => status)).toEqual([2, 2, 2, 2])
    expect(existsSync(at('bad.png'))).toBe(false)
  })
})

describe('pictures', () => {
  const size = { height: 16, width: 16, channels: 1 }
  const image = (value: number) => new Float32Array(256).fill(value)

  test('a sheet is as wide as its images and signs; each pixel is enlarged', () => {
    const png = PNG.sync.read(
      Buffer.from(sheet([[image(1), '-', image(0)], []], { ...size, scale: 2 })),
    )
    expect([png.width, png.height]).toEqual([2 * (2 + 18 + 10 + 18), 2 * (2 + 18 + 6)])
    const byte = (x: number, y: number) => png.data[(y * png.width + x) * 4]
    expect([byte(3, 20), byte(4, 20), byte(35, 20), byte(36, 20)]).toEqual([0, 255, 255, 0])
    expect(byte(2 * (2 + 18 + 10 + 5), 20)).toBe(128)
    // The bar of the minus is 10 wide and 2 high, in the middle.
    const white = Array.from({ length: 2 * 34 }, (_, y) => byte(2 * (2 + 18 + 4), y) === 255)
    expect(white.filter(Boolean)).toHaveLength(2 * 2)
  })

  test('a film of grey images keeps every level', () => {
    const frames = [image(-1), image(1)]
    const gif = film(frames, { ...size, scale: 3, delay: 100 })
    expect(framesIn(gif)).toEqual({ width: 48, height: 48, frames: 2 })
    expect([...gif.subarray(13, 13 + 768)]).toEqual(
      Array.from({ length: 768 }, (_, i) => Math.floor(i / 3)),
    )
  })

  test('a film of coloured images has frames of their size', () => {
    const colours = Float32Array.from({ length: 768 }, (_, i) => (i % 3) - 1)
    const gif = film([colours, colours], { ...size, channels: 3, scale: 1, delay: 100 })
    expect(framesIn(gif)).toEqual({ width: 16, height: 16, frames: 2 })
  })
})

describe('bad input gets one line and leaves nothing', () => {
  const z = (shape: number[]) => {
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1))
    return writeSafetensors(new Map([['z', { dtype: 'F32', shape, data }]]))
  }
  writeFileSync(at('of9.safetensors'), z([2, 9]))
  writeFileSync(at('of8.safetensors'), z([2, 8]))
  writeFileSync(at('flat.safetensors'), z([8]))
  writeFileSync(at('broken.safetensors'), 'broken')
  writeFileSync(at('large.png'), PNG.sync.write(new PNG({ width: 40, height: 4 })))
  writeFileSync(at('broken.png'), 'broken')

  for (const name of ['sad', 'gay']) {
    mkdirSync(at('faces', name), { recursive: true })
    const face = new PNG({ width: 16, height: 16 })
    writeFileSync(at('faces', name, '1.png'), PNG.sync.write(face))
    writeFileSync(at('faces', name, '2.png'), PNG.sync.write(face))
  }

  const from = (name: string) => ['interpolate', '--from', name]
  const many = (count: number) => Array(count).fill('1').join(',')
  const cases: [string[], RegExp, number][] = [
    [['interpolat'], /unknown command 'interpolat' \(Did you mean interpolate\?\)/, 2],
    [['arithmetic', '--a', '1', '--b', '2'], /required option '--c <vectors>'/, 2],
    [from('x'), /--from .* "x" is not a seed, SEED:N .* or FILE\.safetensors:N/, 2],
    [from('1,2'), /--from .* It must be one vector/, 2],
    [from('99999999999'), /--from .* "99999999999" is not a seed/, 2],
    [['map', '--corners', '1,2'], /--corners .* It must be 3 values with commas between/, 2],
    [['map', '--size', '1'], /--size .* whole number from 2/, 2],
    [
      ['map', '--size', '1000'],
      /--size: 1000 × 1000 images with --scale 2 are 36,004 × 36,004 pixels, .* Use a smaller --size or --scale/,
      2,
    ],
    [
      ['interpolate', '--frames', '1000', '--through', '1,2,3,4,5,6', '--scale', '16'],
      /--frames: 1000 × 14 images .* Use a smaller --frames or --scale/,
      2,
    ],
    [['truncation', '--count', '1000', '--scale', '16'], /--count: 1000 × 4 images with/, 2],
    [
      ['arithmetic', '--a', '1', '--b', many(300), '--c', '3', '--scale', '16'],
      /--b: 11 × 301 images with --scale 16 .* Use a smaller --b or --scale/,
      2,
    ],
    [
      ['invert', '--of', many(50), '--restarts', '64', '--scale', '16'],
      /--restarts: 67 × 50 images with --scale 16/,
      2,
    ],
    [['truncation', '--thresholds', '1,0'], /--thresholds .* number from 0\.01/, 2],
    [['truncation', '--truncation', '1'], /unknown option '--truncation'/, 2],
    [['invert'], /no target: add --image, --train or --of/, 2],
    [['invert', '--train', '20'], /--train 20: .*own\.idx has images 0 to 19/, 2],
    [['invert', '--save', 'z.npy', '--of', '1'], /must be a path that ends in \.safetensors/, 2],
    [from(at('nothing.safetensors')), /cannot read .*nothing\.safetensors/, 1],
    [
      from(at('of9.safetensors')),
      /of9\.safetensors holds vectors of 9, but this generator takes 8/,
      1,
    ],
    [
      from(`${at('of8.safetensors')}:2`),
      /of8\.safetensors holds 2 vectors, from 0; there is no 2/,
      1,
    ],
    [from(at('flat.safetensors')), /vectors must be \[count, latent\], but are \[8\]/, 1],
    [from(at('broken.safetensors')), /broken\.safetensors: not a safetensors file/, 1],
    [
      ['invert', '--image', at('large.png')],
      /large\.png is 40 × 4 pixels, too few to learn from/,
      1,
    ],
    [['invert', '--image', at('broken.png')], /broken\.png is no image, but a text file/, 1],
    [['invert', '--image', at('nothing.png')], /--image .*nothing\.png: no such folder or file/, 2],
    [
      ['directions', '--attribute', 'smile'],
      /--attribute smile: the run knows thick\. For another, add =PATH of labelled pictures, or --with/,
      2,
    ],
    [
      ['directions', '--attribute', `smile=${at('own.idx')}`],
      /--attribute: .*own\.idx has no labels\. Put pictures with the attribute/,
      1,
    ],
    [
      ['directions', '--attribute', `smile=${at('faces')}`],
      /--attribute smile=.*faces: the classes there are gay, sad\. Take one of them/,
      2,
    ],
    [['directions', '--attribute', '=x'], /--attribute .* It must be a name, or NAME=PATH/, 2],
    [['directions', '--with', '1'], /--with and --without belong together/, 2],
    [['directions', '--with', '1', '--without', '2'], /Add one --attribute with its name/, 2],
    [
      ['directions', '--attribute', 'a', '--with', '1,3', '--without', '2,1'],
      /--with and --without name a vector twice/,
      2,
    ],
    [['edit', '--seeds', '1', '--add', 'thick:x'], /--add .* It must be NAME or NAME:X/, 2],
    [
      ['edit', '--seeds', '1', '--add', 'thick', '--directions', at('of8.safetensors')],
      /of8\.safetensors holds no directions\. Write them with ganvas latent directions/,
      1,
    ],
    [
      ['edit', '--seeds', '1', '--add', 'thick', '--directions', at('none.safetensors')],
      /none\.safetensors does not exist\. Write it with ganvas latent directions/,
      1,
    ],
    [
      ['edit', '--seeds', '1', '--add', 'smile', '--guided'],
      /--add smile: a guided edit knows thick\. For another, add --attribute smile=PATH/,
      2,
    ],
    [
      ['mix', '--rows', '1', '--columns', '2'],
      /^ganvas: latent mix: a dcgan has no styles\. Take a run of --model style$/,
      2,
    ],
    [['claims'], /own\.idx has no labels to train a judge on/, 1],
  ]
  test.each(cases)('%j', async (args, message, status) => {
    const [command = '', ...rest] = args
    const out = ['--out', at(command === 'directions' ? 'bad.safetensors' : 'bad.png')]
    const place = command === 'claims' ? ['--json', at('bad.json')] : out
    const told = await tell('latent', command, '--checkpoint', at('run'), ...place, ...rest)
    expect(told.lines).toHaveLength(1)
    expect(told.lines[0]).toMatch(message)
    expect(told.status).toBe(status)
    expect(readdirSync(folder).filter((name) => name.startsWith('bad'))).toEqual([])
  })

  test('a place that cannot be written to is told before the work', async () => {
    for (const name of ['taken.gif', 'taken.safetensors', 'taken.json']) mkdirSync(at(name))
    for (const [args, option] of [
      [['interpolate', '--out', at('taken.png')], '--out'],
      [['invert', '--train', '0', '--out', at('taken.png')], '--save'],
      [['claims', '--json', at('taken.json')], '--json'],
    ] as const) {
      const [command, ...rest] = args
      const { stderr, lines } = await tell('latent', command, '--checkpoint', at('run'), ...rest)
      expect(lines).toHaveLength(1)
      expect(lines[0]).toMatch(new RegExp(`${option} .*taken\\.\\w+ is not a regular file`))
      expect(stderr).not.toContain('adapter')
    }
    expect(existsSync(at('taken.png'))).toBe(false)
  })

  test('a run that is not there, and weights of another shape', async () => {
    const missing = await tell(
      'latent',
      'map',
      '--checkpoint',
      at('nothing'),
      '--out',
      at('bad.png'),
    )
    expect(missing.lines[0]).toMatch(/holds no run: config\.json is missing/)
    const path = at('run', 'config.json')
    const config = readFileSync(path, 'utf8')
    writeFileSync(path, config.replace('"width": 4', '"width": 5'))
    const other = await tell('latent', 'map', '--checkpoint', at('run'), '--out', at('bad.png'))
    writeFileSync(path, config)
    expect(other.lines.at(-1)).toMatch(
      /generator-ema\.safetensors does not fit the settings of the run: /,
    )
    expect([missing.status, other.status]).toEqual([1, 1])
    expect(existsSync(at('bad.png'))).toBe(false)
  })
})

/** Size and number of frames of a GIF, block by block. */
function framesIn(gif: Uint8Array): { width: number; height: number; frames: number } {
  const bytes = new DataView(gif.buffer, gif.byteOffset, gif.byteLength)
  expect(new TextDecoder().decode(gif.subarray(0, 6))).toBe('GIF89a')
  const tableOf = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
  const pastBlocks = (from: number) => {
    let end = from
    while (gif[end] !== 0) end += (gif[end] ?? 0) + 1
    return end + 1
  }
  let frames = 0
  let place = 13 + tableOf(gif[10] ?? 0)
  while (gif[place] !== 0x3b) {
    if (gif[place] === 0x21) {
      place = pastBlocks(place + 2)
      continue
    }
    expect(gif[place]).toBe(0x2c)
    frames++
    place = pastBlocks(place + 11 + tableOf(gif[place + 9] ?? 0))
  }
  expect(place).toBe(gif.length - 1)
  return { width: bytes.getUint16(6, true), height: bytes.getUint16(8, true), frames }
}
