// Runs in trouble on the page: a D that is too sure, a GPU that is lost again and again, and lost after a run was loaded.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, zipSync } from 'fflate'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { picture, pngOf } from '../support/own'
import { type Files, iterate, savedFiles, sumsOf } from '../support/saved'
import { SMALL, Studio } from '../support/studio'

let studio: Studio
const folder = mkdtempSync(join(tmpdir(), 'ganvas-trouble-'))

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(async () => {
  await studio?.end()
  rmSync(folder, { recursive: true, force: true })
})

afterEach(async ({ task }) => {
  expect(studio.problems()).toEqual([])
  if (task.result?.state === 'fail') await studio.close()
})

it('a GPU that is lost again at once ends the run, and Start opens another', async () => {
  await studio.ready()
  await studio.loseDevice({ always: true })
  await studio.page.click('#run')
  await studio.says(/^The GPU was lost\. Start opens it again\.$/)
  await studio.loseDevice({ never: true })
  await studio.page.click('#run')
  await studio.reaches('step', 2)
})

it('names what a run fares ill of, once it lasts', async () => {
  // Through a D with such small weights, no gradient reaches G.
  await studio.open(`${SMALL}&model=mlp&objective=wgan&criticSteps=1&clip=1e-6`)
  await studio.says(/^Ready/)
  await studio.countTime()
  await studio.page.click('#run')
  await studio.reads('health', /./)
  expect(await studio.text('health')).toMatch(
    /^Step \d+, vanished gradient: a parameter of G has .* D is too sure/,
  )
  expect(await studio.text('status')).toBe('Training.')
  // At the step the run goes back to, nothing was wrong yet.
  await studio.loseDevice({ always: true })
  await studio.says(/goes on with step 1\. Save works now, without a GPU\.$/)
  expect(await studio.text('health')).toBe('')
  await studio.loseDevice({ never: true })
  await studio.page.click('#run')
  await studio.reads('health', /./)
  await studio.page.click('#reset')
  await studio.says(/^Ready/)
  expect(await studio.text('health')).toBe('')
})

/** Files of coloured images: no two alike. */
const images = (count: number, first = 0): Files =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`${n}.png`, pngOf(picture(first + n, 32, 32))]),
  )

/** Chooses files for the button. */
async function choose(files: Files, id = 'load'): Promise<void> {
  const chosen = mkdtempSync(join(folder, 'chosen-'))
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(chosen, name), bytes)
  const input = await studio.page.$(`input#${id}`)
  await input?.uploadFile(...Object.keys(files).map((name) => join(chosen, name)))
}

const configIn = (files: Files) => JSON.parse(strFromU8(files['config.json'] ?? new Uint8Array()))

/** Runs in the page: changes the learning rate. */
function changeRate(value: string): void {
  const input = document.getElementById('lr')
  if (!(input instanceof HTMLInputElement)) throw new Error('there is no field lr')
  input.value = value
  input.dispatchEvent(new Event('change'))
}

it('a run that was loaded goes back, with its images, to where it was loaded when the device is lost', async () => {
  await studio.open(`${SMALL}&data=own`)
  await studio.says(/^There are no images/)
  await choose(images(12), 'own-files')
  await studio.says(/^Ready\.$/)
  await iterate(studio, 2)
  const files = await savedFiles(studio)
  await studio.page.click('#reset')
  await studio.says(/^Ready/)
  await choose({ 'run.zip': zipSync(files) })
  await studio.says(/^Paused at step 2, loaded from run\.zip\.$/)
  // Other images come; the run goes on with its own.
  const real = await studio.pixels('real')
  await choose(images(13, 20), 'own-files')
  await studio.reads('own-said', /^13 /)
  await studio.slowTime()
  await studio.loseDevice()
  await studio.page.click('#iterate')
  await studio.says(/^The GPU was lost and opened again; the run went back to step 2\.$/)
  expect(await studio.pixels('real')).toEqual(real)
  expect(sumsOf(await savedFiles(studio))).toEqual(sumsOf(files))
  // The state kept at the pause is older than the changes.
  await studio.page.click('#run')
  await studio.reaches('step', 4)
  await studio.page.click('#run')
  await studio.says(/^Paused at step/)
  const paused = await studio.number('step')
  await studio.page.evaluate(changeRate, '0.002')
  await studio.loseDevice()
  await studio.page.click('#iterate')
  await studio.says(new RegExp(`opened again; the run went back to step ${paused}\\.$`))
  expect(await studio.pixels('real')).toEqual(real)
  expect(configIn(await savedFiles(studio))).toMatchObject({ lr: 0.002 })
  await studio.page.click('#own-begin')
  await studio.says(/^Ready\. The run before is in Kept runs, at step /)
  expect(await studio.pixels('real')).not.toEqual(real)
  await studio.close()
})
