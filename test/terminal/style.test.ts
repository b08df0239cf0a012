// `ganvas train --model style`: a run of it is a run like any other, and so are its exports. That it learns:
// test/long/style.test.ts. That PyTorch draws the same: npm run exports.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { readSafetensors } from '../../src/data/safetensors'
import { shapeIn } from '../../src/gan/draw/generator'
import { LoopGenerator } from '../../src/gan/draw/inLoops'
import { Truncator } from '../../src/gan/draw/truncator'
import { buildGenerator } from '../../src/gan/model/models'
import { seededNoise } from '../../src/gan/model/noise'
import { openGenerator } from '../../src/generator'
import { permute } from '../../src/nn/layout'
import { idxImages } from '../support/idx'
import { ownCache, tell } from '../support/terminal'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
const at = (...parts: string[]) => join(folder, ...parts)
writeFileSync(at('own.idx'), idxImages(20, 12, 16))
ownCache(at('cache'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const train = (...more: string[]) => tell('train', '--model', 'style', '--no-tune', ...more)
const options = { imageSize: 16, channels: 1, width: 1, latent: 4 }
const data = ['--data', at('own.idx'), '--image-size', '16', '--log-every', '1']
const small = [...data, '--width', '1', '--latent', '4', '--batch-size', '4', '--sample-every', '1']
const bytes = (...path: string[]) => readFileSync(at(...path))
const run = ['--checkpoint', at('whole')]

beforeAll(async () => {
  const { status, stdout } = await train(...small, '--steps', '2', '--out', at('whole'))
  expect(status).toBe(0)
  expect(stdout).toContain('Adam lr 0.02, beta1 0, R1 3 in every 16th step, average of G 0.999')
})

test('two steps are one and one, bit for bit', async () => {
  expect((await train(...small, '--steps', '1', '--out', at('parts'))).status).toBe(0)
  expect((await tell('train', '--resume', at('parts'), '--steps', '2')).status).toBe(0)
  for (const file of ['checkpoint', 'generator', 'generator-ema', 'discriminator']) {
    const name = `${file}.safetensors`
    expect(bytes('parts', name).equals(bytes('whole', name))).toBe(true)
  }
  const { width } = PNG.sync.read(bytes('parts', 'samples', '000002.png'))
  expect(width).toBe(8 * 18 + 2)
})

test('a kill between two steps of lazy R1 changes no bit', async () => {
  // R1 comes before steps 1 and 4.
  const lazy = [...small, '--r1-every', '3']
  expect((await train(...lazy, '--steps', '5', '--out', at('lazy'))).status).toBe(0)
  expect((await train(...lazy, '--steps', '2', '--out', at('killed'))).status).toBe(0)
  expect((await tell('train', '--resume', at('killed'), '--steps', '5')).status).toBe(0)
  const checkpoint = (run: string) => bytes(run, 'checkpoint.safetensors')
  expect(checkpoint('killed').equals(checkpoint('lazy'))).toBe(true)
})

test('its average draws the same images each time, a way between them, and from its file alone', async () => {
  const draw = async (out: string) => {
    const { status } = await tell('sample', ...run, '--count', '4', '--out', at(out))
    expect(status).toBe(0)
    return bytes(out)
  }
  expect((await draw('once.png')).equals(await draw('twice.png'))).toBe(true)
  const way = ['--from', '1', '--to', '2', '--frames', '3', '--out', at('way.png')]
  expect((await tell('latent', 'interpolate', ...run, ...way)).lines).toEqual([])
  const generator = await openGenerator(bytes('whole', 'generator-ema.safetensors'), {
    gpu: await openNodeGpu(),
  })
  expect(generator.shape.model).toBe('style')
  const [image] = await generator.images()
  generator.destroy()
  expect(new Set(image?.data).size).toBeGreaterThan(4)
})

test('ONNX Runtime draws what we draw', async () => {
  const out = at('g.onnx')
  expect((await tell('export', ...run, '--to', 'onnx', '--out', out)).lines).toEqual([])
  const z = seededNoise(7, 3, 4)
  const session = await InferenceSession.create(readFileSync(out))
  const { images } = await session.run({ z: new Tensor('float32', z, [3, 4]) })
  const generator = await openGenerator(bytes('whole', 'generator-ema.safetensors'), {
    gpu: await openNodeGpu(),
  })
  const ours = permute(await generator.draw(z), [3, 16, 16, 1], [0, 3, 1, 2])
  generator.destroy()
  expect(images?.data).toHaveLength(ours.length)
  const apart = ours.map((value, i) => Math.abs(value - Number(images?.data[i])))
  expect(Math.max(...apart)).toBeLessThanOrEqual(1e-4)
  expect(Math.max(...ours) - Math.min(...ours)).toBeGreaterThan(0.1)
})

test('truncation leads from the images to the mean of W, from the weights of a file and of a run', async () => {
  const z = seededNoise(1, 4, 4)
  const draw = async (out: string, ...more: string[]) => {
    const sample = ['sample', ...run, '--count', '4', '--out', at(out)]
    expect((await tell(...sample, ...more)).lines).toEqual([])
    const { data, width, height } = PNG.sync.read(bytes(out))
    return { data, width, height }
  }
  const plain = await draw('plain.png')
  const whole = await draw('whole.png', '--truncation', '1')
  expect(
    Math.max(...plain.data.map((value, i) => Math.abs(value - (whole.data[i] ?? 0)))),
  ).toBeLessThanOrEqual(1)
  const { data, width } = await draw('mean.png', '--truncation', '0')
  const pixel = (x: number, y: number) => data[4 * (y * width + x)]
  for (let i = 0; i < 256; i++) {
    const [x, y] = [2 + (i % 16), 2 + Math.floor(i / 16)]
    expect(pixel(x + 18, y)).toBe(pixel(x, y))
  }
  // The page draws from the weights of its run.
  const network = buildGenerator({ ...options, model: 'style' })
  const gpu = await openNodeGpu()
  const { tensors } = readSafetensors(bytes('whole', 'generator-ema.safetensors'), 'G')
  network.load(gpu, tensors)
  const truncator = await Truncator.open(gpu, network, { latent: 4, classes: 0, batch: 8 })
  const generator = await openGenerator(bytes('whole', 'generator-ema.safetensors'), { gpu })
  const apart = (a: Float32Array, b: Float32Array) =>
    Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? Number.NaN))))
  const own = await generator.draw(z)
  expect(apart(await truncator.draw(z, 1, 0), own)).toBeLessThan(1e-5)
  const none = await truncator.draw(z, 0, 0)
  expect(apart(none.slice(0, 256), none.slice(256, 512))).toBe(0)
  expect(apart(none, own)).toBeGreaterThan(0.01)
  for (const each of [truncator, generator, network]) each.destroy()
})

test('styles: directions and ways in W, mixtures, and what has none', async () => {
  const way = ['--from', '1', '--to', '2', '--frames', '3', '--out', at('way-w.png')]
  const saved = ['--save', at('way.safetensors')]
  expect(
    (await tell('latent', 'interpolate', ...run, ...way, ...saved, '--space', 'w')).lines,
  ).toEqual([])
  const { data: w } = readSafetensors(bytes('way.safetensors'), 'way').tensors.get('z') ?? {}
  const [a, middle, b] = [0, 4, 8].map((first) => Number(w?.[first]))
  // Ways are straight there.
  expect(middle).toBeCloseTo(((a ?? 0) + (b ?? 0)) / 2, 5)
  const mixed = ['latent', 'mix', ...run, '--rows', '1,2', '--columns', '3,4', '--up-to', '8']
  expect((await tell(...mixed, '--scale', '1', '--out', at('mix.png'))).lines).toEqual([])
  const { width, height } = PNG.sync.read(bytes('mix.png'))
  expect([width, height]).toEqual([3 * 18 + 2, 3 * 18 + 2])
  const wrong = await tell(...mixed.slice(0, -1), '16', '--out', at('none.png'))
  expect(wrong.lines).toEqual([expect.stringContaining('have 4, 8 and 16 pixels')])
  expect(existsSync(at('none.png'))).toBe(false)
})

test('plain loops, for a page without WebGPU, draw what the kernels draw', async () => {
  expect((await tell('export', ...run, '--to', 'html', '--out', at('x.html'))).lines).toEqual([])
  const [, packed = ''] = /id="weights">([^<]+)</.exec(readFileSync(at('x.html'), 'utf8')) ?? []
  const weights = Buffer.from(packed, 'base64')
  const { metadata, tensors } = readSafetensors(weights, 'x.html')
  const network = buildGenerator(shapeIn(metadata['ganvas'], 'x.html'))
  const loops = new LoopGenerator(network, tensors)
  const z = seededNoise(7, 3, 4)
  const generator = await openGenerator(weights, { gpu: await openNodeGpu() })
  const ours = await generator.draw(z)
  generator.destroy()
  const theirs = [0, 1, 2].flatMap((i) => [...loops.draw(z.slice(4 * i, 4 * i + 4))])
  const apart = theirs.map((value, i) => Math.abs(value - (ours[i] ?? Number.NaN)))
  expect(Math.max(...apart)).toBeLessThanOrEqual(1e-4)
})

test('PyTorch gets the layers under the names of the weights', async () => {
  expect((await tell('export', ...run, '--to', 'pytorch', '--out', at('x.py'))).lines).toEqual([])
  const python = readFileSync(at('x.py'), 'utf8')
  expect(python).toContain('self.mapping = Mapping(4, 4, 2)')
  expect(python).toContain('self.synthesis = Synthesis({4: 4, 8: 2, 16: 1}, 1, 4)')
  expect(python).toContain('self.b16 = ResidualDown(1, 2, False)')
  expect(python).toContain('self.b8 = ResidualDown(2, 4, True)')
  const read = (path: string) => readSafetensors(readFileSync(path), path).tensors
  expect(read(at('x-generator.safetensors'))).toEqual(
    read(at('whole', 'generator-ema.safetensors')),
  )
})

describe('refuses in one line, and writes nothing', () => {
  test.each([
    [['--spectral-norm'], 'Leave the spectral norm out'],
    [['--objective', 'wgan'], 'Choose another objective than wgan'],
    [['--batch-size', '6'], 'Take a batch that is a multiple of 4'],
  ])('train %s', async (options, advice) => {
    const { status, lines } = await train(...data, ...options, '--out', at('none'))
    expect(status).toBeGreaterThan(0)
    expect(lines).toEqual([expect.stringContaining(advice)])
    expect(existsSync(at('none'))).toBe(false)
  })
})
