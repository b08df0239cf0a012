// `ganvas adapt`, as a user types it: its files, exact resumes, exports, and bad input. How well it adapts takes longer:
// test/long/adapt.test.ts.

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
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tensor } from '../../src/autograd/tensor'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { prepared } from '../../src/data/prepare'
import { readSafetensors } from '../../src/data/safetensors'
import { Adapter, type AdapterOptions } from '../../src/gan/adapt/adapter'
import { Batches } from '../../src/gan/adapt/batches'
import { adaptRecipes } from '../../src/gan/adapt/config'
import { frontOf } from '../../src/gan/adapt/front'
import { Judge } from '../../src/gan/judge/judge'
import { digitShape, openJudge } from '../../src/gan/judge/judgeFile'
import { layersOf } from '../../src/gan/translate/players'
import type { Gpu } from '../../src/gpu/device'
import { run } from '../../src/gpu/program'
import { permute } from '../../src/nn/layout'
import { type Labelled, loadDigits, pick, range } from '../support/digits'
import { idx, idxImages } from '../support/idx'
import { picture, pngOf } from '../support/own'
import { ownCache, tell } from '../support/terminal'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
const at = (...parts: string[]) => join(folder, ...parts)
ownCache(at('cache'))

const JUDGE = 'src/data/mnist/judge.safetensors'
const SMALL = ['--batch-size', '8', '--log-every', '2', '--no-upper-bound']
const UCI = ['adapt', '--target', 'uci', ...SMALL]

let gpu: Gpu
let judge: Judge
let digits: Labelled

beforeAll(async () => {
  gpu = await openNodeGpu()
  judge = openJudge(gpu, { bytes: readFileSync(JUDGE), name: JUDGE, shape: digitShape })
  digits = pick((await loadDigits()).heldOut, range(0, 64))
})

afterAll(async () => {
  await judge.destroy()
  gpu.close()
  rmSync(folder, { recursive: true, force: true })
})

const bytes = (...path: string[]) => readFileSync(at(...path))

describe('a run', () => {
  test('writes its table, pictures and classifier, and prints it', async () => {
    const { status, stdout } = await tell(...UCI, '--steps', '4', '--out', at('four'))
    expect(status).toBe(0)
    expect(readdirSync(at('four')).sort()).toEqual([
      'adaptation.json',
      'checkpoint.safetensors',
      'classifier.safetensors',
      'config.json',
      'log.jsonl',
      'map.png',
      'report.html',
      'sets.png',
      'source.safetensors',
    ])
    expect(stdout).toMatch(/source only +(69|70)\.\d %/)
    expect(stdout).toMatch(/its statistics +7[1-4]\.\d %/)
    expect(stdout).toMatch(/taken for, before/)
    const { rows, tested, sourceOnSource } = JSON.parse(bytes('four', 'adaptation.json').toString())
    expect([tested, rows.length, rows[0].name]).toEqual([500, 3, 'source only'])
    expect(sourceOnSource).toBeGreaterThan(0.98)
    const counted = rows[2].confusion.flat().reduce((sum: number, n: number) => sum + n, 0)
    expect(counted).toBe(500)
    const report = bytes('four', 'report.html').toString()
    expect(report.match(/<svg viewBox/g)?.length).toBeGreaterThanOrEqual(2)
  })

  test('4 steps are 2 + 2, bit for bit', async () => {
    expect((await tell(...UCI, '--steps', '2', '--out', at('two'))).status).toBe(0)
    const resumed = await tell('adapt', '--resume', at('two'), '--steps', '4', '--no-upper-bound')
    expect(resumed.status).toBe(0)
    for (const file of ['checkpoint.safetensors', 'classifier.safetensors', 'log.jsonl'])
      expect(bytes('two', file).equals(bytes('four', file)), file).toBe(true)
  })

  test('is listed, and is refused by commands that want a generator', async () => {
    const { stdout } = await tell('runs', folder)
    expect(stdout).toMatch(/four +adda +mnist → uci +4 of 4 .*accuracy 0\.7/)
    const { status, lines } = await tell('sample', '--checkpoint', at('four'))
    expect([status, lines]).toEqual([1, [expect.stringMatching(/is of a run of ganvas adapt/)]])
  })

  test('exports logits that ONNX Runtime computes alike, and Python', async () => {
    const to = (form: string, out: string) =>
      tell('export', '--checkpoint', at('four'), '--to', form, '--out', at(out))
    expect((await to('onnx', 'c.onnx')).status).toBe(0)
    const images = Float32Array.from(prepared(digits, 32))
    const session = await InferenceSession.create(bytes('c.onnx'))
    const given = permute(images, [64, 32, 32, 1], [0, 3, 1, 2])
    const { logits, label } = await session.run({
      images: new Tensor('float32', given, [64, 1, 32, 32]),
    })
    if (!logits || !label) throw new Error('an output is missing')
    const { tensors } = readSafetensors(bytes('four', 'classifier.safetensors'), 'c')
    const adapted = openJudge(gpu, {
      bytes: bytes('four', 'classifier.safetensors'),
      name: 'c',
      shape: digitShape,
    })
    expect(tensors.size).toBe(judge.network.variables.length)
    const ours = await run(gpu, () => adapted.see(tensor(gpu, images, [64, 32, 32, 1])).logits)
    const expected = await ours.read(gpu)
    const apart = [...(logits.data as Float32Array)].map((value, i) =>
      Math.abs(value - (expected[i] ?? 9)),
    )
    expect(Math.max(...apart)).toBeLessThan(1e-4)
    expect(label.dims).toEqual([64])
    await adapted.destroy()

    expect((await to('pytorch', 'c.py')).status).toBe(0)
    const python = bytes('c.py').toString()
    expect(python).toContain('nn.Conv2d(1, 8, 4, 2, 1, bias=False)')
    expect(python).toContain('self.head = nn.Linear(64, 10)')
    expect(python).toContain('CLASSES = ["0", "1", "2"')
    const film = await to('gif', 'c.gif')
    expect(film.lines).toEqual([expect.stringMatching(/holds a classifier, which draws nothing/)])
  })

  test('from a labelled folder to one without labels, by a reversed gradient', async () => {
    for (let n = 0; n < 40; n++) {
      const place = at('source', n % 2 === 0 ? 'cats' : 'dogs')
      mkdirSync(place, { recursive: true })
      writeFileSync(join(place, `${n}.png`), pngOf(picture(n, 16, 16)))
    }
    writeFileSync(at('target.idx'), idxImages(20, 12, 16))
    const sets = ['--source', at('source'), '--target', at('target.idx'), '--image-size', '16']
    const args = ['adapt', ...sets, ...SMALL, '--method', 'dann', '--steps', '3']
    const dry = await tell(...args, '--dry-run', '--json')
    expect(JSON.parse(dry.stdout)).toMatchObject({ dryRun: true, steps: 3 })
    const { status, stdout } = await tell(...args, '--out', at('dann'))
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /changed +labels of 2 images of .*target\.idx, which has none of its own/,
    )
    const kept = readSafetensors(bytes('dann', 'classifier.safetensors'), 'c').tensors
    expect(kept.get('head.weight')?.shape).toEqual([2, 64])
    expect([...kept.keys()].some((name) => name.startsWith('domain'))).toBe(false)
  })
})

test('a translator in front of the classifier learns, is measured, drawn and exported', async () => {
  const sets = ['--source', at('source'), '--target', at('target.idx'), '--image-size', '16']
  const args = [...sets, ...SMALL, '--method', 'translate', '--steps', '2', '--out', at('front')]
  expect((await tell('adapt', ...args)).status).toBe(0)
  // Two rows for the source, and two each for the target and for what the classifier gets.
  const { height } = PNG.sync.read(bytes('front', 'sets.png'))
  expect(height).toBeGreaterThan(6 * 32)
  const { tensors } = readSafetensors(bytes('front', 'classifier.safetensors'), 'c')
  const source = readSafetensors(bytes('front', 'source.safetensors'), 'c').tensors
  for (const [name, { data }] of source) expect(tensors.get(name)?.data, name).toEqual(data)
  expect([...tensors.keys()].filter((name) => name.startsWith('front.')).length).toBe(11)

  const to = (form: string, out: string) =>
    tell('export', '--checkpoint', at('front'), '--to', form, '--out', at(out))
  expect((await to('onnx', 'f.onnx')).status).toBe(0)
  const shape = [4, 16, 16, 3]
  const images = Float32Array.from({ length: 4 * 16 * 16 * 3 }, (_, i) => Math.sin(i / 5))
  const session = await InferenceSession.create(bytes('f.onnx'))
  const given = permute(images, shape, [0, 3, 1, 2])
  const { logits } = await session.run({ images: new Tensor('float32', given, [4, 3, 16, 16]) })
  const front = layersOf(frontOf({ imageSize: 16, channels: 3 }))
  const adapted = new Judge(gpu, { imageSize: 16, channels: 3, classes: 2 }, { front })
  adapted.network.load(gpu, tensors)
  const ours = await run(gpu, () => adapted.see(tensor(gpu, images, shape)).logits)
  const expected = await ours.read(gpu)
  const data = logits?.data
  if (!(data instanceof Float32Array)) throw new Error('there are no logits')
  const apart = data.map((value, i) => Math.abs(value - (expected[i] ?? 9)))
  expect(Math.max(...apart)).toBeLessThan(1e-4)
  await adapted.destroy()
  expect((await to('pytorch', 'f.py')).status).toBe(0)
  expect(bytes('f.py').toString()).toMatch(
    /self\.front = nn\.Sequential\([\s\S]*Residual\([\s\S]*self\.trunk\(self\.front\(x\)\)/,
  )
  const more = await tell('adapt', '--resume', at('front'), '--steps', '3')
  expect(more.lines).toEqual([expect.stringMatching(/by step 2 the learning rate has fallen/)])
})

describe('an adaptation', () => {
  const config = {
    command: 'adapt',
    method: 'adda',
    ...{ source: 'a', target: 'b', sourcePictures: '', targetPictures: '', adapter: '' },
    ...{ classNames: [], ...digitShape, width: 8, seed: 1, planned: 9, logEvery: 1, saveEvery: 9 },
    upperBound: false,
    ...{ ...adaptRecipes.adda, batchSize: 8 },
  } as const
  const sets = () => ({ source: digits, target: pick(digits, range(0, 40)) })

  async function expectsOneSubmit(options: AdapterOptions): Promise<void> {
    const adapter = await Adapter.open(gpu, options)
    const counts: Record<string, number> = {}
    const { device } = gpu
    const restore = (['createBuffer', 'createBindGroup'] as const).map((name) =>
      counted(device, name, counts),
    )
    restore.push(counted(device.queue, 'submit', counts))
    try {
      for (let n = 0; n < 5; n++) {
        adapter.iterate()
        await adapter.ready()
      }
      await adapter.idle()
    } finally {
      for (const undo of restore) undo()
    }
    expect(counts).toEqual({ createBuffer: 0, createBindGroup: 0, submit: 5 })
    const figures = await adapter.iterate({ observe: true })
    expect(Object.values(figures ?? {}).every((value) => Number.isFinite(value))).toBe(true)
    // And from what it saved it goes on to the same bits.
    const saved = await adapter.save()
    adapter.iterate()
    const next = await adapter.save()
    expect(() => adapter.restore(saved, 5)).toThrow(/its clock stands at step 6/)
    adapter.restore(saved, 6)
    adapter.iterate()
    expect(await adapter.save()).toEqual(next)
    adapter.destroy()
  }

  test('is one submit an iteration, and allocates nothing', async () => {
    await expectsOneSubmit({ judge, config, ...sets() })
    // The shapes of the run above, whose kernels are compiled.
    const shape = { imageSize: 16, channels: 3, classes: 2 }
    const other = new Judge(gpu, shape)
    other.network.initialise(gpu, 1)
    const pixels = Uint8Array.from({ length: 20 * 16 * 16 * 3 }, (_, i) => (i * 37) % 255)
    const set = { count: 20, height: 16, width: 16, channels: 3, pixels }
    const labels = Uint8Array.from({ length: 20 }, (_, n) => n % 2)
    for (const method of ['dann', 'translate'] as const) {
      await expectsOneSubmit({
        judge: other,
        config: { ...config, ...shape, method },
        source: { ...set, labels },
        target: set,
      })
    }
    await other.destroy()
  })

  test('leaves every bit of the model of the source, and moves only the trunk of its own', async () => {
    const before = await judge.network.state(gpu)
    const adapter = await Adapter.open(gpu, { judge, config, ...sets() })
    for (let n = 0; n < 3; n++) adapter.iterate()
    const after = await adapter.classifier()
    expect(await judge.network.state(gpu)).toEqual(before)
    const moved = [...after].filter(([name, { data }]) => {
      return String(data) !== String(before.get(name)?.data)
    })
    expect(moved.map(([name]) => name).filter((name) => name.startsWith('head'))).toEqual([])
    expect(moved.length).toBe([...before.keys()].filter((name) => name.startsWith('trunk')).length)
    adapter.destroy()
  })

  test('takes two sets of one size in different orders, and the same ones from one seed', async () => {
    const orders = await Promise.all(
      [1, 1, 2].map(async (seed) => {
        const batches = new Batches(
          { source: digits, target: digits },
          { batchSize: 64, imageSize: 32, classes: 10 },
          gpu.traits,
        )
        batches.initialise(gpu, seed)
        const { source, target } = await run(gpu, () => {
          batches.clock.tick({ batches: 1 })
          return { source: batches.source(), target: batches.target() }
        })
        const images = [await source.read(gpu), await target.read(gpu)]
        batches.destroy()
        return images.map((all) =>
          range(0, 64).map((n) => all.slice(n * 1024, (n + 1) * 1024).join()),
        )
      }),
    )
    const [[a = [], b = []] = [], again, other] = orders
    expect(new Set(a)).toEqual(new Set(b))
    // By chance one image in 64 stands at the same place.
    expect(a.filter((image, n) => image === b[n]).length).toBeLessThan(8)
    expect(again).toEqual([a, b])
    expect(other?.[1]).not.toEqual(b)
  })
})

/** Counts the calls of a method. Returns what restores it. */
function counted<T extends object>(
  target: T,
  name: keyof T & string,
  counts: Record<string, number>,
): () => void {
  counts[name] = 0
  const original = Reflect.get(target, name) as (...args: unknown[]) => unknown
  Object.defineProperty(target, name, {
    configurable: true,
    value: (...args: unknown[]) => {
      counts[name] = (counts[name] ?? 0) + 1
      return original.apply(target, args)
    },
  })
  return () => Reflect.deleteProperty(target, name)
}

describe('bad input', () => {
  beforeAll(() => {
    mkdirSync(at('empty'))
    mkdirSync(at('one'))
    writeFileSync(at('one', 'a.png'), pngOf(picture(1, 16, 16)))
    for (let n = 0; n < 40; n++) {
      const place = at('birds', n % 2 === 0 ? 'owls' : 'larks')
      mkdirSync(place, { recursive: true })
      writeFileSync(join(place, `${n}.png`), pngOf(picture(n, 16, 16)))
    }
    writeFileSync(at('plain.idx'), idx(8, [20, 12, 16], new Uint8Array(20 * 12 * 16)))
  })

  const out = ['--out', at('bad')]
  const refused: [string[], number, RegExp][] = [
    [[], 2, /--target is missing/],
    [['--target', 'nowhere'], 2, /nowhere: no data set has that name/],
    [['--target', at('empty')], 1, /There is no image in --target .*empty\. Bring/],
    [
      ['--target', at('one')],
      1,
      /--target .*one: 1 image to learn from is too few\. Give 16 at least/,
    ],
    [['--target', 'uci', '--source', at('plain.idx')], 1, /it has no labels for a classifier/],
    [['--target', at('birds')], 1, /have no class in common: larks, owls; 0, 1, 2/],
    [['--target', 'uci', '--batch-size', '2000'], 2, /the smaller domain has 1297 images/],
    [['--target', 'uci', '--method', 'magic'], 2, /Allowed choices are adda, dann, translate/],
    [['--target', 'uci', '--method', 'dann', '--lr-d', '0.1'], 2, /--lr-d goes with --method adda/],
    [
      ['--target', 'uci', '--method', 'translate', '--lr-d', '0.1'],
      2,
      /--lr-d goes with --method adda: translate has one rate for all/,
    ],
  ]

  test.each(refused)('%j', async (args, code, message) => {
    const { status, lines } = await tell('adapt', ...args, ...out)
    expect(lines).toEqual([expect.stringMatching(message)])
    expect(status).toBe(code)
    expect(existsSync(at('bad'))).toBe(false)
  })

  test('a resume of what is no adaptation, or of other images', async () => {
    const told = async (...args: string[]) => (await tell('adapt', ...args)).lines
    expect(await told('--resume', at('nowhere'))).toEqual([
      expect.stringMatching(/holds no adaptation/),
    ])
    expect(await told('--resume', at('four'))).toEqual([
      expect.stringMatching(/four is complete: 4 of 4 steps/),
    ])
    expect(await told('--resume', at('four'), '--lr', '1e-3')).toEqual([
      expect.stringMatching(/--lr does not go with --resume/),
    ])
    const other = ['--resume', at('four'), '--steps', '6', '--target', 'inverted']
    expect(await told(...other)).toEqual([
      expect.stringMatching(/holds other images than the run began/),
    ])
    expect(await told('--target', 'uci', '--out', at('four'))).toEqual([
      expect.stringMatching(/already holds an adaptation\. Add --resume/),
    ])
    const kept = bytes('four', 'checkpoint.safetensors')
    for (const [file, message] of [
      [kept.subarray(0, kept.length - 9), /checkpoint\.safetensors/],
      [bytes('four', 'source.safetensors'), /is not a checkpoint of ganvas adapt/],
    ] as const) {
      writeFileSync(at('four', 'checkpoint.safetensors'), file)
      expect(await told('--resume', at('four'), '--steps', '6')).toEqual([
        expect.stringMatching(message),
      ])
    }
    writeFileSync(at('four', 'checkpoint.safetensors'), kept)
  })
})
