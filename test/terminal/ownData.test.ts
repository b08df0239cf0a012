// A run and its data: resumed with other, moved and changed pictures, by a cut config.json; classes by name.

import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSafetensors } from '../../src/data/safetensors'
import { picture, pngOf } from '../support/own'
import { ownCache, tell } from '../support/terminal'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
const at = (...parts: string[]) => join(folder, ...parts)
const text = (...path: string[]) => readFileSync(at(...path), 'utf8')

ownCache(at('cache'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Eight pictures a class. */
function pictures(name: string, classes: readonly string[], first: number): string {
  for (const [n, each] of classes.entries()) {
    mkdirSync(at(name, each), { recursive: true })
    for (let i = 0; i < 8; i++) {
      writeFileSync(at(name, each, `${i}.png`), pngOf(picture(first + 8 * n + i, 16, 16)))
    }
  }
  return at(name)
}

const SMALL = ['--model', 'mlp', '--width', '1', '--batch-size', '8', '--latent', '8', '--no-tune']
const resume = (...args: string[]) => tell('train', '--resume', at('run'), ...args)

beforeAll(async () => {
  const data = pictures('pics', ['dogs & more', '설경 cats'], 0)
  const args = ['--data', data, '--image-size', '16', '--conditional', '--steps', '1']
  expect((await tell('train', ...SMALL, ...args, '--out', at('run'))).lines).toEqual([])
})

test('the hash of the pictures and the class names stand in config.json and in the checkpoint', () => {
  const { pictures: hash, classNames, images } = JSON.parse(text('run', 'config.json'))
  expect([images, classNames]).toEqual([16, ['dogs & more', '설경 cats']])
  const path = at('run', 'checkpoint.safetensors')
  const { metadata } = readSafetensors(readFileSync(path), path)
  expect(JSON.parse(metadata['data'] ?? '')).toEqual({ images, pictures: hash, classNames })
})

test('a class has its name in commands and messages', async () => {
  const draw = async (wanted: string) => {
    const out = at('drawn.png')
    const args = ['--class', wanted, '--count', '4', '--out', out]
    const { stdout } = await tell('sample', '--checkpoint', at('run'), ...args)
    expect(stdout).toContain(`4 images of 설경 cats in ${out}\n`)
    return readFileSync(out)
  }
  expect((await draw('설경 cats')).equals(await draw('1'))).toBe(true)
  const all = await tell('sample', '--checkpoint', at('run'), '--out', at('drawn.png'))
  expect(all.stdout).toContain('columns: dogs & more, 설경 cats')
  const map = (...args: string[]) => tell('latent', 'map', '--checkpoint', at('run'), ...args)
  expect((await map('--out', at('map.png'))).lines[0]).toMatch(
    /knows the classes dogs & more, 설경 cats\. Add --class with one of them$/,
  )
})

test('no picture is written among those that the run learned from', async () => {
  for (const command of [['sample'], ['export', '--to', 'png'], ['latent', 'truncation']]) {
    const out = ['--class', '0', '--out', at('pics', 'dogs & more', 'new.png')]
    const { status, lines } = await tell(...command, '--checkpoint', at('run'), ...out)
    expect(lines).toEqual([expect.stringMatching(/new\.png is in .*pics: it would be read as one/)])
    expect(status).toBe(2)
  }
  const measured = await tell(
    'evaluate',
    '--checkpoint',
    at('run'),
    '--data',
    pictures('few', ['c'], 70),
  )
  expect(measured.lines).toEqual([
    expect.stringMatching(/few holds 8 images, but the run began with 16\. .*--changed-data/),
  ])
})

test('other pictures are refused, or taken with --changed-data, which log and report say', async () => {
  const other = pictures('other', ['a', 'b'], 50)
  const before = text('run', 'config.json')
  const { status, lines } = await resume('--data', other, '--steps', '2')
  expect([status, lines]).toEqual([
    1,
    [expect.stringMatching(/other has the classes a, b, but the run began with .*--changed-data/)],
  ])
  expect(text('run', 'config.json')).toBe(before)
  const goesOn = await resume('--data', other, '--steps', '2', '--changed-data')
  expect(goesOn.lines).toEqual([])
  expect(goesOn.stdout).toMatch(
    /^changed {4}data: from now on 16 other images, of .*classes a, b$/m,
  )
  expect(text('run', 'log.jsonl')).toContain(`{"step":1,"changedData":"${other}","images":16,`)
  expect(text('run', 'report.html')).toContain('From step 1 on it learned from 16 other images')
  expect(JSON.parse(text('run', 'config.json')).classNames).toEqual(['a', 'b'])
  expect((await tell('train', ...SMALL, '--changed-data', '--dry-run')).lines[0]).toMatch(
    /--changed-data goes with --resume/,
  )
})

test('a folder that moved leads to what to add, and goes on from there', async () => {
  renameSync(at('other'), at('moved'))
  const gone = await resume('--steps', '3')
  expect(gone.lines).toEqual([
    expect.stringMatching(
      /learned from 16 pictures of .*other, which is not there\. Add --data and/,
    ),
  ])
  expect(gone.status).toBe(2)
  for (const command of [['sample'], ['export', '--to', 'png'], ['latent', 'truncation']]) {
    for (const out of [at('moved', 'new.png'), at('moved', 'a', 'new.png')]) {
      const draws = [...command, '--checkpoint', at('run'), '--class', '0', '--out', out]
      expect((await tell(...draws)).lines).toEqual([
        expect.stringMatching(/new\.png is in .*moved, which may be the moved .*other: /),
      ])
    }
  }
  const found = await resume('--data', at('moved'), '--steps', '3')
  expect(found.lines).toEqual([])
  expect(found.stdout).not.toContain('bit-identical')
})

test('a cut config.json is restored from the checkpoint', async () => {
  const whole = text('run', 'config.json')
  writeFileSync(at('run', 'config.json'), whole.slice(0, whole.length * 0.4))
  const told = await resume('--steps', '4')
  expect(
    told.stderr.match(/config\.json is not JSON: .* Its settings are taken from/g),
  ).toHaveLength(1)
  expect(told.lines[0]).toMatch(/whose place is not known any more\. Add --data/)
  expect((await resume('--data', at('moved'), '--steps', '4')).lines).toEqual([])
  const { adapter: _, steps, ...restored } = JSON.parse(text('run', 'config.json'))
  expect(steps).toBe(4)
  expect(JSON.parse(whole)).toMatchObject({ ...restored, steps: 3 })
})

test('on a CPU pictures are taken at 32 pixels, and resumed from the same bytes', async () => {
  const data = at('large')
  mkdirSync(data)
  for (let n = 0; n < 8; n++) writeFileSync(at('large', `${n}.png`), pngOf(picture(n, 70, 90)))
  const begun = await tell('train', ...SMALL, '--data', data, '--steps', '1', '--out', at('cpu'))
  expect(begun.lines).toEqual([])
  const { imageSize, pictures: hash } = JSON.parse(text('cpu', 'config.json'))
  const isCpu = begun.stdout.includes('the adapter is a CPU')
  expect(imageSize).toBe(isCpu ? 32 : 64)
  expect(/^ {11}size 32, since the adapter is a CPU: 64 takes four/m.test(begun.stdout)).toBe(isCpu)
  expect((await tell('train', '--resume', at('cpu'), '--steps', '2')).lines).toEqual([])
  expect(JSON.parse(text('cpu', 'config.json')).pictures).toBe(hash)
})
