// The terminal, as a user types it: the files of a run, that stopping and resuming lose nothing,
// and that bad input gets one clear line and leaves nothing. Runs in Node's own WebGPU.

import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
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
import { afterAll, describe, expect, test, vi } from 'vitest'
import { loadImages } from '../../src/cli/data/images'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { readSafetensors, writeSafetensors } from '../../src/data/safetensors'
import { makeBlueprint } from '../../src/gan/run/blueprint'
import { readCheckpoint } from '../../src/gan/run/checkpoint'
import { parseConfig } from '../../src/gan/run/runConfig'
import { Trainer } from '../../src/gan/run/trainer'
import { idx, idxImages } from '../support/idx'
import { picture, pngOf } from '../support/own'
import { COMMAND, ganvas, ownCache, tell } from '../support/terminal'

const SMALL = ['--width', '4', '--batch-size', '8', '--latent', '8', '--log-every', '1']
const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
const at = (...parts: string[]) => join(folder, ...parts)

/** Images that are faster than the digits. */
const OWN = ['--data', at('own.idx'), '--image-size', '16']
writeFileSync(at('own.idx'), idxImages(20, 12, 16))

ownCache(at('cache'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const bytes = (...path: string[]) => readFileSync(at(...path))
const log = (run: string) => {
  const lines = readFileSync(at(run, 'log.jsonl'), 'utf8').trim().split('\n')
  return lines.map((line) => ({ ...JSON.parse(line), imagesPerSecond: 0 }))
}

describe('a run folder', () => {
  test('holds the configuration, log, samples, noise, both networks and a checkpoint', async () => {
    const { status, stdout } = await tell(
      'train',
      ...SMALL,
      '--steps',
      '4',
      '--sample-every',
      '2',
      '--out',
      at('four'),
    )
    expect(status).toBe(0)
    expect(stdout).toContain('4/4')
    expect(readdirSync(at('four')).sort()).toEqual([
      'checkpoint.safetensors',
      'checkpoints',
      'config.json',
      'discriminator.safetensors',
      'generator-ema.safetensors',
      'generator.safetensors',
      'log.jsonl',
      'noise.safetensors',
      'report.html',
      'samples',
    ])
    expect(readdirSync(at('four', 'checkpoints'))).toEqual([
      '000002.safetensors',
      '000004.safetensors',
    ])
    expect(readdirSync(at('four', 'samples'))).toEqual(['000002.png', '000004.png'])
    const picture = PNG.sync.read(bytes('four', 'samples', '000004.png'))
    expect([picture.width, picture.height]).toEqual([8 * 34 + 2, 8 * 34 + 2])
    expect(log('four').map(({ step }) => step)).toEqual([1, 2, 3, 4])
    expect(Object.keys(log('four')[0])).toEqual([
      'step',
      'lossD',
      'lossG',
      'dReal',
      'dFake',
      'dSign',
      'gradientG',
      'gradientD',
      'clipped',
      'diversity',
      'broken',
      'imagesPerSecond',
    ])
  })

  test("has the names, layouts and types of PyTorch's DCGAN example", () => {
    const { tensors } = readSafetensors(bytes('four', 'generator.safetensors'), 'generator')
    const shapes = Object.fromEntries(
      [...tensors].map(([name, { dtype, shape }]) => [name, `${dtype} ${shape}`]),
    )
    expect(shapes).toMatchObject({
      'main.0.weight': 'F32 8,16,4,4',
      'main.1.weight': 'F32 16',
      'main.1.bias': 'F32 16',
      'main.1.running_mean': 'F32 16',
      'main.1.running_var': 'F32 16',
      'main.1.num_batches_tracked': 'I64 ',
      'main.3.weight': 'F32 16,8,4,4',
      'main.6.weight': 'F32 8,4,4,4',
      'main.9.weight': 'F32 4,1,4,4',
    })
    expect(tensors.get('main.1.num_batches_tracked')?.data).toEqual(BigInt64Array.of(4n))
    const noise = readSafetensors(bytes('four', 'noise.safetensors'), 'noise').tensors.get('noise')
    expect(noise?.shape).toEqual([64, 8, 1, 1])
  })

  test('draws samples with another seed', async () => {
    const grid = async (seed: string) => {
      const out = at(`grid-${seed}.png`)
      const args = ['--count', '10', '--seed', seed, '--out', out]
      expect((await tell('sample', '--checkpoint', at('four'), ...args)).status).toBe(0)
      return readFileSync(out)
    }
    const one = await grid('1')
    expect(PNG.sync.read(one).width).toBe(4 * 34 + 2)
    expect(one.equals(await grid('2'))).toBe(false)
  })

  test('keeps the weights that draw, of so small a network as halves', async () => {
    const kept = at('halves.safetensors')
    const args = ['--count', '1', '--out', at('one.png'), '--keep-generator', kept]
    expect((await tell('sample', '--checkpoint', at('four'), ...args)).status).toBe(0)
    const whole = readSafetensors(bytes('four', 'generator-ema.safetensors'), 'whole').tensors
    const halves = readSafetensors(readFileSync(kept), 'halves').tensors
    expect([...halves.keys()].sort()).toEqual([...whole.keys()].sort())
    for (const [name, { shape, data }] of whole) {
      const half = halves.get(name)
      expect(half?.dtype).toBe(shape.length > 1 ? 'F16' : whole.get(name)?.dtype)
      for (const [i, value] of [...data].entries()) {
        const apart = Math.abs(Number(half?.data[i]) - Number(value))
        expect(apart).toBeLessThanOrEqual(
          shape.length > 1 ? Math.abs(Number(value)) / 2048 + 2 ** -25 : 0,
        )
      }
    }
  })
})

describe('stopping and resuming', () => {
  const files = [
    'checkpoint.safetensors',
    'generator.safetensors',
    'discriminator.safetensors',
    'samples/000004.png',
  ]

  test('4 steps are 2 + 2, bit for bit', async () => {
    expect((await tell('train', ...SMALL, '--steps', '2', '--out', at('two'))).status).toBe(0)
    expect(ganvas('train', '--resume', at('two'), '--steps', '4').status).toBe(0)
    for (const file of files)
      expect(bytes('two', file).equals(bytes('four', file)), file).toBe(true)
    expect(log('two')).toEqual(log('four'))
  })

  test('a resumed run may change its learning rates and clip, says so, and keeps them', async () => {
    expect((await tell('train', ...SMALL, '--steps', '1', '--out', at('lr'))).status).toBe(0)
    const resumed = await tell('train', '--resume', at('lr'), '--lr', '0.5', '--clip', '0.1')
    expect(resumed.lines[0]).toMatch(/is complete: 1 of 1 steps/)
    const { status, stdout } = await tell(
      ...['train', '--resume', at('lr'), '--steps', '3', '--lr', '0.002', '--clip', '0.1'],
    )
    expect(status).toBe(0)
    expect(stdout).toContain('changed    lr 0.001 → 0.002, lrD 0.001 → 0.002, clip 0 → 0.1')
    const config = JSON.parse(bytes('lr', 'config.json').toString())
    expect(config).toMatchObject({ lr: 0.002, lrD: 0.002, clip: 0.1 })
    const { tensors } = readSafetensors(bytes('lr', 'discriminator.safetensors'), 'D')
    const weights = tensors.get('main.3.weight')?.data as Float32Array
    expect(Math.max(...weights)).toBeLessThanOrEqual(Math.fround(0.1))
    const refused = await tell('train', '--resume', at('lr'), '--steps', '9', '--lambda', '1')
    expect(refused.lines[0]).toMatch(/lambda is 1, but this run has no gradient penalty/)
  })

  test('an average of G is sampled and saved beside it, and resumed', async () => {
    const options = [...SMALL, '--ema', '0.5', '--spectral-norm', '--objective', 'hinge']
    expect((await tell('train', ...options, '--steps', '2', '--out', at('ema'))).status).toBe(0)
    expect(readdirSync(at('ema', 'samples'))).toEqual(['000002.png'])
    const resumed = await tell('train', '--resume', at('ema'), '--steps', '3')
    expect(resumed.stdout).toContain('spectral norms in D, average of G 0.5')
    const draw = async (...args: string[]) => {
      const out = at('drawn.png')
      expect((await tell('sample', '--checkpoint', at('ema'), ...args, '--out', out)).status).toBe(
        0,
      )
      return PNG.sync.read(readFileSync(out)).data
    }
    // The grid uses the noise of sample's default seed.
    const grid = (name: string) => PNG.sync.read(bytes('ema', 'samples', name)).data
    expect((await draw()).equals(grid('000003.png'))).toBe(true)
    expect((await draw('--no-ema')).equals(grid('000003.png'))).toBe(false)
    const config = JSON.parse(bytes('ema', 'config.json').toString())
    mkdirSync(at('bare'))
    writeFileSync(at('bare', 'config.json'), JSON.stringify({ ...config, ema: 0 }))
    expect((await tell('sample', '--checkpoint', at('bare'), '--ema')).lines[0]).toMatch(
      /--ema: the run in .*bare keeps no average/,
    )
    const film = ['--to', 'gif', '--out', at('film.gif')]
    const byG = await tell('export', '--checkpoint', at('ema'), ...film, '--no-ema')
    expect(byG.lines[0]).toMatch(/--no-ema: the moving average drew the grids in /)
  })
})

describe('own data', () => {
  test('trains on an IDX file, plain or gzipped', async () => {
    writeFileSync(at('own.idx.gz'), gzipSync(idxImages(20, 12, 16)))
    for (const name of ['own.idx', 'own.idx.gz']) {
      const args = [...SMALL, ...OWN, '--data', at(name), '--steps', '1', '--out', at(`of-${name}`)]
      expect((await tell('train', ...args)).status).toBe(0)
    }
    expect(
      bytes('of-own.idx', 'generator.safetensors').equals(
        bytes('of-own.idx.gz', 'generator.safetensors'),
      ),
    ).toBe(true)
  })

  const TOLD = [...SMALL.slice(2), '--model', 'mlp', '--width', '1', '--conditional']

  test('a conditional run draws a row of each class, and the class that is asked for', async () => {
    const options = [...TOLD, '--augment', 'translation,cutout', '--steps', '1']
    const { status, stdout } = await tell('train', ...options, '--out', at('told'))
    expect(status).toBe(0)
    expect(stdout).toContain('told which of 10 classes; D sees images through translation, cutout')
    const rows = PNG.sync.read(bytes('told', 'samples', '000001.png'))
    expect([rows.width, rows.height]).toEqual([8 * 34 + 2, 10 * 34 + 2])
    const draw = async (...args: string[]) => {
      const out = at('class.png')
      const drawn = await tell('sample', '--checkpoint', at('told'), ...args, '--out', out)
      expect(drawn.status).toBe(0)
      return readFileSync(out)
    }
    const seven = await draw('--class', '7', '--count', '20')
    const all = await draw('--count', '20')
    expect(seven.equals(all)).toBe(false)
    expect(PNG.sync.read(all).width).toBe(10 * 34 + 2)
  })

  test('a conditional run of own data takes the labels beside it', async () => {
    writeFileSync(at('train-images-idx3-ubyte'), idxImages(20, 28, 28))
    const options = ['train', ...TOLD, '--data', at('train-images-idx3-ubyte'), '--dry-run']
    expect((await tell(...options)).lines[0]).toMatch(
      /--conditional: .*idx3-ubyte has no labels\. Put them beside it/,
    )
    const labels = Array.from({ length: 20 }, (_, i) => i % 3)
    writeFileSync(at('train-labels-idx1-ubyte'), idx(8, [20], labels))
    expect((await tell(...options)).stdout).toContain('told which of 3 classes')
  })

  test('pictures in folders are looked at, and trained on by their classes', async () => {
    for (const name of ['cat', 'dog']) {
      mkdirSync(at('photos', name), { recursive: true })
      for (let n = 0; n < 6; n++) {
        writeFileSync(at('photos', name, `${n}.png`), pngOf(picture(n, 40 + n, 30)))
      }
    }
    writeFileSync(at('photos', 'notes.txt'), 'hello')
    const seen = await tell('data', at('photos'), '--size', '16', '--out', at('photos.png'))
    expect(seen.status).toBe(0)
    for (const line of [
      'images     12, 16 × 16, colour; 6 duplicates',
      'files      12 PNG; from 40 × 30 to 45 × 30, median 42 × 30',
      'classes    2: cat 6, dog 6',
      'skipped    photos/notes.txt is no image, but a text file',
    ]) {
      expect(seen.stdout).toContain(line)
    }
    const sheet = PNG.sync.read(bytes('photos.png'))
    expect([sheet.width, sheet.height]).toEqual([2 * (2 + 7 * 18), 2 * (2 + 2 * 18)])
    const told = await tell('data', at('photos'), '--json', '--out', at('photos.png'))
    expect(JSON.parse(told.stdout)).toMatchObject({ count: 12, height: 30, twice: 6 })

    for (const out of [at('photos'), at('photos', 'cat')]) {
      const refused = await tell('train', '--data', at('photos'), '--out', out)
      expect(refused.lines[0]).toMatch(
        /photos: the run would be read as images\. Choose another --out/,
      )
    }
    const run = await tell(
      ...['train', ...TOLD, '--data', at('photos'), '--image-size', '16', '--steps', '1'],
      ...['--batch-size', '8', '--out', at('of-photos')],
    )
    expect(run.status).toBe(0)
    expect(run.stdout).toContain('told which of 2 classes: cat, dog')
    const grid = PNG.sync.read(bytes('of-photos', 'samples', '000001.png'))
    expect([grid.width, grid.height]).toEqual([8 * 18 + 2, 2 * 18 + 2])
    rmSync(at('photos', 'dog', '0.png'))
    expect((await tell('train', '--resume', at('of-photos'), '--steps', '2')).lines[0]).toMatch(
      /photos holds 11 images, but the run began with 12\. Give those with --data/,
    )
  })

  test('classes that a run does not know are refused', async () => {
    const refused = async (run: string, ...args: string[]) =>
      (await tell('sample', '--checkpoint', at(run), ...args)).lines[0]
    expect(await refused('told', '--class', '10')).toMatch(
      /--class 10: the run in .*told knows classes 0 to 9\. Take one of them/,
    )
    expect(await refused('four', '--class', '7')).toMatch(
      /--class 7: the run in .*four was not told classes\. Leave it out/,
    )
    const resumed = await tell('train', '--resume', at('four'), '--conditional')
    expect(resumed.lines[0]).toMatch(/the run was not told classes\. Leave --conditional out/)
  })

  test('a dry run trains one step and writes nothing', async () => {
    const { status, stdout } = await tell('train', ...SMALL, '--dry-run', '--out', at('dry'))
    expect(status).toBe(0)
    expect(stdout).toContain('nothing was written')
    expect(existsSync(at('dry'))).toBe(false)
  })
})

describe('bad input gets one line and leaves nothing', () => {
  writeFileSync(at('foreign.idx'), 'not images')
  writeFileSync(at('cut.idx'), idxImages(20, 12, 16).subarray(0, 1000))
  writeFileSync(at('file'), '')
  mkdirSync(at('folder.png'))

  test('of a process, with an exit code', () => {
    const typed = ganvas('train', '--widht', '3')
    expect(typed.lines).toEqual(["ganvas: unknown option '--widht' (Did you mean --width?)"])
    expect(typed.status).toBe(2)
    const wild = ganvas('train', '--dry-run', ...SMALL, '--lr', '1e30')
    expect(wild.lines).toHaveLength(1)
    expect(wild.lines[0]).toMatch(/training diverged at step 1: loss\w+ is \S+\. Lower --lr/)
    expect(wild.status).toBe(1)
  })

  const misuse: [string[], RegExp][] = [
    [['train', '--steps', '0'], /--steps .* whole number from 1 to 2147483647/],
    [['train', '--lr', 'fast'], /--lr .* must be a number/],
    [['toy'], /missing required argument 'name'/],
    [['toy', 'torus'], /Allowed choices are ring, grid, spiral/],
    [['toy', 'ring', '--objective', 'wgan-typo'], /Allowed choices are minimax, .*, all/],
    [['toy', 'ring', '--seed', '1', 'x'], /whole number from 0 to 2147483647/],
    [['toy', 'ring', '--out', 'ring.gif'], /must be a path that ends in \.png/],
    [['claims', '--steps', '0'], /whole number from 1 to 2147483647/],
    [['train', '--objective', 'wgan-typo'], /Allowed choices are minimax, non-saturating/],
    [['train', '--data', 'celeba'], /--data celeba: no data set has that name and no such file/],
    [['train', '--image-size', '48'], /--image-size .* It must be one of 16, 32, 64, 128\./],
    [['evaluate', '--images', 'x', '--image-size', '20'], /It must be one of 16, 32, 64, 128\./],
    [
      ['train', '--image-size', '16'],
      /images are 28×28, larger than --image-size 16\. Use --image-size 32 or 64/,
    ],
    [
      ['train', '--batch-size', '9001'],
      /--batch-size 9001 is larger than the data set of 9000 images/,
    ],
    [['train', '--adapter', '--dry-run'], /--adapter .* A value is missing/],
    [['train', '--resume', '--steps', '3'], /--resume .* A value is missing/],
    [['train', '--lambda', '1e39'], /--lambda .* must be a number from 0 to below 1e\+38/],
    [
      ['train', '--objective', 'wgan', '--beta1', '0.3'],
      /--beta1 is Adam's, but wgan takes RMSprop/,
    ],
    [
      ['train', '--augment', 'blur'],
      /--augment .* must be empty, or some of colour, translation, cutout, flip, adaptive/,
    ],
    [['train', '--ema', '1'], /--ema .* must be a number from 0 to below 1/],
    [['sample', '--checkpoint', 'x', '--out', 'x.jpg'], /must be a path that ends in \.png/],
    [['sample'], /required option '--checkpoint <dir>'/],
    [['golden', 'test/golden', '--dump', '--runtime'], /--dump .* A value is missing/],
    [['nonsense'], /unknown command 'nonsense'/],
  ]
  test.each(misuse)('%j', async (args, message) => {
    const out = args[0] === 'train' ? ['--out', at('bad', 'below')] : []
    const { status, lines } = await tell(...args, ...out)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(message)
    expect(status).toBe(2)
    expect(existsSync(at('bad'))).toBe(false)
  })

  const failures: [string[], RegExp][] = [
    [
      ['train', '--data', at('foreign.idx'), '--out', at('bad')],
      /foreign\.idx is no image, but a text file/,
    ],
    [['train', '--data', at('cut.idx'), '--out', at('bad')], /cut\.idx: .*3856 bytes.*1000/],
    [['train', '--out', at('file', 'below')], /cannot write to the folder .*file/],
    [['train', '--adapter', 'voodoo', '--out', at('bad')], /no adapter is named like "voodoo"/],
    [
      [
        'train',
        '--width',
        '1024',
        '--image-size',
        '64',
        '--batch-size',
        '4096',
        '--out',
        at('bad'),
      ],
      /this adapter binds at most/,
    ],
    [['train', '--resume', at('nothing')], /holds no run: config\.json is missing/],
    [['toy', 'ring', '--steps', '1', '--out', at('file', 'x.png')], /cannot write to the folder/],
    [['toy', 'ring', '--out', at('folder.png')], /--out .*folder\.png is not a regular file/],
    [['claims', '--out', at('file')], /cannot write to the folder/],
    [['golden', 'test/golden', '--dump', at('file')], /cannot write to .* Choose another --dump/],
    [['sample', '--checkpoint', at('nothing')], /holds no run/],
    [
      ['sample', '--checkpoint', at('four'), '--out', at('folder.png')],
      /--out .*folder\.png is not a regular file/,
    ],
    [
      ['sample', '--checkpoint', at('four'), '--out', at('file', 'x.png')],
      /cannot write to the folder .*file/,
    ],
  ]
  test.each(failures)('%j', async (args, message) => {
    const { status, lines } = await tell(...args)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(message)
    expect(status).toBe(1)
    expect(existsSync(at('bad'))).toBe(false)
  })

  test('a folder that holds a run is not overwritten, a complete one needs --steps', async () => {
    const refused = async (...args: string[]) => (await tell('train', ...args)).lines[0]
    expect(await refused(...SMALL, '--out', at('four'))).toMatch(
      /already holds a run\. Add --resume/,
    )
    expect(await refused('--resume', at('four'))).toMatch(/is complete: 4 of 4 steps/)
    expect(await refused('--resume', at('four'), '--image-size', '16')).toMatch(
      /the run has --image-size 32, but 16 was asked for/,
    )
    expect(await refused('--resume', at('four'), '--width', '9')).toMatch(
      /the run has --width 4, but 9 was asked for/,
    )
  })

  test('GANVAS_DEBUG=1 shows where it came from that an op refused what was typed', async () => {
    vi.stubEnv('GANVAS_DEBUG', '1')
    const args = ['--resume', at('four'), '--steps', '9', '--lambda', '1']
    const { status, lines, stderr } = await tell('train', ...args)
    vi.unstubAllEnvs()
    expect(status).toBe(2)
    expect(lines).toEqual([expect.stringContaining('lambda is 1')])
    expect(stderr).toMatch(/^ +at \w+ /m)
  })

  test('a run that has saved nothing yet draws nothing', async () => {
    mkdirSync(at('young'))
    copyFileSync(at('four', 'config.json'), at('young', 'config.json'))
    const { status, lines } = await tell('sample', '--checkpoint', at('young'))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/young has no generator-ema\.safetensors yet\. Wait until it saves/)
    expect(status).toBe(1)
  })

  test('a checkpoint of another version, or of another model, is refused', async () => {
    const path = at('two', 'checkpoint.safetensors')
    // A damaged one would be skipped if there were older ones.
    rmSync(at('two', 'checkpoints'), { recursive: true })
    const whole = readFileSync(path)
    // Without its checksum, as in earlier versions, since the checksum would fail first.
    const { metadata: found, tensors } = readSafetensors(whole, 'checkpoint')
    const { crc32c: _, ...metadata } = found
    const resume = ['train', '--resume', at('two'), '--steps', '99']
    const refused = async (content: Uint8Array) => {
      writeFileSync(path, content)
      const { status, lines } = await tell(...resume)
      expect(status).toBe(1)
      return lines[0]
    }
    expect(await refused(writeSafetensors(tensors, { ...metadata, version: '9' }))).toMatch(
      /has format version 9/,
    )
    expect(await refused(writeSafetensors(tensors, { ...metadata, model: 'dcgan 8×8' }))).toMatch(
      /another model/,
    )
    expect(await refused(whole.subarray(0, 5000))).toMatch(/checkpoint\.safetensors/)

    // The rest is found while a run is open: this one stays open.
    const config = parseConfig(readFileSync(at('two', 'config.json'), 'utf8'), 'config.json')
    const images = await loadImages('mnist')
    const gpu = await openNodeGpu()
    const trainer = await Trainer.open(gpu, makeBlueprint(config, images), images.pixels)
    const restore = (bytes: Uint8Array) => () => {
      const { state, step } = readCheckpoint({ path, bytes }, config)
      trainer.restore(state, step)
    }
    expect(restore(writeSafetensors(new Map([...tensors].slice(1)), metadata))).toThrow(
      /has no bytes, but this model needs/,
    )
    expect(restore(writeSafetensors(tensors, { ...metadata, step: '77' }))).toThrow(
      /its clock stands at step 4 of seed 1, but it is said to be step 77/,
    )
    expect(restore(whole)).not.toThrow()
    gpu.close()

    const spoilt = structuredClone(tensors)
    spoilt.get('generator.parameters')?.data.fill(0x7fc00000 as never, 5, 6)
    expect(await refused(writeSafetensors(spoilt, metadata))).toMatch(
      /generator\.parameters holds NaN/,
    )
    writeFileSync(path, whole)
  })

  test.each([
    [
      'objective',
      'toString',
      /objective is "toString", but must be one of minimax, non-saturating/,
    ],
    ['width', -4, /width is -4, but must be a whole number from 1 to 1024/],
    ['logEvery', 0, /logEvery is 0, but must be a whole number from 1/],
    ['images', 8999, /holds 9000 images, but the run began with 8999/],
  ])('a config.json with another %s is refused', async (key, value, message) => {
    const path = at('two', 'config.json')
    const whole = readFileSync(path, 'utf8')
    writeFileSync(path, JSON.stringify({ ...JSON.parse(whole), [key]: value }))
    const { status, lines } = await tell('train', '--resume', at('two'), '--steps', '99')
    writeFileSync(path, whole)
    expect(lines[0]).toMatch(message)
    expect(status).toBe(1)
  })

  test('a folder in use is left alone; one whose run was killed is not in use', async () => {
    writeFileSync(at('two', '.lock'), String(process.ppid))
    // Nor is it read, since its files may change at any time.
    const config = bytes('two', 'config.json')
    writeFileSync(at('two', 'config.json'), 'half of')
    const busy = await tell('train', '--resume', at('two'), '--steps', '5')
    writeFileSync(at('two', 'config.json'), config)
    expect(busy.lines[0]).toMatch(/is in use by process \d+\. .*, or delete .*two.\.lock/)
    expect(busy.status).toBe(2)
    writeFileSync(at('two', '.lock'), '4194305')
    expect((await tell('train', '--resume', at('two'), '--steps', '5')).status).toBe(0)
    expect(existsSync(at('two', '.lock'))).toBe(false)
  })

  test('a run that diverges leaves no network of NaN', async () => {
    const wild = ['--lr', '1e20', '--log-every', '50', '--steps', '20', '--sample-every', '5']
    const { status, lines } = await tell(
      'train',
      ...SMALL.slice(0, 6),
      ...wild,
      '--out',
      at('wild'),
    )
    expect(lines[0]).toMatch(/training diverged at step \d+: .* Lower --lr/)
    expect(status).toBe(1)
    expect(existsSync(at('wild', 'generator.safetensors'))).toBe(false)
  })

  test('GANVAS_DEBUG=nan names the op and the tensor with which a run diverged', async () => {
    vi.stubEnv('GANVAS_DEBUG', 'nan')
    const { status, lines } = await tell('train', '--dry-run', ...SMALL, '--lr', '1e30')
    vi.unstubAllEnvs()
    expect(lines[0]).toMatch(
      /training diverged at step 1: op \w+ \(.*\) wrote tensor .* \[.*\]: .* of \d+ values \(\w+\.wgsl \w+\)/,
    )
    expect(status).toBe(1)
  })

  test.each([
    ['looked at', '1'],
    ['saved', '50'],
  ])('a run that diverges, as is seen when it is %s, goes back three times', async (_, every) => {
    const wild = ['--lr', '1e20', '--log-every', every, '--steps', '20', '--sample-every', '5']
    const out = at(`back ${every}`)
    const args = [...SMALL.slice(0, 6), ...wild, '--on-collapse', 'rollback', '--out', out]
    const { status, stdout, lines } = await tell('train', ...args)
    expect(stdout).toMatch(/health {5}step \d+, nan: .*/)
    expect(stdout).toMatch(/rollback {3}1 of 3: to step 0, lr 50000000000000000000, other noise/)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/nan at step \d+, after 3 rollbacks\. Take a lower learning rate/)
    expect(status).toBe(1)
    const entries = readFileSync(join(out, 'log.jsonl'), 'utf8').trim().split('\n')
    const rates = entries.map((line) => JSON.parse(line)).filter(({ rollback }) => rollback)
    expect(rates.map(({ step, lr }) => [step, lr])).toEqual([
      [0, 5e19],
      [0, 2.5e19],
      [0, 1.25e19],
    ])
    expect(JSON.parse(readFileSync(join(out, 'config.json'), 'utf8')).lr).toBe(1.25e19)
    expect(existsSync(join(out, 'generator.safetensors'))).toBe(false)
  })

  test('a run that is resumed goes back as it was told at first; what it went back to is saved', async () => {
    const args = [...SMALL, ...OWN, '--on-collapse', 'rollback', '--steps', '2']
    expect((await tell('train', ...args, '--out', at('well'))).status).toBe(0)
    const [checkpoint, generator] = [
      bytes('well', 'checkpoint.safetensors'),
      bytes('well', 'generator.safetensors'),
    ]
    const resumed = await tell('train', '--resume', at('well'), '--steps', '20', '--lr', '1e20')
    expect(resumed.stdout).toMatch(/rollback {3}3 of 3: to step 2, /)
    expect(resumed.status).toBe(1)
    // The same weights, with other noise to come.
    expect(bytes('well', 'generator.safetensors').equals(generator)).toBe(true)
    const clock = (file: Uint8Array) => {
      return readSafetensors(file, 'checkpoint').tensors.get('clock')?.data ?? []
    }
    const [before, after] = [clock(checkpoint), clock(bytes('well', 'checkpoint.safetensors'))]
    expect(after[3]).toBe(before[3])
    expect(after[1]).toBeGreaterThan(Number(before[1]) + 1000)
  })

  test('a closed pipe does not end a run', () => {
    const command = `node ${COMMAND} train ${SMALL.join(' ')} --steps 4 --out '${at('piped')}' | head -1`
    const { stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' })
    expect(stderr).not.toMatch(/EPIPE/)
    expect(
      bytes('piped', 'checkpoint.safetensors').equals(bytes('four', 'checkpoint.safetensors')),
    ).toBe(true)
  })

  test('no temporary file is left anywhere', () => {
    const left = readdirSync(folder, { recursive: true }).filter((name) =>
      String(name).includes('.tmp'),
    )
    expect(left).toEqual([])
  })
})
