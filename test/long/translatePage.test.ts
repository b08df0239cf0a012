// A translation from the page goes on in the terminal: one of digits, and one of the user's images, whose path is told.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import type { ElementHandle } from 'puppeteer'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { picture, pngOf } from '../support/own'
import { downloaded } from '../support/saved'
import { Studio } from '../support/studio'
import { ownCache, tell } from '../support/terminal'

let studio: Studio
const folder = mkdtempSync(join(tmpdir(), 'ganvas-translate-'))
const at = (...names: string[]) => join(folder, ...names)
ownCache(at('cache'))

beforeAll(async () => {
  studio = await Studio.launch()
  await studio.open('#translate')
  await studio.reads('translate-status', /^Start learns/)
  for (const [id, value] of [
    ['width', '4'],
    ['batchSize', '2'],
  ] as const) {
    await studio.page.click(`#translate-${id}`, { count: 3 })
    await studio.page.keyboard.type(value)
    await studio.page.keyboard.press('Tab')
  }
})

afterAll(async () => {
  expect(studio.problems()).toEqual([])
  await studio?.end()
  rmSync(folder, { recursive: true, force: true })
})

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
})
