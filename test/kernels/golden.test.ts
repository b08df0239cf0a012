// Values that PyTorch computed (test/golden/README.md): each op, each optimiser, and whole training
// runs, on the adapter of the page. Compared here, so that the page does not check itself.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  expectedNames,
  type GoldenEntry,
  type GoldenTensors,
  readGoldenFile,
  readGoldenIndex,
} from '../../src/catalogue/golden/entries'
import { judge, LIMIT } from '../../src/catalogue/golden/run'
import { readSafetensors } from '../../src/data/safetensors'
import type { golden } from '../scenarios/golden'
import { inPage } from '../support/browser'

type Answer = Awaited<ReturnType<(typeof golden)['goldenCase']>>

const folder = new URL('../golden/', import.meta.url)
const entries = readGoldenIndex(readFileSync(new URL('index.json', folder), 'utf8'))

const bytesOf = ({ file }: GoldenEntry) => new Uint8Array(readFileSync(new URL(file, folder)))

const tensorsOf = (entry: GoldenEntry) => readGoldenFile(entry, bytesOf(entry), entry.file)

function entryOf(name: string): GoldenEntry {
  const entry = entries.find((each) => each.name === name)
  if (!entry) throw new Error(`there is no case ${name}`)
  return entry
}

test('there are cases of every op that is supported', () => {
  const ops = new Set(entries.map(({ op }) => op))
  expect([...ops].sort()).toEqual([
    'adam',
    'adamw',
    'adda_train',
    'avg_pool2d',
    'batch_norm1d',
    'batch_norm2d',
    'bce_with_logits',
    'conv2d',
    'conv_transpose2d',
    'cross_entropy',
    'cyclegan_train',
    'dann_train',
    'elu',
    'gan_train',
    'gelu',
    'gradient_penalty',
    'gradient_reversal',
    'group_norm',
    'hinge_d',
    'hinge_g',
    'image_pool',
    'instance_norm2d',
    'l1',
    'layer_norm',
    'leaky_relu',
    'linear',
    'lsgan_d',
    'lsgan_g',
    'mapping_network',
    'minibatch_stddev',
    'modulated_conv2d',
    'mse',
    'noise_injection',
    'patch_discriminator',
    'pix2pix_train',
    'reflection_pad2d',
    'reflection_pad2d_layer',
    'relu',
    'residual_block',
    'rmsprop',
    'sgd',
    'sigmoid',
    'silu',
    'softplus',
    'style_train',
    'tanh',
    'unet',
    'upfirdn2d',
    'upsample_nearest2d',
    'vanilla_d',
    'vanilla_g_nonsaturating',
    'vanilla_g_saturating',
    'wasserstein_d',
    'wasserstein_g',
  ])
})

/** A style-based GAN has so many kernels that compiling them takes most of a minute: test/long/style.test.ts runs it. */
const short = entries.filter(({ op }) => op !== 'style_train')

test.each(short.map((entry) => [entry.name, entry] as const))('%s', async (_, entry) => {
  const answer = await inPage<Answer>('goldenCase', entry, bytesOf(entry))
  // No case in this folder may be skipped: all of them can be run.
  if ('skipped' in answer) throw new Error(answer.skipped)
  const { tensors } = readSafetensors(answer.computed, entry.file)
  expect([...tensors.keys()].sort()).toEqual(expectedNames(entry).sort())
  const verdict = judge(entry, tensorsOf(entry), tensors)
  expect(verdict.passed, `${verdict.worst} × tolerance in ${verdict.tensor}`).toBe(true)
})

/** The file's expected tensors, with one changed. */
function changed(
  entry: GoldenEntry,
  name: string,
  change: (data: Float32Array | Int32Array) => void,
): GoldenTensors {
  const tensors = tensorsOf(entry)
  const data = tensors.get(name)?.data
  if (!(data instanceof Float32Array || data instanceof Int32Array)) throw new Error(name)
  change(data)
  return tensors
}

const conv = entryOf('conv2d/k1_bias')
const training = entryOf('gan/dcgan16_vanilla')

test.each([
  ['an error of 1 %', conv, 'grad_weight', (data: Float32Array | Int32Array) => scale(data, 1.01)],
  ['NaN', conv, 'y', (data: Float32Array | Int32Array) => data.fill(Number.NaN, 3, 4)],
  ['infinity', conv, 'y', (data: Float32Array | Int32Array) => data.fill(1 / 0, 3, 4)],
  [
    'a batch too many',
    training,
    'iter5.D.3.num_batches_tracked',
    (data: Float32Array | Int32Array) => data.fill(16),
  ],
] as const)('the judge sees %s', (_, entry, name, change) => {
  const verdict = judge(entry, tensorsOf(entry), changed(entry, name, change))
  expect(verdict).toMatchObject({ passed: false, tensor: name })
  expect(verdict.worst).toBeGreaterThan(LIMIT)
})

test.each([
  ['gan/dcgan16_wgan', 'clip', 0.005, /^iter\d\.D\./],
  ['gan/dcgan16_wgan_gp', 'lambda', 5, /^(trace\.(gp|d_loss)|grad1\.D\.|iter\d\.)/],
] as const)('%s runs with another %s, and gives other values', async (name, key, value, where) => {
  const entry = entryOf(name)
  const attrs = { ...entry.attrs, [key]: value }
  const answer = await inPage<Answer>('goldenCase', { ...entry, attrs }, bytesOf(entry))
  if ('skipped' in answer) throw new Error(answer.skipped)
  const verdict = judge(
    entry,
    tensorsOf(entry),
    readSafetensors(answer.computed, entry.file).tensors,
  )
  expect(verdict).toMatchObject({ passed: false, tensor: expect.stringMatching(where) })
})

test('the judge sees a tensor that is missing, and one of another shape', () => {
  const without = tensorsOf(conv)
  without.delete('y')
  expect(judge(conv, tensorsOf(conv), without)).toMatchObject({ passed: false, tensor: 'y' })
  const y = tensorsOf(conv).get('y')
  if (!y) throw new Error('y')
  const other = tensorsOf(conv).set('y', { ...y, shape: [...y.shape].reverse() })
  expect(judge(conv, tensorsOf(conv), other)).toMatchObject({ passed: false, tensor: 'y' })
})

test.each([
  ['an attribute', { attrs: { ...conv.attrs, padding_mode: 'circular' } }, 'padding_mode'],
  ['a value', { attrs: { ...conv.attrs, groups: 2 } }, 'groups 2'],
  [
    'a layer',
    { op: 'gan_train', attrs: { ...training.attrs, generator: [{ type: 'gelu' }] } },
    'gelu',
  ],
  ['an input', { inputs: [...conv.inputs, 'mask'] }, 'mask'],
  ['an op', { op: 'conv3d' }, 'conv3d'],
])('a case with %s that is not known is skipped, not guessed', async (_, change, reason) => {
  const answer = await inPage<Answer>('goldenCase', { ...conv, ...change }, bytesOf(conv))
  expect(answer).toMatchObject({ skipped: expect.stringContaining(reason) })
})

test.each([
  ['{', 'not JSON'],
  ['{}', '"cases"'],
  ['{"cases": [{"name": "a", "file": "../a", "op": "relu"}]}', '"file" is ../a'],
  ['{"cases": [{"name": "a", "file": "a", "op": "relu"}]}', 'case 0 (a)'],
])('an index that is %s is refused', (json, reason) => {
  expect(() => readGoldenIndex(json)).toThrow(reason)
})

function scale(data: Float32Array | Int32Array, factor: number): void {
  for (const [index, value] of data.entries()) data[index] = value * factor
}
