// `ganvas train --model style`: a run of it is a run like any other, and forms that are made of a list of layers say that
// they cannot express it. That it learns: test/long/style.test.ts.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
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
const data = ['--data', at('own.idx'), '--image-size', '16', '--log-every', '1']
const small = [...data, '--width', '1', '--latent', '4', '--batch-size', '4', '--sample-every', '1']
const bytes = (...path: string[]) => readFileSync(at(...path))
const run = ['--checkpoint', at('whole')]

beforeAll(async () => {
  const { status, stdout } = await train(...small, '--steps', '2', '--out', at('whole'))
  expect(status).toBe(0)
  expect(stdout).toContain('Adam lr 0.02, beta1 0, R1 3, average of G 0.999')
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

describe('refuses in one line, and writes nothing', () => {
  test.each([
    ['pytorch', 'py'],
    ['html', 'html'],
  ])('--to %s', async (to, end) => {
    const out = at(`x.${end}`)
    const { status, lines } = await tell('export', ...run, '--to', to, '--out', out)
    expect(status).toBe(1)
    expect(lines).toEqual([expect.stringContaining(`--to ${to} cannot express yet`)])
    expect(existsSync(out)).toBe(false)
  })

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
