// A translation from the page goes on in the terminal, and one of the terminal in the page: of digits, and of the user's
// images. And the page keeps those images where the user agrees.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync, zipSync } from 'fflate'
import type { ElementHandle } from 'puppeteer'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { picture, pngOf } from '../support/own'
import { acceptDialogs, downloaded, savedFiles } from '../support/saved'
import { Studio } from '../support/studio'
import { ownCache, tell } from '../support/terminal'

let studio: Studio
/** Kinds of the dialogs so far, which are accepted: a run of images that are not kept warns before it is left. */
let dialogs: string[] = []
const folder = mkdtempSync(join(tmpdir(), 'ganvas-translate-'))
const at = (...names: string[]) => join(folder, ...names)
ownCache(at('cache'))

beforeAll(async () => {
  studio = await Studio.launch()
  await studio.open('#translate')
  dialogs = acceptDialogs(studio)
  await studio.reads('translate-status', /^Start learns/)
  for (const [id, value] of [
    ['width', '4'],
    ['batchSize', '2'],
  ] as const) {
    await type(id, value)
  }
})

afterAll(async () => {
  expect(studio.problems()).toEqual([])
  await studio?.end()
  rmSync(folder, { recursive: true, force: true })
})

/** Types a number into a field. */
async function type(id: string, value: string): Promise<void> {
  await studio.page.click(`#translate-${id}`, { count: 3 })
  await studio.page.keyboard.type(value)
  await studio.page.keyboard.press('Tab')
}

/** Takes a step, and saves the run in a folder. */
async function saved(run: string): Promise<string> {
  await studio.page.click('#translate-step')
  await studio.reads('translate-status', /^Paused at step 1\.$/)
  const { bytes } = await downloaded(studio, '#translate-save')
  mkdirSync(at(run))
  for (const [file, content] of Object.entries(unzipSync(bytes))) {
    writeFileSync(at(run, file), content)
  }
  return at(run)
}

const says = (what: RegExp) => studio.reads('translate-status', what)

async function step(to: number): Promise<void> {
  await studio.page.click('#translate-step')
  await says(new RegExp(`^Paused at step ${to}\\.`))
}

/** Checkpoint of the run, as text. */
async function checkpoint(): Promise<string> {
  const { 'checkpoint.safetensors': bytes = new Uint8Array() } = await savedFiles(
    studio,
    '#translate-save',
  )
  return Buffer.from(bytes).toString('base64')
}

async function upload(id: string, ...paths: string[]): Promise<void> {
  const input = await studio.page.waitForSelector(`#${id}`)
  await (input as ElementHandle<HTMLInputElement>).uploadFile(...paths)
}

/** Loads the folder of a run as a zip. */
async function load(run: string): Promise<void> {
  const names = ['config.json', 'checkpoint.safetensors']
  const files = names.map((name) => [`run/${name}`, new Uint8Array(readFileSync(join(run, name)))])
  writeFileSync(at('run.zip'), zipSync(Object.fromEntries(files)))
  await upload('translate-load', at('run.zip'))
}

it('of digits', async () => {
  const run = await saved('digits')
  const { status, stdout, stderr } = await tell('translate', '--resume', run, '--steps', '3')
  expect({ status, stderr }).toMatchObject({ status: 0 })
  expect(stdout).toMatch(/was trained on .*swiftshader in Chrome; continuing/i)
  expect(stdout).toMatch(/^3\/3 +loss D/m)
  const one = pngOf(picture(1, 32, 32, { grey: true }))
  writeFileSync(at('one.png'), one)
  const args = ['--checkpoint', run, '--image', at('one.png'), '--out', at('made.png')]
  expect(await tell('translate', ...args)).toMatchObject({ status: 0 })
  await load(run)
  await says(/^Paused at step 3, loaded from run\.zip\./)
})

it('of images of the user', async () => {
  await studio.page.click('#translate-reset')
  for (const [place, from, n] of [
    ['a', 'from', 0],
    ['b', 'to', 50],
  ] as const) {
    mkdirSync(at(from))
    const files = [0, 1, 2, 3].map((i) => at(from, `${i}.png`))
    for (const [i, file] of files.entries()) writeFileSync(file, pngOf(picture(n + i, 48, 40)))
    await studio.page.select(`#translate-${from}`, 'own')
    const input = await studio.page.waitForSelector(`#translate-files-${place}`)
    await (input as ElementHandle<HTMLInputElement>).uploadFile(...files)
    await studio.reads(`translate-own-${place}`, /^4 images\.$/)
  }
  const run = await saved('own')
  const resume = ['translate', '--resume', run, '--steps', '2']
  const refused = await tell(...resume)
  expect(refused.status).not.toBe(0)
  expect(refused.stderr).toMatch(/learned from images that were chosen in a page\. Add --from and/)
  const told = ['--from', at('from'), '--to', at('to')]
  const { status, stdout, stderr } = await tell(...resume, ...told)
  expect({ status, stderr }).toMatchObject({ status: 0 })
  expect(stdout).toMatch(/^2\/2 +loss D/m)
  // From then on the run knows it.
  expect(await tell('translate', '--resume', run, '--steps', '3')).toMatchObject({ status: 0 })
  await load(run)
  await says(/^Paused at step 3, loaded from run\.zip\./)
  await studio.page.reload()
  expect(dialogs).toEqual(['beforeunload'])
  await says(/^Start learns/)
  await load(run)
  await says(
    /^run\.zip: the run learned from 3 and 3 coloured images of from and to\. Bring those first, then load it again\.$/,
  )
  for (const place of ['a', 'b'] as const) {
    const from = place === 'a' ? 'from' : 'to'
    await upload(`translate-files-${place}`, ...[0, 1, 2, 3].map((i) => at(from, `${i}.png`)))
    await studio.reads(`translate-own-${place}`, /^4 images\.$/)
  }
  await load(run)
  await says(/^Paused at step 3, loaded from run\.zip\./)
})

it('warns before a run of images is lost that are not kept; kept ones come back with it', async () => {
  dialogs.splice(0)
  const pairs = Object.fromEntries(
    Array.from({ length: 8 }, (_, n) => [
      `${n % 2 === 0 ? 'A' : 'B'}/${n >> 1}.png`,
      new Uint8Array(pngOf(picture(n, 32, 32))),
    ]),
  )
  writeFileSync(at('pairs.zip'), zipSync(pairs))
  const bring = async () => {
    await upload('translate-files-pairs', at('pairs.zip'))
    await studio.reads('translate-own-pairs', /^4 pairs\.$/)
  }
  await studio.page.click('#translate-reset')
  await says(/^Start learns/)
  await type('steps', '400')
  await studio.page.select('#translate-kind', 'pairs')
  await studio.page.select('#translate-pairs', 'own')
  await bring()
  await step(1)
  const reload = async () => {
    await studio.page.reload()
    await says(/^Start learns/)
  }
  const one = await checkpoint()
  await step(2)
  await studio.reads('translate-kept', /^Kept runs: \d/)
  await reload()
  expect(dialogs).toEqual(['beforeunload'])
  // Without its images the run waits, and asks for them.
  await studio.page.click('#translate-go-on')
  await says(
    /^The kept run learned from 3 pairs of coloured images\. Bring those first, then press Go on again\.$/,
  )
  await bring()
  await studio.page.click('#translate-keep-pairs')
  await studio.reads('translate-kept', /and your images/)
  await step(1)
  expect((await checkpoint()) === one).toBe(true)
  await studio.reads('translate-kept', /^Kept runs: \d and your images/)
  await studio.page.click('#translate-kept summary')
  await step(2)
  await studio.reads('translate-kept', /Step 2, .*: this run/)
  await reload()
  expect(dialogs).toEqual(['beforeunload'])
  await studio.page.click('#translate-go-on')
  await studio.reaches('translate-at', 3)
  await studio.page.click('#translate-run')
  await says(/^Paused at step/)
  expect(await studio.text('translate-own-pairs')).toMatch(/^4 pairs/)
})
