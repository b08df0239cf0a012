// Domain adaptation without a GPU: the sets that come along, made domains, measures, files and their faults.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type NamedSet, rowsOf } from '../../src/data/imageSet'
import { type Halves, parseMnist, parseUci } from '../../src/data/mnist'
import { enlarged } from '../../src/data/resize'
import { readSafetensors } from '../../src/data/safetensors'
import { readAdaptation, writeAdaptation } from '../../src/gan/adapt/adaptFile'
import { type AdaptConfig, adaptRecipes, parseAdaptConfig } from '../../src/gan/adapt/config'
import { rateAt, reversalAt } from '../../src/gan/adapt/dann'
import { domainsOf } from '../../src/gan/adapt/domains'
import { discriminantPlane, project } from '../../src/gan/adapt/featureMap'
import { changedShare, measure, UNKNOWN } from '../../src/gan/adapt/measure'
import { refuseDiverged } from '../../src/gan/run/state'
import { Random } from '../../src/nn/philox'

const read = (path: string) => new Uint8Array(readFileSync(path))

/** A few of the digits. */
async function few(): Promise<Halves> {
  const { train, heldOut } = await parseMnist(read('src/data/mnist/mnist.bin.gz'))
  const first = (set: NamedSet, count: number) =>
    rowsOf(
      set,
      Uint32Array.from({ length: count }, (_, n) => n),
    )
  return { train: first(train, 40), heldOut: first(heldOut, 10) }
}

describe("UCI's digits", () => {
  it('are 1,797 of 8 × 8, of which the last 500 are held out', async () => {
    const { train, heldOut } = await parseUci(read('src/data/uci/uci.bin.gz'))
    expect([train.count, heldOut.count, train.height, train.width]).toEqual([1297, 500, 8, 8])
    // The first three are 0, 1 and 2 in every copy of the set.
    expect([...(train.labels ?? [])].slice(0, 3)).toEqual([0, 1, 2])
    expect(new Set(heldOut.labels).size).toBe(10)
    expect(Math.max(...train.pixels)).toBe(255)
  })

  it('are enlarged linearly, and stay the same beyond the outermost middles', () => {
    const set = {
      count: 1,
      height: 2,
      width: 2,
      channels: 1,
      pixels: Uint8Array.of(0, 80, 160, 240),
    }
    const { pixels } = enlarged(set, 4)
    expect([...pixels.subarray(0, 4)]).toEqual([0, 20, 60, 80])
    expect([...pixels.subarray(12)]).toEqual([160, 180, 220, 240])
    expect(pixels[5]).toBe(60)
  })
})

describe('a made domain', () => {
  it('has no digit of the source, and is the same each time', async () => {
    const halves = await few()
    const [a, b] = [domainsOf(halves, 'coloured', 32), domainsOf(halves, 'coloured', 32)]
    expect(Buffer.compare(a.target.train.pixels, b.target.train.pixels)).toBe(0)
    expect([a.source.train.count, a.target.train.count]).toEqual([20, 20])
    expect([...(a.target.train.labels ?? [])]).toEqual([...(halves.train.labels ?? [])].slice(20))
    expect([a.target.train.channels, a.target.train.height]).toEqual([3, 32])
    // The papers of training and test images differ.
    expect(a.target.heldOut.pixels.slice(0, 96)).not.toEqual(a.target.train.pixels.slice(0, 96))
  })

  it('is white where the digit was black', async () => {
    const halves = await few()
    const { source, target } = domainsOf(halves, 'inverted', 32)
    expect(target.heldOut.pixels[0]).toBe(255)
    const middle = (set: typeof source.heldOut, border: number) =>
      set.pixels[(14 + border) * (28 + 2 * border) + 14 + border] ?? 0
    expect(middle(target.heldOut, 2)).toBe(255 - middle(source.heldOut, 0))
  })
})

describe('measures', () => {
  it('count by class, and leave out what the source does not know', () => {
    const { accuracy, count, confusion } = measure(
      Uint8Array.of(0, 1, 1, 0),
      Uint8Array.of(0, 1, 0, UNKNOWN),
      2,
    )
    expect([accuracy, count, confusion]).toEqual([
      2 / 3,
      3,
      [
        [1, 1],
        [0, 1],
      ],
    ])
    expect(changedShare(Uint8Array.of(1, 2, 3, 4), Uint8Array.of(1, 2, 0, 0))).toBe(0.5)
  })

  it('the map separates classes that differ in one feature only', () => {
    const random = new Random(3, 1)
    const labels = Uint8Array.from({ length: 300 }, (_, n) => n % 3)
    const features = Float32Array.from({ length: 300 * 64 }, (_, i) =>
      // Loud features that say nothing, and quiet ones that tell the classes apart.
      i % 64 < 60 ? random.normal(0, 5) : random.normal(labels[Math.floor(i / 64)] ?? 0, 0.1),
    )
    const places = project(features, discriminantPlane(features, labels))
    const across = [0, 1, 2].map((label) =>
      [...labels.keys()].filter((n) => labels[n] === label).map((n) => places[2 * n] ?? 0),
    )
    const [low, middle, high] = across
      .map((values) => [Math.min(...values), Math.max(...values)] as const)
      .sort(([a], [b]) => a - b)
    expect(middle?.[0]).toBeGreaterThan(low?.[1] ?? 0)
    expect(high?.[0]).toBeGreaterThan(middle?.[1] ?? 0)
  })

  it('λ rises from 0 to 1, and the rate falls, as in the paper', () => {
    expect([reversalAt(0), rateAt(0)]).toEqual([0, 1])
    expect(reversalAt(0.5)).toBeCloseTo(0.98661, 4)
    expect(rateAt(1)).toBeCloseTo(11 ** -0.75, 6)
  })
})

const CONFIG: AdaptConfig = {
  command: 'adapt',
  method: 'adda',
  ...{ source: 'mnist', target: 'uci', sourcePictures: 'a', targetPictures: 'b' },
  ...{ classNames: ['0', '1'], imageSize: 32, channels: 1, classes: 2, width: 8, seed: 1 },
  ...{
    ...adaptRecipes.adda,
    planned: 1500,
    logEvery: 100,
    saveEvery: 500,
    upperBound: false,
    adapter: 'x',
  },
}

describe('its files', () => {
  it('config.json comes back, and a fault is named', () => {
    expect(parseAdaptConfig(JSON.stringify(CONFIG), 'config.json')).toEqual(CONFIG)
    const refused: [object, RegExp][] = [
      [{ ...CONFIG, command: undefined }, /is of a run of ganvas train/],
      [{ ...CONFIG, method: 'magic' }, /config\.json: method is "magic"/],
      [{ ...CONFIG, lr: -1 }, /lr is -1/],
      [{ ...CONFIG, classNames: [1] }, /classNames/],
    ]
    for (const [config, message] of refused) {
      expect(() => parseAdaptConfig(JSON.stringify(config), 'config.json')).toThrow(message)
    }
    expect(() => parseAdaptConfig('{', 'config.json')).toThrow(/is not JSON/)
  })

  const state = new Map([
    ['clock', Uint32Array.of(1, 2, 3, 7)],
    ['target.parameters', new Uint32Array(Float32Array.of(0.5, -2).buffer)],
  ])
  const file = writeAdaptation(state, { step: 7, config: CONFIG })

  it('a checkpoint comes back, and no flipped bit goes unnoticed', () => {
    const { step, state: read } = readAdaptation({ path: 'c', bytes: file }, CONFIG)
    expect([step, read]).toEqual([7, state])
    for (let at = 0; at < file.length; at++) {
      const damaged = Uint8Array.from(file)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      const open = () => readAdaptation({ path: 'c', bytes: damaged }, CONFIG)
      expect(open, `byte ${at}`).toThrow(/^c/)
    }
  })

  it('one of other settings, of another kind, or of a run that diverged is refused', () => {
    const open = (bytes: Uint8Array, config = CONFIG) =>
      readAdaptation({ path: 'c', bytes }, config)
    expect(() => open(file, { ...CONFIG, seed: 2 })).toThrow(/another adaptation .*seed 1.*seed 2/)
    const judge = read('src/data/mnist/judge.safetensors')
    expect(() => open(judge)).toThrow(/c is not a checkpoint of ganvas adapt/)
    const broken = new Map([...state, ['target.parameters', Uint32Array.of(0x7fc00000)]])
    expect(() => refuseDiverged(broken)).toThrow(/diverged at step 7/)
    // A clock's words may be any.
    refuseDiverged(new Map([['target clock', Uint32Array.of(0x7fc00000)]]))
    expect(readSafetensors(file, 'c').metadata['step']).toBe('7')
  })
})
