// Fourteen pictures, three hundred of two classes, and a sprite sheet: every command from the line that the command
// before suggested, each with its result as JSON.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { picture, pngOf, spriteSheet } from '../support/own'
import { ownCache, tell } from '../support/terminal'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-small-'))
const at = (...names: string[]) => join(folder, ...names)
ownCache(at('cache'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const TINY = ['--image-size', '16', '--width', '4', '--latent', '8', '--steps', '2']

/** Runs a command with --json; returns what it printed. */
async function json(...args: string[]) {
  const { status, stdout, stderr } = await tell(...args, '--json')
  expect(status, stderr).toBe(0)
  return { found: JSON.parse(stdout), said: stderr }
}

/** Words of a command line, without quotes. */
const words = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

/** Writes pictures of two classes. */
function twoKinds(name: string, each: number): void {
  for (const kind of ['cats', 'dogs']) {
    mkdirSync(at(name, kind), { recursive: true })
    for (let n = 0; n < each; n++) {
      writeFileSync(at(name, kind, `${n}.png`), pngOf(picture(n, 20, 16)))
    }
  }
}

/** The line that a command suggests as the next one. */
const nextIn = (said: string): string[] => words(/^next {7}npx ganvas (.*)$/m.exec(said)?.[1] ?? '')

test('data, train, sample, evaluate and export of fourteen pictures', async () => {
  twoKinds('my pictures', 7)
  const { found: seen } = await json('data', at('my pictures'))
  const [, , ...train] = words(seen.next)
  expect(train.slice(0, 3)).toEqual(['train', '--data', at('my pictures')])
  expect(train).toContain('--augment')

  const { found: dry } = await json(...train, ...TINY, '--dry-run')
  expect(dry).toMatchObject({ dryRun: true, images: 14, batchSize: 8, steps: 2 })
  for (const each of ['secondsPerStep', 'seconds', 'bytes', 'dispatches']) {
    expect(dry[each], each).toBeGreaterThan(0)
  }
  expect(readdirSync(folder).filter((name) => name !== 'cache')).toEqual(['my pictures'])

  // Pictures of 20 × 16 pixels fit into 16; in 64 they have a border.
  const { said: wide } = await json(...train, ...TINY, '--image-size', '64', '--dry-run')
  expect(wide).toContain(
    '           16×16 pixels are padded with black to 64×64: 16 fits them (--image-size 16)\n',
  )

  const { found: run, said } = await json(...train, ...TINY, '--out', at('run'))
  expect(said).toMatch(/^ {11}batch 8 instead of 64, for 14 images$/m)
  // As typed, not relative to the current folder.
  expect(said).toContain(`samples    ${at('run', 'samples', '000002.png')}\n`)
  expect(run).toMatchObject({ run: at('run'), step: 2, steps: 2, figures: { step: 2 } })

  const { found: drawn, said: sampled } = await json(...nextIn(said))
  expect(drawn).toMatchObject({ files: [at('run', 'more.png')], count: 100 })

  // No judge learns from thirteen images: known before, so it takes no time.
  const evaluate = nextIn(sampled)
  const { found: measured, said: table } = await json(...evaluate, '--quick')
  // No more than the images that it has learned from: blocks are as small as the held-out set.
  expect(measured).toMatchObject({ count: 13, blocks: 13, size: 1 })
  expect(table).not.toContain('training on the labels')
  expect(table).toMatch(/^judge: none, since 13 training images are too few/m)
  expect(Object.keys(measured.generated)).toEqual(['sliced', 'nearest'])
  expect(measured.unjudged).toMatch(/too few for its metrics, which need 65$/)

  // A trial with fewer images does not replace it.
  const { said: trial } = await json(...evaluate, '--count', '3')
  expect(trial).toMatch(/^measuring: 3 images in 3 blocks of 1, against 13$/m)
  expect(trial).toMatch(/^results not kept in the run folder: it has those of 13 images$/m)

  const { found: exported } = await json(...nextIn(table))
  expect(exported.files).toEqual([at('run', 'generator.onnx')])
  const out = at('mein modell.py')
  const python = await json('export', '--checkpoint', at('run'), '--to', 'pytorch', '--out', out)
  expect(python.found.files).toHaveLength(3)
  expect(python.said).toMatch(/^warning: Python cannot import a module named "mein modell"/m)

  const { found: listed } = await json('runs', folder)
  expect(listed.runs).toEqual([
    expect.objectContaining({
      ...{ run: at('run'), data: at('my pictures'), step: 2, steps: 2 },
      score: { name: 'sliced', value: measured.generated.sliced.mean, step: 2 },
    }),
  ])
})

test.each([
  {
    name: 'three hundred pictures of two classes',
    path: 'labelled',
    images: 300,
    why: /too few for its metrics, which need 65$/,
  },
  { name: 'a sprite sheet', path: 'sheet.png', images: 80, why: /^the images have no labels$/ },
])('data, train, sample, evaluate and export of $name', async ({ path, images, why }) => {
  if (path === 'labelled') twoKinds(path, 150)
  else writeFileSync(at(path), pngOf(spriteSheet(10, 8)))
  let { found } = await json('data', at(path))
  if (found.count === 1) ({ found } = await json(...words(found.next).slice(2)))
  expect(found).toMatchObject({ count: images })
  const run = at(`run of ${path}`)
  const { said } = await json(...words(found.next).slice(2), ...TINY, '--out', run)
  const { found: drawn, said: sampled } = await json(...nextIn(said))
  expect(drawn).toMatchObject({ files: [join(run, 'more.png')] })
  const { found: measured, said: table } = await json(...nextIn(sampled), '--quick')
  expect(Object.keys(measured.generated)).toEqual(['sliced', 'nearest'])
  expect(measured.unjudged).toMatch(why)
  const { found: exported } = await json(...nextIn(table))
  expect(exported.files).toEqual([join(run, 'generator.onnx')])
})
