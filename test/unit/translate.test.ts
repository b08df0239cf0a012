// Image translation without a GPU: places in the pool, tiles, settings, networks, and the two sets.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import { empty } from '../../src/autograd/tensor'
import { placesOf } from '../../src/catalogue/imagePool'
import { labelsAs } from '../../src/cli/commands/translate/evaluate'
import { areSame, picturesOf, relocated } from '../../src/cli/commands/translate/origin'
import { continued, type Resumed } from '../../src/cli/commands/translate/resume'
import { readDomains } from '../../src/cli/data/domains'
import { readPlanes } from '../../src/cli/data/planes'
import { spanOf } from '../../src/cli/terminal/span'
import { prepared } from '../../src/data/prepare'
import { difference, NO_CLASS, shifted } from '../../src/gan/translate/evaluate'
import { patchCritic } from '../../src/gan/translate/networks'
import { playersOf, translatorOf } from '../../src/gan/translate/players'
import { checkTranslation, presetOf } from '../../src/gan/translate/settings'
import { cutTiles, joinTiles, tilesOf } from '../../src/gan/translate/tiles'
import { trace } from '../../src/gpu/trace'
import { Sequential } from '../../src/nn/layers'
import { picture, pngOf } from '../support/own'

describe('places in the pool', () => {
  const rule = { batchSize: 8, poolSize: 20 }

  it('fill it in order, then half of the images are swapped', () => {
    const batch = (n: number) => placesOf([1, n, n], rule)
    const first = [1, 2, 3].flatMap(batch).slice(0, 20)
    expect(first).toEqual(Array.from({ length: 20 }, (_, i) => 20 + i))
    const later = Array.from({ length: 500 }, (_, n) => batch(n + 4)).flat()
    const swapped = later.filter((place) => place < 20)
    expect(swapped.length / later.length).toBeCloseTo(0.5, 1)
    // Every place as often as the others.
    const counts = Array.from(
      { length: 20 },
      (_, place) => swapped.filter((p) => p === place).length,
    )
    expect(Math.min(...counts)).toBeGreaterThan(0.7 * (swapped.length / 20))
    expect(later.some((place) => place > 19 && place < 40)).toBe(false)
  })

  it('go to no two images of a batch', () => {
    for (let n = 1; n < 300; n++) {
      const stored = placesOf([7, n, n], { batchSize: 16, poolSize: 10 })
        .filter((place) => place < 20)
        .map((place) => place % 10)
      expect(new Set(stored).size).toBe(stored.length)
    }
  })
})

describe('a run that goes on', () => {
  const set = (first: number) => {
    const pixels = Uint8Array.from({ length: 4 * 3072 }, (_, i) => (i * 7 + first) % 251)
    return { count: 4, height: 32, width: 32, channels: 3, pixels }
  }
  const sets = { a: set(0), b: set(100) }
  const domains = { sets, heldOut: { a: set(50), b: set(60) }, partners: false, said: [] }
  const config = checkTranslation(
    {
      ...presetOf({ batchSize: 2 }, { paired: false }),
      ...{ kind: 'translation', from: 'mnist', to: 'own', paired: false, channels: 3 },
      ...{ images: { a: 4, b: 4 }, pictures: picturesOf(sets), adapter: 'a CPU' },
    },
    'config.json',
  )
  const stepsTo = (steps: number | undefined, step = 100) => {
    const folder = { path: 'run' }
    const resumed = { folder, was: config, config, step } as unknown as Resumed
    return continued(resumed, steps === undefined ? {} : { steps }, domains).config.steps
  }

  it('trains to --steps, or that many more where it is past it', () => {
    expect([undefined, 650, 50, 100].map((steps) => stepsTo(steps))).toEqual([700, 650, 150, 200])
    expect(() => stepsTo(undefined, 700)).toThrow('run is complete: 700 of 700 steps. Add --steps')
    expect(spanOf(100, 650, 700)).toBe('from 100 to 650 instead of 700')
    expect(spanOf(100, 800, 700)).toBe('from 100 to 800')
  })

  it('keeps its settings, and its images unless they may change', () => {
    const resumed = { was: config, config, step: 1 } as unknown as Resumed
    expect(() => continued(resumed, { width: 9 }, domains)).toThrow(
      '--width: the run began with width 16, which cannot change. Leave it out',
    )
    const others = { ...domains, sets: { ...sets, b: set(9) } }
    expect(() => continued(resumed, {}, others)).toThrow(
      /own holds other images .* with --to, or add/,
    )
    const changed = continued(resumed, { changedData: true }, others)
    expect([changed.changed, changed.config.pictures]).toEqual([['own'], picturesOf(others.sets)])
    const few = { ...others, sets: { ...sets, b: { ...set(9), count: 1 } } }
    expect(() => continued(resumed, { changedData: true }, few)).toThrow(/batch of 2 is larger/)
    const grey = { ...others, sets: { ...sets, b: { ...set(9), channels: 1 } } }
    expect(() => continued(resumed, { changedData: true }, grey)).toThrow(/holds grey images, but/)
  })

  it('says which options its images need', () => {
    const at = (from: string, to: string) => () =>
      relocated({ ...config, from, to }, { run: 'run', given: {} })
    expect(at('mnist', 'own')).toThrow(
      'run: the run learned from images that were chosen in a page. Add --to and the place where they are now',
    )
    expect(at('/gone/a', '/gone/b')).toThrow(
      'of /gone/a and /gone/b, which are not there. Add --from and --to and the places where they are now',
    )
  })

  it('is not begun with the same images twice, in whatever order', () => {
    expect(areSame(domains)).toBe(false)
    expect(areSame({ sets: { a: set(1), b: set(2) }, heldOut: { a: set(2), b: set(1) } })).toBe(
      true,
    )
  })
})

describe('tiles', () => {
  const plane = (width: number, height: number, channels: number) => ({
    ...{ width, height, channels },
    values: Float32Array.from({ length: width * height * channels }, (_, i) => Math.sin(i)),
  })

  it.each([
    [32, 32, 1],
    [33, 32, 4 / 2],
    [64, 32, 3],
    [100, 77, 24],
  ])('of a picture of %d × %d cover it, and make it again', (width, height, count) => {
    const given = plane(width, height, 3)
    const places = tilesOf(given, 32)
    expect(places).toHaveLength(count)
    const tiles = cutTiles(given, places, 32)
    const made = joinTiles(tiles, places, { ...given, side: 32 })
    expect(difference(made.values, given.values)).toBeLessThan(1e-7)
  })

  it('fade into one another', () => {
    const given = { width: 48, height: 32, channels: 1 }
    const places = tilesOf(given, 32)
    const tiles = new Float32Array(2 * 32 * 32).fill(1, 32 * 32)
    const { values } = joinTiles(tiles, places, { ...given, side: 32 })
    const row = [...values.subarray(0, 48)]
    expect(row[0]).toBe(0)
    expect(row[47]).toBe(1)
    expect(row).toEqual([...row].sort((a, b) => a - b))
  })
})

describe('networks', () => {
  const shape = { imageSize: 32, channels: 3, width: 16, blocks: 3 }
  const made = (network: { forward: Sequential['forward'] }, ...input: number[]) => {
    const forward = () => network.forward(empty('x', input), { training: true })
    return trace({ forward }).results.forward.shape
  }

  it.each([
    ['resnet', 32, 72547],
    ['resnet', 64, undefined],
    ['resnet', 128, undefined],
    ['unet', 32, undefined],
    ['unet', 64, undefined],
    ['unet', 128, undefined],
  ] as const)('a %s of %d pixels keeps the shape of images', (model, imageSize, parameters) => {
    const network = translatorOf('toB', { ...shape, model, imageSize })
    const input = [2, imageSize, imageSize, 3]
    expect(made(network, ...input)).toEqual(input)
    if (parameters) expect(network.parameterCount).toBe(parameters)
  })

  it('a U-Net of 32 pixels and width 32 has 395,764 parameters', () => {
    const network = translatorOf('toB', { ...shape, model: 'unet', width: 32 })
    expect(network.parameterCount).toBe(395_764)
  })

  it('a discriminator gives 7 × 7 scores for 32 × 32 pixels', () => {
    const critic = new Sequential(patchCritic({ channels: 3, width: 32, halvings: 2 }))
    expect(made(critic, 2, 32, 32, 3)).toEqual([2, 7, 7, 1])
  })

  it('pairs need one translator, and a discriminator that sees both', () => {
    const config = { ...shape, model: 'unet', lr: 1e-3, steps: 10 } as const
    expect([...playersOf({ ...config, paired: true }).keys()]).toEqual(['toB', 'criticB'])
    expect(playersOf({ ...config, paired: false }).size).toBe(4)
  })
})

describe('settings', () => {
  const config = {
    ...{ kind: 'translation', from: 'a', to: 'b', paired: false, channels: 3, adapter: '' },
    ...{ images: { a: 5, b: 5 }, pictures: { a: '', b: '' } },
    ...presetOf({}, { paired: false }),
  }

  it('have presets for pairs and for two sets', () => {
    expect(presetOf({}, { paired: true })).toMatchObject({
      model: 'unet',
      width: 32,
      lr: 5e-4,
      steps: 1000,
    })
    expect(presetOf({ imageSize: 64 }, { paired: false })).toMatchObject({
      model: 'resnet',
      width: 24,
      cycle: 10,
    })
  })

  it('from a file are checked', () => {
    expect(checkTranslation(config, 'c.json')).toBe(config)
    expect(() => checkTranslation({ ...config, imageSize: 48 }, 'c.json')).toThrow(
      /^c\.json: imageSize is 48, .* 32, 64, 128/,
    )
    expect(() => checkTranslation({ ...config, images: { a: 1 } }, 'c.json')).toThrow(
      /images is .* must be a and b/,
    )
  })
})

it('shifted colours have the mean and the deviation of the other set', () => {
  const from = Float32Array.from({ length: 600 }, (_, i) => 0.2 * Math.sin(i))
  const to = from.map((value, i) => 0.5 * value + (i % 3) * 0.1)
  expect(difference(shifted(from, { from, to, channels: 3 }), to)).toBeLessThan(1e-6)
})

describe('the two sets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
  const at = (...parts: string[]) => join(folder, ...parts)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  for (const name of ['sets/A', 'sets/B', 'halves']) mkdirSync(at(name), { recursive: true })
  const shade = (n: number, width = 32) => {
    const { height, ...rest } = picture(0, width, 32)
    // The left half is dark by n, the right one bright by it.
    const rgb = rest.rgb.map((_, i) => (i % (3 * width) < 96 ? n : 255 - n))
    return pngOf({ width, height, rgb })
  }
  for (let n = 0; n < 9; n++) {
    writeFileSync(at('halves', `${n}.png`), shade(n, 64))
    writeFileSync(at('sets/A', `${n}.png`), shade(n))
    if (n > 1) writeFileSync(at('sets/B', `${n}.png`), shade(100 + n))
  }

  const bytes = ({
    pixels,
    height,
    width,
    channels,
  }: Awaited<ReturnType<typeof readDomains>>['sets']['a']) => {
    const each = height * width * channels
    return Array.from({ length: pixels.length / each }, (_, i) => pixels[i * each] ?? 0)
  }

  it('side by side stay together', async () => {
    const { sets, heldOut, partners } = await readDomains({ pairs: at('halves') }, { size: 32 })
    expect(partners).toBe(true)
    expect([sets.a.count, heldOut.a.count]).toEqual([8, 1])
    expect(bytes(sets.b)).toEqual(bytes(sets.a).map((value) => 255 - value))
    expect(bytes(heldOut.b)).toEqual(bytes(heldOut.a).map((value) => 255 - value))
  })

  it('of two folders are joined by name, and what has no partner is named', async () => {
    const { sets, said } = await readDomains({ pairs: at('sets') }, { size: 32 })
    expect(bytes(sets.b)).toEqual(bytes(sets.a).map((value) => 100 + value))
    expect(said).toEqual(['skipped    A/0, A/1 have no partner and are left out'])
  })

  it('of digits are the same digits in another domain', async () => {
    const { sets, partners } = await readDomains({ pairs: 'inverted' }, { size: 32 })
    expect([sets.a.count, sets.b.count, partners]).toEqual([4300, 4300, true])
    const [a, b] = [prepared(sets.a, 32), prepared(sets.b, 32)]
    expect(a.some((value) => value > 0)).toBe(true)
    expect(a.every((value, i) => value === -(b[i] ?? 0))).toBe(true)
  })

  const names = (side: 'A' | 'B') => readdirSync(at('sets', side)).map((name) => `${side}/${name}`)
  const entries = (all: readonly string[], top = '') =>
    Object.fromEntries(all.map((name) => [`${top}${name}`, readFileSync(at('sets', name))]))
  const zipped = (name: string, files: Record<string, Uint8Array>) => {
    writeFileSync(at(name), zipSync(files, { level: 0 }))
    return readDomains({ pairs: at(name) }, { size: 32 })
  }

  it('of a zip are those of its folders, at the top or in its only folder', async () => {
    const all = [...names('A'), ...names('B')]
    const { sets, heldOut } = await readDomains({ pairs: at('sets') }, { size: 32 })
    for (const top of ['', 'emoji/']) {
      const junk = { '__MACOSX/A/._0.png': new Uint8Array(9) }
      const found = await zipped('sets.zip', { ...entries(all, top), ...junk })
      expect(found.said).toEqual(['skipped    A/0, A/1 have no partner and are left out'])
      expect([found.sets, found.heldOut]).toEqual([sets, heldOut])
    }
  })

  it('of a zip that is cut short, is a run, or has no partners are refused in a line', async () => {
    const [a = '', b = ''] = [names('A')[0], names('B').at(-1)]
    await expect(zipped('none.zip', entries([a, b]))).rejects.toThrow(
      /^no file of .*none\.zip.A has the name of one of .*none\.zip.B\. Give partners one name/,
    )
    const whole = zipSync(entries(names('A')), { level: 0 })
    writeFileSync(at('cut.zip'), whole.subarray(0, whole.length - 30))
    const how = { size: 32 }
    await expect(readDomains({ pairs: at('cut.zip') }, how)).rejects.toThrow(
      /^cut\.zip is a zip without its end: it is cut short\. Fetch it again$/,
    )
    await expect(zipped('run.zip', { 'checkpoint.safetensors': whole })).rejects.toThrow(
      /^--pairs .*run\.zip: run\.zip is of a run that was saved/,
    )
  })

  it('have labels by the names of the classes of the other', () => {
    const set = (labels: number[], names: string[]) => ({
      ...{ count: labels.length, height: 1, width: 1, channels: 1 },
      ...{ pixels: new Uint8Array(labels.length), labels: Uint8Array.from(labels), names },
    })
    const other = set([0, 1, 1], ['cat', 'dog'])
    expect(labelsAs(set([0, 1, 2], ['dog', 'cow', 'cat']), other)).toEqual(
      Uint8Array.of(1, NO_CLASS, 0),
    )
    expect(labelsAs(set([0], ['cow']), other)).toBeUndefined()
  })

  it('without pairs have their own sizes', async () => {
    const origin = { from: at('sets/A'), to: at('sets/B') }
    const { sets, partners } = await readDomains(origin, { size: 32 })
    expect([sets.a.count, sets.b.count, partners]).toEqual([8, 6, false])
  })

  it('and pictures to translate keep their shape', async () => {
    const how = { size: 32, least: 32, channels: 3 }
    const { planes, skipped } = await readPlanes(at('halves'), how)
    expect(skipped).toEqual([])
    expect(planes[3]).toMatchObject({ name: '3', width: 64, height: 32, channels: 3 })
    expect(planes[3]?.values[0]).toBeCloseTo((2 * 3 - 255) / 255, 5)
  })
})
