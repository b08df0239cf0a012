// Files of `ganvas export`: the ONNX file draws in ONNX Runtime what our kernels draw, whatever its
// layers; the Python has the same layers; and a run can begin with weights from elsewhere.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import puppeteer from 'puppeteer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { bytesOfImages } from '../../src/data/prepare'
import { readSafetensors, writeSafetensors } from '../../src/data/safetensors'
import { Sampler } from '../../src/gan/draw/generate'
import { openGenerator } from '../../src/gan/draw/generator'
import { LoopGenerator } from '../../src/gan/draw/inLoops'
import { onnxOf } from '../../src/gan/export/onnx'
import { buildModels } from '../../src/gan/model/models'
import { noiseFor, seededNoise } from '../../src/gan/model/noise'
import { parseConfig } from '../../src/gan/run/runConfig'
import type { Gpu } from '../../src/gpu/device'
import * as g from '../../src/nn/layers'
import { permute } from '../../src/nn/layout'
import { Network } from '../../src/nn/network'
import { BatchNorm2d, LayerNorm } from '../../src/nn/norms'
import * as plain from '../../src/nn/plain'
import { idx, idxImages } from '../support/idx'
import { shared } from '../support/shared'
import { ownCache, tell } from '../support/terminal'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
const at = (...parts: string[]) => join(folder, ...parts)
ownCache(at('cache'))

const COUNT = 5
let gpu: Gpu

const labels = Array.from({ length: 20 }, (_, i) => (i * 7) % 10)
writeFileSync(at('train-images-idx3-ubyte'), idxImages(20, 12, 16))
writeFileSync(at('train-labels-idx1-ubyte'), idx(8, [20], labels))

/** With a learning rate that has a visible effect after a few steps. */
const SMALL = [
  '--data',
  at('train-images-idx3-ubyte'),
  '--image-size',
  '16',
  '--width',
  '4',
  '--batch-size',
  '8',
  '--latent',
  '8',
  '--sample-every',
  '2',
]

/** A conditional DCGAN with an average, and an MLP. */
const RUNS = { told: ['--conditional', '--ema', '0.5'], mlp: ['--model', 'mlp', '--ema', '0'] }

beforeAll(async () => {
  gpu = await openNodeGpu()
  for (const [name, options] of Object.entries(RUNS)) {
    const { status, stderr } = await tell(
      'train',
      ...SMALL,
      '--lr',
      '0.05',
      '--steps',
      '4',
      ...options,
      '--out',
      at(name),
    )
    expect({ status, stderr }).toMatchObject({ status: 0 })
  }
})

afterAll(() => {
  gpu?.close()
  rmSync(folder, { recursive: true, force: true })
})

const read = (path: string) => readSafetensors(readFileSync(path), path).tensors

interface Drawn {
  /** [N, C, H, W], and [N, H, W, C] bytes. */
  images: Float32Array
  pixels: Uint8Array
}

/** Runs a file in ONNX Runtime. */
async function served(
  bytes: Uint8Array,
  z: Float32Array,
  labels?: readonly number[],
): Promise<Drawn> {
  const session = await InferenceSession.create(bytes)
  const count = labels?.length ?? COUNT
  const feeds: Record<string, Tensor> = { z: new Tensor('float32', z, [count, z.length / count]) }
  if (labels) feeds['label'] = new Tensor('int64', BigInt64Array.from(labels, BigInt), [count])
  const { images, pixels } = await session.run(feeds)
  if (!images || !pixels) throw new Error('an output is missing')
  return { images: images.data as Float32Array, pixels: pixels.data as Uint8Array }
}

/** Compares both outputs with images [N, H, W, C] drawn by our kernels. */
function expectSame({ images, pixels }: Drawn, ours: Float32Array, shape: readonly number[]): void {
  const expected = permute(ours, shape, [0, 3, 1, 2])
  expect(images).toHaveLength(expected.length)
  const apart = images.map((value, i) => Math.abs(value - (expected[i] ?? Number.NaN)))
  expect(Math.max(...apart)).toBeLessThanOrEqual(1e-4)
  // The images are not flat.
  const spread = Math.max(...expected) - Math.min(...expected)
  expect(spread).toBeGreaterThan(0.01)
  const bytes = bytesOfImages(ours)
  const steps = pixels.map((value, i) => Math.abs(value - (bytes[i] ?? Number.NaN)))
  expect(Math.max(...steps)).toBeLessThanOrEqual(1)
  // Only values on the boundary between two bytes may round either way.
  expect(steps.filter((step) => step > 0).length).toBeLessThan(pixels.length / 200)
}

async function drawn(network: Network, noise: Float32Array, latent: number): Promise<Float32Array> {
  const sampler = await Sampler.open(gpu, network, { latent, batch: COUNT })
  const images = await sampler.draw(noise)
  sampler.destroy()
  return images
}

describe('ONNX', () => {
  const cases = [
    ['told', 'generator.safetensors', ['--no-ema']],
    ['told', 'generator-ema.safetensors', []],
    ['mlp', 'generator.safetensors', []],
  ] as const
  test.each(cases)('%s, %s: ONNX Runtime draws what we draw', async (run, weights, options) => {
    const out = at(`${run}.onnx`)
    const told = await tell(
      'export',
      '--checkpoint',
      at(run),
      '--to',
      'onnx',
      '--out',
      out,
      ...options,
    )
    expect(told.lines).toEqual([])
    expect(told.stdout).toContain('out  images [N, 1, 16, 16] in [-1, 1], pixels [N, 16, 16, 1]')

    const config = parseConfig(readFileSync(at(run, 'config.json'), 'utf8'), 'config.json')
    const { generator } = buildModels(config)
    generator.load(gpu, read(at(run, weights)))
    const { latent, classes } = config
    const labels = classes > 0 ? [3, 1, 4, 1, 5] : undefined
    const classOf = (i: number) => labels?.[i] ?? 0
    const noise = noiseFor(config, { seed: 7, count: COUNT, classOf })
    const ours = await drawn(generator, noise, latent + classes)
    const theirs = await served(readFileSync(out), seededNoise(7, COUNT, latent), labels)
    expectSame(theirs, ours, [COUNT, 16, 16, 1])
  })

  test('a generator of other layers, whose files are no PyTorch file', async () => {
    const layers = [
      new plain.Flatten(),
      // Without `to`: its outputs are in our order, channels last.
      new g.Linear(8, 4 * 4 * 6),
      new plain.LeakyReLU(0.2),
      new plain.Unflatten([4, 4, 6]),
      new LayerNorm([4, 4, 6]),
      new plain.Upsample(2),
      new g.Conv2d(6, 5, 3, { padding: 1 }),
      new BatchNorm2d(5),
      new plain.ELU(),
      new g.ConvTranspose2d(5, 4, 3, { stride: 2, padding: 1, outputPadding: 1 }),
      new plain.Softplus(),
      new plain.Dropout(0.5),
      // And back: an image, flattened, channels last.
      new plain.Flatten(),
      new g.Linear(16 * 16 * 4, 16 * 16 * 3, { to: [16, 16, 3] }),
      new plain.Sigmoid(),
      new plain.Unflatten([16, 16, 3]),
      new LayerNorm([16, 16, 3], { affine: false }),
      new plain.Tanh(),
    ]
    const network = new Network('own', layers)
    network.initialise(gpu, 3)
    const noise = seededNoise(5, COUNT, 8)
    const state = await network.state(gpu)
    const shape = { latent: 8, classes: 0, imageSize: 16, channels: 3 }
    expectSame(await served(onnxOf(network, state, shape), noise), await drawn(network, noise, 8), [
      COUNT,
      16,
      16,
      3,
    ])
    expect(() => onnxOf(network, new Map(), shape)).toThrow('the weights have no 1.weight')
    const odd = new Network('odd', [new plain.AvgPool2d(2)])
    expect(() => onnxOf(odd, new Map(), shape)).toThrow('AvgPool2d has no form in ONNX here')
  })
})

test('PyTorch: the layers as they are, and the weights beside them', async () => {
  const out = at('told.py')
  const { lines } = await tell(
    'export',
    '--checkpoint',
    at('told'),
    '--to',
    'pytorch',
    '--out',
    out,
  )
  expect(lines).toEqual([])
  const python = readFileSync(out, 'utf8')
  expect(python).toContain(`class Generator(nn.Module):
    """z [N, 18, 1, 1] -> [N, 1, 16, 16] in [-1, 1]; the last 10 of the 18 are 0, and 1 at the class"""

    def __init__(self):
        super().__init__()
        self.main = nn.Sequential(
            nn.ConvTranspose2d(18, 8, 4, 1, 0, bias=False),
            nn.BatchNorm2d(8),
            nn.ReLU(),
            nn.ConvTranspose2d(8, 4, 4, 2, 1, bias=False),`)
  expect(python).toContain(
    '            nn.Conv2d(11, 4, 4, 2, 1, bias=False),\n            nn.LeakyReLU(0.2),',
  )
  expect(python).toContain('load_file(Path(folder) / "told-generator.safetensors")')
  for (const [part, file] of [
    ['generator', 'generator-ema'],
    ['discriminator', 'discriminator'],
  ]) {
    const [copy, own] = [at(`told-${part}.safetensors`), at('told', `${file}.safetensors`)]
    expect(read(copy)).toEqual(read(own))
  }
})

test('weights from elsewhere: a run begins with them, a drawing takes them', async () => {
  // As PyTorch writes them: without our metadata, and with the counter as an integer.
  const files = { init: at('g.safetensors'), initD: at('d.safetensors') }
  for (const [file, own] of [
    [files.init, 'generator'],
    [files.initD, 'discriminator'],
  ] as const) {
    writeFileSync(file, writeSafetensors(read(at('told', `${own}.safetensors`))))
  }
  const from = ['--init', files.init, '--init-d', files.initD]
  const begun = await tell(
    'train',
    ...SMALL,
    '--conditional',
    '--ema',
    '0.5',
    ...from,
    '--lr',
    '0',
    '--seed',
    '9',
    '--steps',
    '1',
    '--out',
    at('begun'),
  )
  expect(begun.status).toBe(0)
  expect(begun.stdout).toContain(`begins     G with ${files.init}, D with ${files.initD}`)
  for (const name of ['generator', 'generator-ema', 'discriminator']) {
    const [now, before] = [
      read(at('begun', `${name}.safetensors`)),
      read(at('told', `${name.replace('-ema', '')}.safetensors`)),
    ]
    for (const [key, { data }] of before) {
      if (/running|tracked/.test(key)) continue
      expect([key, now.get(key)?.data]).toEqual([key, data])
    }
  }

  const draw = (...more: string[]) =>
    tell('sample', '--count', '4', '--out', at('drawn.png'), ...more)
  await draw('--checkpoint', at('told'), '--no-ema')
  const own = readFileSync(at('drawn.png'))
  await draw('--checkpoint', at('begun'), '--weights', files.init)
  expect(readFileSync(at('drawn.png')).equals(own)).toBe(true)
})

test('weights in bytes work like others: drawn, packed again, and unpacked for PyTorch', async () => {
  const [once, twice] = [at('once.safetensors'), at('twice.safetensors')]
  const run = ['--checkpoint', at('mlp')]
  const keep = (...args: string[]) =>
    tell('sample', ...run, '--count', '1', '--out', at('one.png'), '--keep-generator', ...args)
  expect((await keep(once)).lines).toEqual([])
  expect([...read(once).values()].some(({ dtype }) => dtype === 'I8')).toBe(true)
  expect((await keep(twice, '--weights', once)).lines).toEqual([])
  expect([...read(twice).keys()].sort()).toEqual([...read(once).keys()].sort())
  const generator = await openGenerator(readFileSync(twice), { gpu })
  expect(generator.shape).toMatchObject({ model: 'mlp', imageSize: 16, latent: 8, classes: 0 })
  generator.destroy()

  const out = ['--to', 'pytorch', '--out', at('mlp.py')]
  expect((await tell('export', ...run, '--weights', once, ...out)).lines).toEqual([])
  const [theirs, own] = [at('mlp-generator.safetensors'), at('mlp', 'generator.safetensors')]
  const shapes = (path: string) => [...read(path)].map(([name, { shape }]) => [name, shape]).sort()
  expect(shapes(theirs)).toEqual(shapes(own))
})

test('a picture, and a film of the run', async () => {
  for (const [to, magic] of [
    ['png', '\x89PNG'],
    ['gif', 'GIF89a'],
  ] as const) {
    const out = at(`shown.${to}`)
    const { stdout } = await tell('export', '--checkpoint', at('mlp'), '--to', to, '--out', out)
    expect(stdout).toContain(to === 'png' ? '64 images in' : '2 frames in')
    expect(readFileSync(out, 'latin1').slice(0, magic.length)).toBe(magic)
  }
})

test('a file of a run says what it holds: it opens with nothing beside it', async () => {
  const path = at('told', 'generator.safetensors')
  const generator = await openGenerator(readFileSync(path), { gpu })
  expect(generator.shape).toEqual({
    model: 'dcgan',
    imageSize: 16,
    channels: 1,
    width: 4,
    latent: 8,
    classes: 10,
  })
  const images = await generator.images({ seed: 7, count: 3, classOf: () => 4 })
  expect(images.map(({ data }) => data.length)).toEqual([1024, 1024, 1024])
  const noise = noiseFor(generator.shape, { seed: 7, count: 3, classOf: () => 4 })
  const bytes = bytesOfImages(await generator.draw(noise))
  expect(images[1]?.data.filter((_, i) => i % 4 === 2)).toEqual(
    Uint8ClampedArray.from(bytes.subarray(256, 512)),
  )
  generator.destroy()
  await expect(openGenerator(writeSafetensors(read(path)), { gpu })).rejects.toThrow('Pass `shape`')
})

describe('what is refused leaves nothing', () => {
  const run = () => at('told')
  const cases: [string, () => string[], string][] = [
    ['another ending', () => ['--to', 'onnx', '--out', at('x.png')], 'its name must end in .onnx'],
    [
      'no run',
      () => ['--to', 'onnx', '--out', at('x.onnx'), '--checkpoint', at('none')],
      'holds no run',
    ],
    [
      'weights of another network',
      () => [
        '--to',
        'onnx',
        '--out',
        at('x.onnx'),
        '--weights',
        at('mlp', 'generator.safetensors'),
      ],
      'does not fit the settings of the run',
    ],
    [
      'two kinds of weights',
      () => ['--to', 'pytorch', '--out', at('x.py'), '--ema', '--weights', at('g.safetensors')],
      '--ema and --weights: each names weights',
    ],
    [
      'no average',
      () => ['--to', 'gif', '--out', at('x.gif'), '--ema', '--checkpoint', at('mlp')],
      'keeps no average',
    ],
  ]
  test.each(cases)('%s', async (_, options, message) => {
    const { status, lines } = await tell('export', '--checkpoint', run(), ...options())
    expect(status).toBeGreaterThan(0)
    expect(lines).toEqual([expect.stringContaining(message)])
    for (const end of ['png', 'onnx', 'py', 'gif']) expect(existsSync(at(`x.${end}`))).toBe(false)
  })

  test('train --init with weights of another network', async () => {
    const out = at('refused')
    const file = at('mlp', 'generator.safetensors')
    const { status, lines } = await tell('train', ...SMALL, '--init', file, '--out', out)
    expect([status, lines]).toEqual([
      1,
      [expect.stringContaining(`${file} does not fit the settings of the run`)],
    ])
    expect(existsSync(out)).toBe(false)
  })
})
describe('a page', () => {
  const page = async (run: string, ...more: string[]) => {
    const out = at(`${run}.html`)
    const args = ['--checkpoint', at(run), '--to', 'html', '--out', out, ...more]
    const { status, stdout } = await tell('export', ...args)
    expect(stdout).toMatch(/\.html: [\d.]+ MB, [\d.]+ MB of it weights/)
    expect(status).toBe(0)
    return out
  }

  test('draws from the disk, with class names, and loads nothing', async () => {
    const path = await page('told', '--ema')
    const html = readFileSync(path, 'utf8')
    expect(html.length).toBeLessThan(1e6)
    expect(html).toContain("default-src 'none'")
    const { wsEndpoint } = await shared('chrome', Number(process.env['VITEST_POOL_ID']))
    const browser = await puppeteer.connect({ browserWSEndpoint: wsEndpoint, protocolTimeout: 0 })
    const opened = await browser.newPage()
    try {
      const errors: unknown[] = []
      opened.on('pageerror', (error) => errors.push(error))
      await opened.goto(pathToFileURL(path).href)
      await opened.waitForFunction(() => {
        const large = document.querySelector<HTMLCanvasElement>('canvas.large')
        const pixels = large?.getContext('2d')?.getImageData(0, 0, large.width, large.height).data
        return pixels && new Set(pixels).size > 2
      })
      expect(await opened.$eval('#adapter', (line) => line.textContent)).toMatch(/WebGPU/)
      expect(await opened.$$eval('option', (all) => all.length)).toBe(10)
      expect(await opened.$$eval('.grid canvas', (all) => all.map((each) => each.width))).toEqual(
        new Array(18).fill(16),
      )
      expect(errors).toEqual([])
    } finally {
      await opened.close()
      await browser.disconnect()
    }
  })

  test.each(Object.keys(RUNS))('computes in loops what our kernels draw: %s', async (run) => {
    const config = parseConfig(readFileSync(at(run, 'config.json'), 'utf8'), run)
    const path = at(run, 'generator.safetensors')
    const noise = noiseFor(config, { seed: 3, count: COUNT })
    const network = buildModels(config).generator
    const loops = new LoopGenerator(network, read(path))
    const each = noise.length / COUNT
    network.load(gpu, read(path))
    const ours = await drawn(network, noise, each)
    const theirs = Array.from({ length: COUNT }, (_, i) => [
      ...loops.draw(noise.subarray(i * each, (i + 1) * each)),
    ]).flat()
    expect(theirs).toHaveLength(ours.length)
    expect(Math.max(...theirs.map((value, i) => Math.abs(value - (ours[i] ?? 9))))).toBeLessThan(
      1e-5,
    )
    network.destroy()
  })

  test('is of a generator alone', async () => {
    const { status, lines } = await tell(
      'export',
      '--checkpoint',
      at('told'),
      '--to',
      'html',
      '--out',
      at('a.htm'),
    )
    expect(status).toBe(2)
    expect(lines[0]).toMatch(/must end in \.html/)
  })
})
