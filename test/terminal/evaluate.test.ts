// The judge knows digits, and `ganvas evaluate` measures by it. One judge comes with the project, and one of few digits
// is kept in a separate cache. How judges learn: test/long/judge.test.ts.

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
import { gzipSync } from 'node:zlib'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { perform } from '../../src/ask'
import { tensor } from '../../src/autograd/tensor'
import { loadHalves } from '../../src/cli/data/images'
import type { Evaluation } from '../../src/cli/folder/evaluation'
import { judgeOf, learnJudge } from '../../src/cli/folder/judgeCache'
import { type AskGpu, jobs } from '../../src/cli/gpu/jobs'
import type { KnownJudge } from '../../src/cli/gpu/judging'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { packWeights } from '../../src/data/packed'
import { prepared } from '../../src/data/prepare'
import { readSafetensors, writeSafetensors } from '../../src/data/safetensors'
import { FEATURES, type Judge, judgeRecipe } from '../../src/gan/judge/judge'
import { digitShape, openJudge } from '../../src/gan/judge/judgeFile'
import { classesOf } from '../../src/gan/judge/metrics/classes'
import { Clock } from '../../src/gan/model/clock'
import type { Gpu } from '../../src/gpu/device'
import { run } from '../../src/gpu/program'
import { gather } from '../../src/ops'
import { type Labelled, loadDigits, pick, range } from '../support/digits'
import { idx, idxImages } from '../support/idx'
import { ownCache, tell } from '../support/terminal'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
const at = (...parts: string[]) => join(folder, ...parts)
ownCache(at('cache'))

/** The judge that comes with the project, which has learned by the whole recipe. */
const KEPT = 'src/data/mnist/judge.safetensors'

let gpu: Gpu
let judge: Judge
/** Of the first digits, which are learned fast. */
let fewKnown: KnownJudge
let few: Labelled
let train: Labelled
let heldOut: Labelled

beforeAll(async () => {
  gpu = await openNodeGpu()
  ;({ train, heldOut } = await loadDigits())
  judge = openJudge(gpu, { bytes: readFileSync(KEPT), name: KEPT, shape: digitShape })
  few = pick(train, range(0, 200))
  fewKnown = await judgeOf(few, 32, ask)
})

afterAll(async () => {
  await judge.destroy()
  gpu.close()
  rmSync(folder, { recursive: true, force: true })
})

const ask = ((name: string, ...args: unknown[]) => perform(jobs, gpu, name, args)) as AskGpu

describe('the judge', () => {
  test('as it is kept for the page, packed, it names 98.0 % as well, in less than 60 KB', async () => {
    const bytes = readFileSync(KEPT)
    expect(bytes.length).toBeLessThan(60_000)
    const { probabilities } = await judge.look(prepared(heldOut, 32))
    const named = classesOf(probabilities, 10)
    const right = named.filter((k, n) => k === heldOut.labels[n]).length
    expect(right).toBeGreaterThanOrEqual(980)
    const other = { bytes, name: 'a', shape: { ...digitShape, classes: 9 } }
    expect(() => openJudge(gpu, other)).toThrow('head.weight is [10, 64] but must be [9, 64]')
  })

  test('sees an image alike whatever it is looked at with', async () => {
    const images = prepared(pick(heldOut, range(0, 130)), 32)
    const [all, some] = [await judge.look(images), await judge.look(images.slice(0, 3 * 1024))]
    expect(all.features.slice(0, 3 * FEATURES)).toEqual(some.features)
  })

  test('is kept: the next time nothing is learned, unless the file is damaged', async () => {
    const { path, bytes } = fewKnown.file
    const refuse = (() => Promise.reject(new Error('learns again'))) as unknown as AskGpu
    expect((await judgeOf(few, 32, refuse)).file.bytes).toEqual(bytes)
    const whole = readFileSync(path)
    const damaged = Buffer.from(whole)
    damaged[damaged.length - 3] = (damaged[damaged.length - 3] ?? 0) ^ 1
    for (const wrong of [damaged, whole.subarray(0, 5000), Buffer.from('no judge')]) {
      writeFileSync(path, wrong)
      await expect(judgeOf(few, 32, refuse)).rejects.toThrow('learns again')
    }
    writeFileSync(path, whole)
    // Other images need another judge.
    await expect(judgeOf(pick(train, range(0, 100)), 32, refuse)).rejects.toThrow('learns again')
  })

  test('says on standard error how far it is', async () => {
    const weights = Uint8Array.of(1)
    const looks = [1, 2, 3, 4].map((done) => ({ done, total: 4, ...(done === 4 && { weights }) }))
    const answer = async (name: string) => (name === 'continueLesson' ? looks.shift() : undefined)
    const spy = vi.spyOn(console, 'error').mockImplementation(() => {})
    const lesson = { shape: digitShape, recipe: judgeRecipe, set: few }
    try {
      expect(await learnJudge(answer as unknown as AskGpu, lesson)).toBe(weights)
      expect(spy.mock.calls.flat()).toEqual([1, 2, 3].map((n) => `judge: step ${n} of 4`))
    } finally {
      spy.mockRestore()
    }
  })

  test('learns the same from the same seed', async () => {
    const recipe = { ...judgeRecipe, epochs: 1 }
    const told = { shape: digitShape, recipe, set: few }
    const [a, b, c] = [
      await learnJudge(ask, told),
      await learnJudge(ask, told),
      await learnJudge(ask, { ...told, recipe: { ...recipe, seed: 2 } }),
    ]
    expect(b).toEqual(a)
    expect(c).not.toEqual(a)
  })
})

test('images are prepared as training prepares them', async () => {
  const few = pick(train, range(0, 50))
  const images = tensor(gpu, Uint8Array.from(few.pixels), [50, 28, 28, 1])
  const clock = new Clock()
  clock.initialise(gpu, 3)
  const gathered = await run(gpu, () => {
    clock.tick({ batches: 1 })
    return gather(images, { clock: clock.now, batchSize: 50, imageSize: 32 })
  })
  const [drawn, expected] = [await gathered.read(gpu), prepared(few, 32)]
  const image = (all: Float32Array, n: number) => all.subarray(n * 1024, (n + 1) * 1024)
  const apart = (n: number, m: number) =>
    image(expected, m).reduce((most, value, i) => {
      return Math.max(most, Math.abs(value - (image(drawn, n)[i] ?? 9)))
    }, 0)
  // In another order, each once.
  const found = range(0, 50).map((n) => range(0, 50).filter((m) => apart(n, m) < 1e-6))
  expect(found.flat().sort((a, b) => a - b)).toEqual(range(0, 50))
})

describe('in the terminal', () => {
  const evaluated = (...args: string[]) => tell('evaluate', ...args)
  const json = (name: string): Evaluation => JSON.parse(readFileSync(at(name), 'utf8'))

  beforeAll(async () => {
    const small = ['--width', '1', '--batch-size', '8', '--latent', '8', '--steps', '1']
    expect((await tell('train', ...small, '--out', at('run'))).status).toBe(0)
    mkdirSync(at('digits'))
    for (const [name, { count, pixels, labels }] of [
      ['train', few],
      ['t10k', pick(heldOut, range(0, 70))],
    ] as const) {
      writeFileSync(at('digits', `${name}-images-idx3-ubyte`), idx(8, [count, 28, 28], pixels))
      writeFileSync(at('digits', `${name}-labels-idx1-ubyte`), idx(8, [count], labels))
    }
    const read = await loadHalves(at('digits'))
    expect([read.train.count, read.heldOut.count]).toEqual([200, 70])
    mkdirSync(at('pictures'))
    mkdirSync(at('empty'))
    mkdirSync(at('broken'))
    writeFileSync(at('broken', 'a.png'), 'no picture')
    // In colour, of another size: transparent pixels are black, red becomes a dark grey.
    for (let n = 0; n < 70; n++) {
      const png = new PNG({ width: 28, height: 28 })
      for (let i = 0; i < 784; i++) {
        png.data.set([heldOut.pixels[n * 784 + i] ?? 0, 0, 0, i % 2 ? 255 : 0], 4 * i)
      }
      writeFileSync(at('pictures', `${n}.png`), PNG.sync.write(png))
    }
  })

  test('a checkpoint: a table, and JSON', async () => {
    const args = ['--checkpoint', at('run'), '--data', at('digits'), '--count', '70', '--json']
    const refused = await evaluated(...args, at('refused.json'))
    expect(refused.lines).toEqual([
      expect.stringMatching(
        /digits holds 200 images, but the run began with 9000\. .*--changed-data to measure on these$/,
      ),
    ])
    expect([refused.status, existsSync(at('refused.json'))]).toEqual([1, false])
    args.unshift('--changed-data')
    const keep = ['--keep-judge', at('judge.safetensors')]
    const node = await evaluated(...args, at('node.json'), '--runtime', 'node', ...keep)
    expect(node.stderr).not.toContain('learns')
    expect(node.status).toBe(0)
    const { tensors } = readSafetensors(fewKnown.file.bytes, 'judge')
    // The kept file holds them as halves, and says which command made it.
    const kept = readSafetensors(readFileSync(at('judge.safetensors')), 'kept')
    expect(kept.metadata).toMatchObject({ origin: expect.stringContaining('evaluate') })
    expect(kept.tensors).toEqual(readSafetensors(packWeights(tensors), 'packed').tensors)
    expect(node.stdout).toMatch(/70 images in 1 block of 70, at 32×32/)
    expect(node.stdout).toMatch(
      /^Fréchet distance +\d[\d.]+ +[\d.]+ +[\d.]+ times; lower is better$/m,
    )
    expect(node.stdout).toMatch(/^class 9 +\d/m)
    const a = json('node.json')
    expect(a).toMatchObject({ source: at('run'), data: at('digits'), imageSize: 32, size: 70 })
    expect(a).toMatchObject({ count: 70, seed: 1, ema: true, step: 1 })
    // Only a conditional run has requested classes.
    expect(a.asked).toBeUndefined()
    expect(a.changedData).toEqual([at('digits')])
    expect(node.stdout).toMatch(/^note: .*digits is not what the run learned from$/m)
    expect(readFileSync(at('run', 'report.html'), 'utf8')).toContain(
      'held-out images of digits, which is not what the run learned from',
    )
  })

  test('weights that say nothing of a step are of none, and no weights are refused first of all', async () => {
    mkdirSync(at('bare'))
    writeFileSync(at('bare', 'config.json'), readFileSync(at('run', 'config.json')))
    const args = ['--checkpoint', at('bare'), '--data', at('digits'), '--changed-data']
    args.push('--count', '70', '--json')
    const none = await tell('evaluate', ...args, at('bare.json'))
    expect(none.stderr).toMatch(/^ganvas: .*bare has no generator-ema\.safetensors yet/)
    const own = readFileSync(at('run', 'generator-ema.safetensors'))
    const bare = writeSafetensors(readSafetensors(own, 'generator').tensors)
    writeFileSync(at('bare', 'generator-ema.safetensors'), bare)
    expect((await tell('evaluate', ...args, at('bare.json'))).status).toBe(0)
    expect(json('bare.json')).not.toHaveProperty('step')
  })

  test('more images than fit into one array are refused before any is drawn', async () => {
    const config = readFileSync(at('run', 'config.json'), 'utf8')
    mkdirSync(at('sixtyfour'))
    writeFileSync(
      at('sixtyfour', 'config.json'),
      config.replace('"imageSize": 32', '"imageSize": 64'),
    )
    const generator = readFileSync(at('run', 'generator-ema.safetensors'))
    writeFileSync(at('sixtyfour', 'generator-ema.safetensors'), generator)
    const args = ['--checkpoint', at('sixtyfour'), '--count', '1000000']
    expect((await tell('evaluate', ...args)).stderr).toBe(
      'ganvas: --count 1000000: too many images of 64×64 to be measured at once. Take 262144 at most\n',
    )
  })

  test('a folder of PNG files', async () => {
    const args = ['--images', at('pictures'), '--data', at('digits')]
    const { status } = await evaluated(...args, '--json', at('pictures.json'))
    expect(status).toBe(0)
    const found = json('pictures.json')
    expect(found).toMatchObject({ source: at('pictures'), blocks: 1, size: 70, count: 70 })
    expect([found.seed, found.ema]).toEqual([undefined, undefined])
    // Half of the pixels are black, and the rest three times darker than in digits.
    expect(found.generated.sliced?.mean).toBeGreaterThan(2 * (found.real.sliced ?? 0))
  })

  test('own images: with labels, and without them', async () => {
    mkdirSync(at('own'))
    mkdirSync(at('unlabelled'))
    writeFileSync(at('unlabelled', 'train-images-idx3-ubyte'), idxImages(100, 16, 16))
    const labels = Array.from({ length: 100 }, (_, i) => i % 3)
    writeFileSync(at('own', 'train-images-idx3-ubyte'), idxImages(100, 16, 16))
    writeFileSync(at('own', 't10k-images-idx3-ubyte'), idxImages(70, 16, 16))
    const args = ['--images', at('small'), '--data', at('own'), '--json']
    mkdirSync(at('small'))
    for (let n = 0; n < 70; n++) {
      const png = PNG.sync.write(new PNG({ width: 16, height: 16 }))
      writeFileSync(at('small', `${n}.png`), png)
    }
    expect((await evaluated(...args, at('own.json'))).status).toBe(0)
    expect(Object.keys(json('own.json').generated)).toEqual(['sliced', 'nearest'])
    writeFileSync(at('own', 'train-labels-idx1-ubyte'), idx(8, [100], labels))
    expect((await evaluated(...args, at('own.json'))).status).toBe(0)
    expect(json('own.json').classes?.wanted).toHaveLength(3)
    writeFileSync(at('own', 'train-labels-idx1-ubyte'), idx(8, [10], labels.slice(0, 10)))
    const other = await tell('evaluate', ...args, at('own.json'))
    expect(other.lines.join()).toMatch(/10 labels, but .* 100 images/)
  })

  test('a gzipped file beside the same unpacked is one set of images', async () => {
    mkdirSync(at('both'))
    writeFileSync(at('both', 'own.idx'), idxImages(20, 16, 16))
    writeFileSync(at('both', 'own.idx.gz'), gzipSync(idxImages(20, 16, 16)))
    const { train, heldOut } = await loadHalves(at('both', 'own.idx.gz'))
    expect([train.count, heldOut.count]).toEqual([18, 2])
    expect([train.labels, heldOut.labels]).toEqual([undefined, undefined])
  })

  const bad: [string[], RegExp, number][] = [
    [[], /give either --checkpoint, a run folder, or --images/, 2],
    [['--images', 'x', '--checkpoint', 'y'], /give either --checkpoint/, 2],
    [['--images', at('nowhere')], /no such folder/, 2],
    [['--images', at('empty')], /There is no image in --images .*empty\. Bring/, 1],
    [['--images', at('broken')], /broken\/a\.png is /, 1],
    [['--images', at('pictures'), '--count', '3'], /go with --checkpoint/, 2],
    [['--images', at('pictures'), '--image-size', '16'], /larger than the 16×16/, 1],
    [['--images', at('run', 'samples')], /1 image in .*samples: too few\. Take at least 10/, 1],
    [['--checkpoint', at('nowhere')], /holds no run: config\.json is missing/, 1],
    [['--checkpoint', at('run'), '--count', '64'], /--count 64: too few, .* at least 65/, 1],
    [
      ['--images', at('small'), '--data', at('unlabelled'), '--keep-judge', at('j')],
      /have no labels, so no judge learns$/,
      1,
    ],
    [['--checkpoint', at('run'), '--quick', '--count', '64'], /Give one of them/, 2],
    [
      ['--checkpoint', at('other')],
      /generator-ema\.safetensors does not fit the settings of the run: /,
      1,
    ],
  ]
  test.each(bad)('%j gets one line, and nothing is written', async (args, message, code) => {
    mkdirSync(at('other'), { recursive: true })
    for (const name of ['config.json', 'generator-ema.safetensors']) {
      const bytes = readFileSync(at('run', name))
      const changed = bytes.toString().replace('"width": 1', '"width": 8')
      writeFileSync(at('other', name), name === 'config.json' ? changed : bytes)
    }
    const kept = readdirSync(at('cache', 'ganvas'))
    const told = await tell('evaluate', ...args, '--json', at('bad.json'))
    const { status, lines, stdout } = told
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(message)
    expect(status).toBe(code)
    expect(stdout).toBe('')
    expect(existsSync(at('bad.json'))).toBe(false)
    expect(readdirSync(at('cache', 'ganvas'))).toEqual(kept)
  })
})
