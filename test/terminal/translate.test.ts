// `ganvas translate`: a translation learns, resumes to the bit, translates pictures of any size, is exported and
// measured; what cannot be used is refused in one line.

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { translateImages } from '../../src/cli/gpu/translating'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { planTranslation } from '../../src/gan/translate/plan'
import { checkTranslation } from '../../src/gan/translate/settings'
import { Translation } from '../../src/gan/translate/translation'
import type { Gpu } from '../../src/gpu/device'
import { permute } from '../../src/nn/layout'
import { picture, pngOf } from '../support/own'
import { ownCache, tell } from '../support/terminal'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
const at = (...parts: string[]) => join(folder, ...parts)
ownCache(at('cache'))

let gpu: Gpu

/** Pictures of two classes in two sets; two folders that hold partners, and one of pictures side by side. */
function writePictures(): void {
  for (const name of [
    'one/cats',
    'one/dogs',
    'two/cats',
    'two/dogs',
    'pairs/A',
    'pairs/B',
    'halves',
    'single',
    'empty',
    'alone/A',
    'alone/B',
  ]) {
    mkdirSync(at(name), { recursive: true })
  }
  for (let n = 0; n < 6; n++) {
    const kind = n < 3 ? 'cats' : 'dogs'
    writeFileSync(at('one', kind, `${n}.png`), pngOf(picture(n, 32, 32)))
    writeFileSync(at('two', kind, `${n}.png`), pngOf(picture(50 + n, 32, 32)))
    writeFileSync(at('pairs/A', `${n}.png`), pngOf(picture(n, 32, 32)))
    if (n !== 3) writeFileSync(at('pairs/B', `${n}.png`), pngOf(picture(50 + n, 32, 32)))
    writeFileSync(at('halves', `${n}.png`), pngOf(picture(n, 64, 32)))
  }
  writeFileSync(at('single', '1.png'), pngOf(picture(1, 32, 32)))
  writeFileSync(at('alone/A', '1.png'), pngOf(picture(1, 32, 32)))
  writeFileSync(at('alone/B', '2.png'), pngOf(picture(1, 32, 32)))
  writeFileSync(at('large.png'), pngOf(picture(7, 50, 40)))
}

const SETS = ['--from', at('one'), '--to', at('two')]
const TINY = ['--width', '4', '--batch-size', '2', '--sample-every', '2', '--log-every', '1']
const CYCLE = [...SETS, ...TINY, '--blocks', '1', '--pool', '3']

const filesOf = (run: string) =>
  Object.fromEntries(
    ['checkpoint.safetensors', 'toA.safetensors', 'toB.safetensors', 'log.jsonl'].map((name) => {
      const text = readFileSync(at(run, name), 'latin1')
      return [name, text.replaceAll(/,"imagesPerSecond":[\d.]+/g, '')]
    }),
  )

beforeAll(async () => {
  gpu = await openNodeGpu()
  writePictures()
})

afterAll(() => {
  gpu?.close()
  rmSync(folder, { recursive: true, force: true })
})

test('two sets: a resumed run is the run that was not interrupted', async () => {
  const done = async (...args: string[]) => {
    const { status, stderr, stdout } = await tell('translate', ...args)
    expect({ status, stderr }).toMatchObject({ status: 0 })
    return stdout
  }
  await done(...CYCLE, '--steps', '4', '--out', at('whole'))
  // Up to step 2 both rates are the full one.
  expect(await done(...CYCLE, '--steps', '2', '--out', at('parts'))).toMatch(
    /^next +npx ganvas translate --checkpoint .*parts --image mine\.png$/m,
  )
  await done('--resume', at('parts'), '--steps', '4')
  expect(filesOf('parts')).toEqual(filesOf('whole'))
  expect(readdirSync(at('whole', 'samples'))).toEqual(['000002.png', '000004.png'])
  const lines = readFileSync(at('whole', 'log.jsonl'), 'utf8').trim().split('\n')
  expect(lines.map((line) => JSON.parse(line).step)).toEqual([1, 2, 3, 4])
  expect(Object.keys(JSON.parse(lines[0] ?? ''))).toEqual(
    expect.arrayContaining(['cycleA', 'cycleB', 'identityA', 'identityB', 'criticA', 'criticB']),
  )
})

test('an iteration is one submit, and allocates nothing', async () => {
  const config = configOf('whole')
  const pixels = new Uint8Array(5 * 32 * 32 * 3).map((_, i) => i)
  const set = { count: 5, height: 32, width: 32, channels: 3 }
  const made = planTranslation({ ...config, channels: 3 }, { a: set, b: set }, gpu.traits)
  const translation = await Translation.open(gpu, made, { a: pixels, b: pixels })
  const counts = { submit: 0, buffers: 0, groups: 0 }
  const { device } = gpu
  const [submit, buffer, group] = [
    device.queue.submit.bind(device.queue),
    device.createBuffer.bind(device),
    device.createBindGroup.bind(device),
  ]
  try {
    await translation.idle()
    device.queue.submit = (commands) => {
      counts.submit++
      return submit(commands)
    }
    device.createBuffer = (options) => {
      counts.buffers++
      return buffer(options)
    }
    device.createBindGroup = (options) => {
      counts.groups++
      return group(options)
    }
    const figures = []
    for (let step = 0; step < 3; step++) {
      figures.push(translation.iterate({ observe: true }))
      await translation.ready()
    }
    expect(counts).toEqual({ submit: 3, buffers: 0, groups: 0 })
    for (const each of figures)
      expect(Object.values((await each) ?? {}).every(Number.isFinite)).toBe(true)
  } finally {
    for (const name of ['createBuffer', 'createBindGroup']) Reflect.deleteProperty(device, name)
    Reflect.deleteProperty(device.queue, 'submit')
    translation.destroy()
  }
})

const configOf = (run: string) => {
  const path = at(run, 'config.json')
  return checkTranslation(JSON.parse(readFileSync(path, 'utf8')), path)
}

test('a picture of another size goes in tiles, there and back', async () => {
  const args = ['--checkpoint', at('whole'), '--image', at('large.png'), '--out', at('made.png')]
  const { status, stdout } = await tell('translate', ...args, '--round-trip', '--size', 'own')
  expect(status).toBe(0)
  expect(stdout).toMatch(/made\.png, .*made-back\.png: 50 × 40, in 6 tiles/)
  for (const name of ['made.png', 'made-back.png']) {
    const { width, height } = PNG.sync.read(readFileSync(at(name)))
    expect([width, height]).toEqual([50, 40])
  }
})

test('a folder of pictures becomes a folder of pictures', async () => {
  const args = [
    '--checkpoint',
    at('whole'),
    '--back',
    '--image',
    at('two/dogs'),
    '--out',
    at('many'),
  ]
  expect((await tell('translate', ...args)).status).toBe(0)
  expect(readdirSync(at('many')).sort()).toEqual(['3.png', '4.png', '5.png'])
})

test.each([
  ['resnet', 'whole', ['--back'], 'toA', 24],
  ['unet', 'paired', [], 'toB', 32],
] as const)(
  '%s: ONNX Runtime translates as our kernels do',
  async (_, run, options, name, side) => {
    if (run === 'paired') {
      const args = ['--pairs', at('halves'), ...TINY, '--steps', '2', '--out', at('paired')]
      expect(await tell('translate', ...args)).toMatchObject({ status: 0 })
    }
    const out = at(`${run}.onnx`)
    const exported = ['--checkpoint', at(run), '--to', 'onnx', '--out', out, ...options]
    expect(await tell('export', ...exported)).toMatchObject({ status: 0 })
    const config = configOf(run)
    const { channels } = config
    const shape = [2, side, side, channels]
    const images = Float32Array.from({ length: 2 * side * side * channels }, (_, i) =>
      Math.sin(i / 7),
    )
    const path = at(run, `${name}.safetensors`)
    const file = { path, bytes: new Uint8Array(readFileSync(path)) }
    // At another size than it learned: the networks are convolutions.
    const ours = await translateImages(gpu, { ...config, imageSize: side }, { name, file, images })
    const session = await InferenceSession.create(out)
    const image = new Tensor('float32', permute(images, shape, [0, 3, 1, 2]), [
      2,
      channels,
      side,
      side,
    ])
    const { images: theirs, pixels } = await session.run({ image })
    const data = theirs?.data
    if (!(data instanceof Float32Array)) throw new Error('there are no images')
    const back = permute(data, [2, channels, side, side], [0, 2, 3, 1])
    expect(Math.max(...back.map((value, i) => Math.abs(value - (ours[i] ?? 0))))).toBeLessThan(1e-4)
    expect(pixels?.dims).toEqual(shape)
  },
)

test('PyTorch gets the layers, and the weights beside them', async () => {
  const out = ['--to', 'pytorch', '--out', at('there.py')]
  expect(await tell('export', '--checkpoint', at('whole'), ...out)).toMatchObject({ status: 0 })
  const text = readFileSync(at('there.py'), 'utf8')
  expect(text).toMatch(
    /Residual\(\n +nn\.ReflectionPad2d\(\(1, 1, 1, 1\)\),\n +nn\.Conv2d\(8, 8, 3, 1, 0, bias=False\)/,
  )
  expect(text).toContain('load_file(Path(folder) / "there.safetensors")')
  expect(readdirSync(folder)).toContain('there.safetensors')
})

test('evaluate measures both directions beside what no network reaches', async () => {
  const { status, stdout } = await tell('evaluate', '--checkpoint', at('whole'))
  expect(status).toBe(0)
  expect(stdout).toMatch(/first set → second .*translated .*unchanged .*real images/)
  expect(stdout).toMatch(/difference after the way back +\d\.\d{3}/)
  // Both sets have labels.
  expect(stdout.match(/label kept, as a classifier reads it( +\d+\.\d %){4}$/gm)).toHaveLength(2)
  const found = JSON.parse(readFileSync(at('whole', 'evaluation.json'), 'utf8'))
  expect(found).toMatchObject({ step: 4, toA: { taken: {}, kept: {} }, toB: { taken: {} } })
  expect(Object.keys(found.toB.kept)).toEqual(['translated', 'unchanged', 'shifted', 'real'])
  expect(readFileSync(at('whole', 'report.html'), 'utf8')).toContain('taken for the other set')
})

test('images that moved: a line says what to add, and the run goes on with them there', async () => {
  renameSync(at('two'), at('moved'))
  const [resume, measure] = [
    ['translate', '--resume', at('parts'), '--steps', '5'],
    ['evaluate', '--checkpoint', at('parts')],
  ]
  for (const command of [measure, resume]) {
    const { status, lines } = await tell(...command)
    expect(lines).toEqual([
      expect.stringMatching(/learned from images of .*two, which is not there\. Add --to and/),
    ])
    expect(status).toBe(2)
    const other = await tell(...command, '--to', at('halves'))
    expect(other.lines).toEqual([
      expect.stringMatching(/halves holds other images than .* with --to, or add --changed-data/),
    ])
    expect((await tell(...command, '--pairs', at('pairs'))).lines).toEqual([
      expect.stringMatching(/^ganvas: --pairs: .* learned from two sets, whose places --from and/),
    ])
    const found = await tell(...command, '--to', at('moved'))
    expect(found).toMatchObject({ status: 0, lines: [] })
    expect(found.stdout).not.toContain('bit-identical')
  }
  const others = ['--to', at('halves'), '--changed-data']
  const measured = await tell(...measure, ...others)
  expect(measured.stdout).toMatch(/^note: other images than the run began with, of .*halves$/m)
  const taken = await tell('translate', '--resume', at('parts'), '--steps', '6', ...others)
  expect(taken.stdout).toMatch(/^changed {4}data: from now on other images, of .*halves$/m)
  const log = readFileSync(at('parts', 'log.jsonl'), 'utf8')
  expect(log).toContain(`{"step":5,"changedData":"${at('halves')}"}`)
  const report = readFileSync(at('parts', 'report.html'), 'utf8')
  expect(report).toMatch(/From step 5 on it learned from other images, of .*halves\./)
  expect(report).toMatch(/Measured on other images than the run began with: .*halves\./)
  renameSync(at('moved'), at('two'))
})

test('evaluate measures pairs against their partners', async () => {
  const { status, stdout } = await tell('evaluate', '--checkpoint', at('paired'))
  expect(status).toBe(0)
  expect(stdout).toMatch(
    /difference to the true partner +\d\.\d{3} +\d\.\d{3} +\d\.\d{3} +\d\.\d{3}/,
  )
})

test('a picture without a partner is named and left out', async () => {
  const args = ['--pairs', at('pairs'), ...TINY, '--steps', '1', '--out', at('five')]
  const { status, stdout } = await tell('translate', ...args)
  expect(status).toBe(0)
  expect(stdout).toMatch(/^skipped +A\/3 has no partner and is left out$/m)
})

describe('one line, and nothing is written', () => {
  test.each([
    ['no sets', [], 2, /give --pairs, or --from and --to/],
    ['pairs, and a set', ['--pairs', at('pairs'), '--from', at('one')], 2, /Leave out --from/],
    ['no such pairs', ['--pairs', at('nothing')], 2, /no such folder or file/],
    ['an empty set', ['--from', at('empty'), '--to', at('two')], 1, /no image in --from .*empty\./],
    ['no such set', ['--from', at('one'), '--to', at('none')], 2, /^ganvas: --to .*none: no data/],
    ['one set twice', ['--from', at('one'), '--to', at('one')], 2, /hold the same images/],
    [
      'two words',
      ['--pairs', at('one'), at('two')],
      2,
      /two belongs to no option: --pairs takes one/,
    ],
    [
      'one picture',
      ['--from', at('single'), '--to', at('two')],
      1,
      /holds 1 image\. .* at least 2/,
    ],
    ['no partners', ['--pairs', at('alone')], 1, /no file of .*A has the name of one of .*B/],
    ['no pairs side by side', ['--pairs', at('one')], 1, /not two images .* side by side/],
    ['a large batch', [...SETS, '--batch-size', '9'], 2, /more than the 5 images/],
    ['a run of nothing', ['--resume', at('one')], 1, /holds no translation/],
  ] as const)('%s', async (_, args, code, message) => {
    const out = args.some((arg) => arg === '--resume') ? [] : ['--out', at('refused')]
    const { status, lines } = await tell('translate', ...args, ...out)
    expect(lines).toEqual([expect.stringMatching(message)])
    expect(status).toBe(code)
    expect(readdirSync(folder)).not.toContain('refused')
  })

  test.each([
    ['pairs have no way back', ['--checkpoint', at('paired'), '--back'], 2, /in one direction/],
    ['too small', ['--checkpoint', at('whole'), '--size', '16'], 2, /less than the 32 pixels/],
    [
      'no picture',
      ['--checkpoint', at('whole'), '--image', at('whole', 'log.jsonl')],
      1,
      /is no image/,
    ],
    ['no run', ['--checkpoint', at('two')], 1, /holds no translation/],
  ] as const)('%s', async (_, args, code, message) => {
    const image = args.some((arg) => arg === '--image') ? [] : ['--image', at('large.png')]
    const { status, lines } = await tell('translate', ...args, ...image, '--out', at('refused.png'))
    expect(lines).toEqual([expect.stringMatching(message)])
    expect(status).toBe(code)
    expect(readdirSync(folder)).not.toContain('refused.png')
  })

  test('a damaged checkpoint', async () => {
    const path = at('parts', 'checkpoint.safetensors')
    const bytes = readFileSync(path)
    bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 1
    writeFileSync(path, bytes)
    const { status, lines } = await tell('translate', '--resume', at('parts'), '--steps', '7')
    expect(lines).toEqual([expect.stringMatching(/is damaged: .* checksum/)])
    expect(status).toBe(1)
  })

  test('a run of another command', async () => {
    const { status, lines } = await tell(
      'sample',
      '--checkpoint',
      at('whole'),
      '--out',
      at('no.png'),
    )
    expect(lines).toEqual([expect.stringMatching(/translation: .*ganvas translate --checkpoint/)])
    expect(status).toBe(1)
  })
})
