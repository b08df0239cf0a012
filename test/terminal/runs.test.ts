// Keeping runs: a damaged checkpoint is skipped, the best is kept, and the report and TensorBoard's files agree
// with the log.

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
import { afterAll, describe, expect, test } from 'vitest'
import { event, record, scalars, version } from '../../src/cli/commands/train/tensorboard'
import { lock } from '../../src/cli/folder/lock'
import { ticks } from '../../src/cli/folder/report/curves'
import { RunFolder } from '../../src/cli/folder/runFolder'
import { crc32c } from '../../src/data/crc32c'
import { readSafetensors } from '../../src/data/safetensors'
import { readCheckpoint } from '../../src/gan/run/checkpoint'
import { parseConfig } from '../../src/gan/run/runConfig'
import { randomOf, tiny, writeImages } from '../soak/resume'
import { ownCache, tell } from '../support/terminal'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
const at = (...parts: string[]) => join(folder, ...parts)
ownCache(at('cache'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const data = writeImages(at('data'))
const EXTRA = ['--spectral-norm', '--ema', '0.9', '--augment', 'translation', '--conditional']
const SETTINGS = ['--objective', 'hinge', ...EXTRA, '--best', 'sliced', '--tensorboard']
const run = (...parts: string[]) => at('straight', ...parts)
const bytes = (...parts: string[]) => readFileSync(run(...parts))

test('a run of many settings trains', async () => {
  const args = [...tiny(data), ...SETTINGS, '--steps', '30', '--out', run()]
  expect((await tell('train', ...args)).status).toBe(0)
})

describe('a folder is of one process at a time', () => {
  const path = at('shared', '.lock')
  mkdirSync(at('shared'))

  test.each(['', 'no number', '4194305', String(process.pid)])(
    '"%s" does not block a run',
    (left) => {
      writeFileSync(path, left)
      const release = lock(path)
      expect(readFileSync(path, 'utf8')).toBe(String(process.pid))
      release()
      expect(readdirSync(at('shared'))).toEqual([])
    },
  )

  test('another live process keeps it, and only the owner releases it', () => {
    const release = lock(path)
    writeFileSync(path, String(process.ppid))
    expect(() => lock(path)).toThrow(
      `${at('shared')} is in use by process ${process.ppid}. Wait for it, choose another --out, or delete ${path} `,
    )
    release()
    expect(readFileSync(path, 'utf8')).toBe(String(process.ppid))
    expect(readdirSync(at('shared'))).toEqual(['.lock'])
  })

  test('the next free folder does not exist yet', () => {
    expect(new RunFolder(at('shared')).lockNew()).toBeUndefined()
    const release = new RunFolder(at('deep', 'new')).lockNew()
    expect(readdirSync(at('deep', 'new'))).toEqual(['.lock'])
    release?.()
    expect(existsSync(at('deep'))).toBe(false)
  })
})

describe('what is kept', () => {
  test('the last three checkpoints, and the best as a run folder that draws', async () => {
    expect(readdirSync(run('checkpoints')).sort()).toEqual([
      '000020.safetensors',
      '000025.safetensors',
      '000030.safetensors',
      'best',
    ])
    expect(bytes('checkpoints', '000030.safetensors')).toEqual(bytes('checkpoint.safetensors'))
    const lines = readFileSync(run('log.jsonl'), 'utf8').trim().split('\n')
    const scores = lines.map((line) => JSON.parse(line)).filter(({ sliced }) => sliced)
    expect(scores.map(({ step }) => step)).toEqual([5, 10, 15, 20, 25, 30])
    const best = scores.reduce((a, b) => (b.sliced < a.sliced ? b : a))
    const file = readFileSync(run('checkpoints', 'best', 'checkpoint.safetensors'))
    expect(readSafetensors(file, 'best').metadata['step']).toBe(String(best.step))
    const drawn = ['--count', '4', '--out', at('best.png')]
    expect(
      (await tell('sample', '--checkpoint', run('checkpoints', 'best'), ...drawn)).status,
    ).toBe(0)
  })

  test('a flipped bit is found, wherever it is', () => {
    const path = 'checkpoint.safetensors'
    const config = parseConfig(bytes('config.json').toString(), 'config.json')
    const whole = Uint8Array.from(bytes(path))
    expect(readCheckpoint({ path, bytes: whole }, config).step).toBe(30)
    const start = 8 + Number(new DataView(whole.buffer).getBigUint64(0, true))
    const random = randomOf(3)
    for (let i = 0; i < 50; i++) {
      const flipped = Uint8Array.from(whole)
      const byte = start + Math.floor(random() * (whole.length - start))
      flipped[byte] = (flipped[byte] ?? 0) ^ (1 << (i % 8))
      expect(() => readCheckpoint({ path, bytes: flipped }, config)).toThrow(/is damaged/)
    }
  })

  test('a resume passes over a damaged checkpoint, says so, and comes to the same bits', async () => {
    const path = 'checkpoint.safetensors'
    const [whole, generator] = [bytes(path), bytes('generator.safetensors')]
    const flipped = Uint8Array.from(whole)
    flipped[whole.length - 100] = (flipped[whole.length - 100] ?? 0) ^ 1
    // Both names are of one file, so this damages the newest of checkpoints/ too.
    writeFileSync(run(path), flipped)
    const { status, stdout } = await tell('train', '--resume', run())
    expect(stdout).toMatch(/^damaged {4}.*checkpoint\.safetensors is damaged: its bytes/m)
    expect(stdout).toMatch(/^ +goes on from .*000025\.safetensors, step 25$/m)
    expect(status).toBe(0)
    expect(bytes(path).equals(whole)).toBe(true)
    expect(bytes('generator.safetensors').equals(generator)).toBe(true)
  })
})

describe('the report', () => {
  test('is one file with everything, and loads nothing', () => {
    const html = bytes('report.html').toString()
    const shown = [
      ...html.matchAll(/<img[^>]* alt="step (\d+)" src="data:image\/png;base64,([^"]+)"/g),
    ]
    expect(shown.map(([, step]) => Number(step))).toEqual([5, 10, 15, 20, 25, 30])
    const last = Buffer.from(shown.at(-1)?.[2] ?? '', 'base64')
    expect(last.equals(bytes('samples', '000030.png'))).toBe(true)
    expect(html).toContain("default-src 'none'; img-src data:;")
    const targets = [...html.matchAll(/\b(?:src|href|url)\b\s*[=(]\s*"?([^")\s]*)/g)]
    expect(targets.filter(([, target]) => !target?.startsWith('data:image/png'))).toEqual([])
    for (const title of ['Losses', 'Norms of gradients', 'Diversity', 'sliced Wasserstein']) {
      expect(html).toContain(title)
    }
    expect(html).toMatch(/<dt>objective<\/dt><dd>hinge<\/dd>/)
    expect(html).toContain(' in Node</p>')
    // The curve of D's loss, one point per step; the last one is at the last figure.
    const [, points = ''] = /<polyline class="d" points="([^"]+)"/.exec(html) ?? []
    expect(points.split(' ')).toHaveLength(2 * 30)
  })

  test.each([
    [0, 1, [0, 0.5, 1]],
    [3, 3, [3, 4]],
    [-1.4, 0.7, [-2, -1, 0, 1]],
    [0, 1000, [0, 500, 1000]],
  ])('the ticks of %d to %d are round and reach around', (least, most, expected) => {
    expect(ticks(least, most)).toEqual(expected)
  })
})

describe("TensorBoard's files", () => {
  const hex = (found: Uint8Array) => Buffer.from(found).toString('hex')

  test("CRC-32C has the values of RFC 3720's examples, in one piece or two", () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43)
    const rising = Uint8Array.from({ length: 32 }, (_, i) => i)
    expect(crc32c(rising)).toBe(0x46dd794e)
    expect(crc32c(rising.subarray(9), crc32c(rising.subarray(0, 9)))).toBe(0x46dd794e)
  })

  test('a file begins as those of TensorFlow do', () => {
    const found = hex(record(event(0, 0, version)))
    expect(found.slice(0, 24)).toBe('1800000000000000a37f4b22')
    expect(found.slice(24, 72)).toBe('0900000000000000001a0d627261696e2e4576656e743a32')
  })

  test("a scalar is written as protobuf's wire format has it", () => {
    const found = hex(event(1, 300, scalars({ loss: 0.5 })))
    expect(found).toBe('09000000000000f03f10ac022a0d0a0b0a046c6f7373150000003f')
  })

  test('a run leaves its figures and its grids', () => {
    const [name = ''] = readdirSync(run()).filter((each) => each.includes('tfevents'))
    const file = bytes(name)
    const tags = new Map<string, number>()
    for (let from = 0; from < file.length; ) {
      const length = Number(file.readBigUInt64LE(from))
      const body = file.subarray(from + 12, from + 12 + length)
      expect(record(body).length).toBe(length + 16)
      expect(file.subarray(from, from + length + 16).equals(record(body))).toBe(true)
      for (const tag of ['lossD', 'diversity', 'sliced', 'samples']) {
        if (body.includes(tag)) tags.set(tag, (tags.get(tag) ?? 0) + 1)
      }
      from += length + 16
    }
    expect(Object.fromEntries(tags)).toEqual({ lossD: 30, diversity: 30, sliced: 6, samples: 6 })
  })
})
