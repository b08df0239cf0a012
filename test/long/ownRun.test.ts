// The user's small sets in the page: a run that began in the terminal goes on, and runs of the page are trained, saved
// and evaluated.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElementHandle } from 'puppeteer'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { picture, pngOf, spriteSheet } from '../support/own'
import { savedFiles } from '../support/saved'
import { Studio } from '../support/studio'
import { ownCache, tell } from '../support/terminal'

/** Status at step 0 with the user's images; digits say more. */
const READY = /^Ready\.( The run before is in Kept runs, at step \d+\.)?$/

let studio: Studio
const folder = mkdtempSync(join(tmpdir(), 'ganvas-own-'))
ownCache(join(folder, 'cache'))

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(async () => {
  await studio?.end()
  rmSync(folder, { recursive: true })
})

async function upload(id: string, paths: readonly string[]): Promise<void> {
  const input = (await studio.page.$(`#${id}`)) as ElementHandle<HTMLInputElement>
  await input.uploadFile(...paths)
}

it('of a run in the terminal are brought for it; it goes on in the page, and in the terminal again', async () => {
  await studio.ready()
  const pets = join(folder, 'pets')
  mkdirSync(pets)
  for (let n = 0; n < 14; n++) writeFileSync(join(pets, `${n}.png`), pngOf(picture(n, 48, 32)))
  const out = join(folder, 'run')
  const small = ['--width', '1', '--latent', '8', '--batch-size', '8', '--image-size', '32']
  const begun = await tell(
    ...['train', '--data', pets, '--crop', 'pad', '--steps', '1', '--no-tune', ...small],
    ...['--out', out],
  )
  expect(begun).toMatchObject({ stderr: '', status: 0 })
  const run = ['config.json', 'checkpoint.safetensors'].map((name) => join(out, name))
  // Without the padding they are other pictures.
  await upload('own-folder', [pets])
  await studio.says(READY)
  await upload('load', run)
  await studio.reads(
    'kept',
    /: the run learned from 14 coloured images of pets, padded to squares; those here are 14 others\. Bring those first, then load it again\.$/,
  )
  await studio.page.select('#own-crop', 'pad')
  await studio.reads('own-said', /48 × 48/)
  await studio.says(READY)
  await upload('load', run)
  await studio.says(/^Paused at step 1, loaded from checkpoint\.safetensors\. So far on /)
  await studio.page.click('#iterate')
  await studio.says(/^Paused at step 2\.$/)
  await studio.page.click('#evaluate')
  await studio.page.waitForSelector('#evaluation')
  const shown = await studio.text('evaluation')
  expect(shown).toMatch(/13 drawings of step 2, .* 1 image set apart, although the run has trained/)
  expect(shown).toMatch(
    /No judge, since the images have no labels\. Blocks of 1 image are too small /,
  )
  const cells = await studio.page.$$eval('#evaluation td', (all) =>
    all.map((cell) => Number.parseFloat(cell.textContent ?? '')),
  )
  for (const [name, bytes] of Object.entries(await savedFiles(studio))) {
    writeFileSync(join(out, name), bytes)
  }
  // Measured there, on another adapter, too.
  const { stdout } = await tell('evaluate', '--checkpoint', out, '--data', pets, '--json')
  const { generated, real } = JSON.parse(stdout)
  const there = ['sliced', 'nearest'].flatMap((name) => [generated[name].mean, real[name]])
  const here = [0, 1, 3, 4].map((n) => cells[n])
  for (const [i, value] of there.entries()) expect(here[i]).toBeCloseTo(value, 1)
  const resumed = await tell('train', '--resume', out, '--data', pets, '--steps', '3')
  expect(resumed).toMatchObject({ stderr: '', status: 0 })
  expect(resumed.stdout).toMatch(/^steps +from 2 to 3$/m)
  expect(await studio.close()).toEqual([])
})

it.each([
  { name: 'three hundred pictures of two classes', images: 300 },
  { name: 'a sprite sheet', images: 40 },
])('of $name are trained, saved and evaluated; the terminal goes on', async ({ images }) => {
  await studio.open('?seed=3&width=1&latent=8')
  await studio.says(/^Ready/)
  const set = join(folder, images === 300 ? 'labelled' : 'sheet')
  if (images === 300) {
    for (const kind of ['cats', 'dogs']) {
      mkdirSync(join(set, kind), { recursive: true })
      for (let n = 0; n < 150; n++) {
        writeFileSync(join(set, kind, `${n}.png`), pngOf(picture(n, 32, 32)))
      }
    }
    await upload('own-folder', [set])
    await studio.reads('own-classes', /^2 classes: cats 150, dogs 150\.$/)
  } else {
    mkdirSync(set)
    writeFileSync(join(set, 'sheet.png'), pngOf(spriteSheet(8, 5)))
    await upload('own-files', [join(set, 'sheet.png')])
    await studio.page.waitForSelector('#own-guess-cut')
    await studio.page.click('#own-guess-cut')
  }
  await studio.reads('own-said', new RegExp(`^${images} images, `))
  await studio.says(READY)
  await studio.page.click('#iterate')
  await studio.says(/^Paused at step 1\.$/)
  await studio.page.click('#evaluate')
  await studio.page.waitForSelector('#evaluation')
  // Known before a judge learns, and the distances that need none are there.
  expect(await studio.text('evaluation')).toMatch(/No judge, since /)
  expect(await studio.page.$$eval('#evaluation tbody tr', (all) => all.length)).toBe(2)
  const out = join(folder, `run of ${images}`)
  mkdirSync(out)
  for (const [name, bytes] of Object.entries(await savedFiles(studio))) {
    writeFileSync(join(out, name), bytes)
  }
  const data = images === 300 ? [set] : [join(set, 'sheet.png'), '--cell', '24']
  const resumed = await tell('train', '--resume', out, '--data', ...data, '--steps', '2')
  expect(resumed).toMatchObject({ stderr: '', status: 0 })
  expect(resumed.stdout).toMatch(/^steps +from 1 to 2 instead of 1000$/m)
  expect(await studio.close()).toEqual([])
})
