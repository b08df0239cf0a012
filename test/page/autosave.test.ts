// The page keeps the run: after a reload it goes on to the same bits, and a GPU that is lost twice takes nothing away.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchChrome } from '../../src/cli/runtime/chrome'
import { picture, pngOf } from '../support/own'
import { Studio } from '../support/studio'
import { ownCache, tell } from '../support/terminal'

let studio: Studio
const folder = mkdtempSync(join(tmpdir(), 'ganvas-autosave-'))
ownCache(join(folder, 'cache'))

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

type Files = Record<string, Uint8Array>

/** Presses a button, and waits for the downloaded zip. */
async function zipFrom(selector: string): Promise<Files> {
  const downloads = mkdtempSync(join(folder, 'downloads-'))
  const devtools = await studio.browser.target().createCDPSession()
  await devtools.send('Browser.setDownloadBehavior', {
    behavior: 'allow',
    downloadPath: downloads,
    eventsEnabled: true,
  })
  const saved = new Promise<void>((resolve) => {
    devtools.on('Browser.downloadProgress', ({ state }) => {
      if (state === 'completed') resolve()
    })
  })
  await studio.page.click(selector)
  await saved
  await devtools.detach()
  const [name = ''] = readdirSync(downloads)
  return unzipSync(new Uint8Array(readFileSync(join(downloads, name))))
}

const saved = () => zipFrom('#save')

/** Runs single iterations. */
async function iterate(to: number): Promise<void> {
  for (let next = (await studio.number('step')) + 1; next <= to; next++) {
    await studio.page.click('#iterate')
    await studio.says(new RegExp(`^Paused at step ${next}\\.`))
  }
}

async function pause(): Promise<number> {
  await studio.page.click('#run')
  await studio.says(/^Paused at step/)
  return studio.number('step')
}

const sumsOf = (files: Files) =>
  Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]),
  )

/** Dialogs that the page opens, which are accepted. */
function dialogs(): string[] {
  const seen: string[] = []
  studio.page.on('dialog', (dialog) => {
    seen.push(dialog.type())
    void dialog.accept()
  })
  return seen
}

it('a reload in mid-training offers the run, which goes on to the bits of an undisturbed one', async () => {
  await studio.ready()
  const warned = dialogs()
  await studio.page.click('#run')
  await studio.reaches('step', 3)
  // The state of the first step is in the storage.
  await studio.reads('kept-runs', /^Kept runs: 1, /)
  await studio.page.reload()
  expect(warned).toEqual([])
  await studio.reads('go-on', /^Go on with step \d+$/)
  const kept = Number((await studio.text('go-on')).replace(/\D/g, ''))
  expect(kept).toBeGreaterThan(0)
  await studio.says(/^Ready/)
  await studio.page.click('#go-on')
  await studio.says(/^Training\.$/)
  await studio.reaches('step', kept + 2)
  const at = await pause()
  const resumed = await saved()
  // The curves have their past.
  const isOffered = () => studio.page.$eval('#offer', (offer) => !Reflect.get(offer, 'hidden'))
  expect(await isOffered()).toBe(false)
  await studio.page.click('#reset')
  // Reset leaves the run among those that are kept, and says so.
  await studio.says(new RegExp(`^Ready\\. .* The run before is in Kept runs, at step ${at}\\.$`))
  await studio.reads('go-on', new RegExp(`^Go on with step ${at}$`))
  expect(await isOffered()).toBe(true)
  await iterate(at)
  expect(sumsOf(await saved())).toEqual(sumsOf(resumed))
})

it('kept runs are listed, saved as files, and deleted', async () => {
  await studio.ready()
  await iterate(2)
  await studio.reads('kept-runs', /^Kept runs: /)
  const now = await saved()
  await studio.page.click('#reset')
  await studio.says(/^Ready/)
  await studio.reads('go-on', /^Go on with step 2$/)
  await studio.page.click('#kept-runs summary')
  await studio.page.waitForSelector('.kept-list li')
  expect(await studio.text('kept-runs')).toMatch(/Digits, non-saturating, DCGAN, seed 3Step 2, /)
  const first = '.kept-list li:first-child button'
  expect(sumsOf(await zipFrom(`${first}:nth-of-type(2)`))).toEqual(sumsOf(now))
  const count = () => studio.page.$$eval('.kept-list li', (items) => items.length)
  for (let left = await count(); left > 0; left--) {
    await studio.page.click(`${first}:nth-of-type(3)`)
    await studio.reads('kept-runs', /Delete for good/)
    await studio.page.click(`${first}:nth-of-type(3)`)
    await studio.page.waitForFunction(
      (left) => document.querySelectorAll('.kept-list li').length === left - 1,
      {},
      left,
    )
  }
  expect(await studio.text('kept-runs')).toMatch(/^Kept runs: 0/)
  expect(await studio.page.$eval('#offer', (offer) => Reflect.get(offer, 'hidden'))).toBe(true)
  await studio.close()
})

it('pictures are kept where the user agrees: then a run of theirs goes on, and leaving needs no warning', async () => {
  const choose = async () => {
    const paths = Array.from({ length: 12 }, (_, n) => {
      const path = join(folder, `${n}.png`)
      writeFileSync(path, pngOf(picture(n, 32, 32)))
      return path
    })
    const input = await studio.page.$('input#own-files')
    await input?.uploadFile(...paths)
    await studio.reads('own-said', /^12 images/)
    await studio.says(/^Ready\.$/)
  }
  await studio.ready()
  const warned = dialogs()
  await choose()
  await iterate(2)
  await studio.page.reload()
  expect(warned).toEqual(['beforeunload'])
  await studio.says(/^There are no images/)
  await choose()
  await studio.page.click('#own-keep')
  await iterate(3)
  const three = await saved()
  await iterate(4)
  const four = await saved()
  await studio.reads('kept-runs', /and your images/)
  await studio.page.reload()
  expect(warned).toEqual(['beforeunload'])
  await studio.reads('go-on', /^Go on with step 4$/)
  await studio.page.click('#go-on')
  await studio.says(/^Training\.$/)
  await pause()
  expect(await studio.text('own-said')).toMatch(/^12 images/)
  expect(sumsOf(four)).not.toEqual(sumsOf(three))
  await studio.page.click('#reset')
  await studio.says(/^Ready/)
  await iterate(4)
  expect(sumsOf(await saved())).toEqual(sumsOf(four))
  await studio.close()
})

it('address and form say what the run uses, until Reset', async () => {
  await studio.ready()
  await iterate(1)
  const search = () => studio.page.evaluate(() => location.search)
  const before = await search()
  await studio.page.select('#objective', 'lsgan')
  await studio.reads(
    'choice-hint',
    /^The run uses Objective non-saturating\b.*; Reset to use the new settings\.$/,
  )
  expect(await search()).toBe(before)
  await studio.page.select('#data', 'ring')
  await studio.reads('choice-hint', /^The run uses digits; Reset/)
  expect(await search()).toBe(before)
  await studio.page.select('#data', 'mnist')
  await studio.page.click('#reset')
  await studio.says(/^Ready/)
  await studio.reads('choice-hint', /^$/)
  expect(await search()).toContain('objective=lsgan')
  await studio.close()
})

it('a GPU process killed twice leaves the run: Save needs no GPU, and the terminal resumes its zip', async () => {
  const shared = studio
  const chrome = await launchChrome({ shared: true })
  try {
    studio = await Studio.launch(chrome)
    await studio.ready()
    await iterate(3)
    const three = await saved()
    await studio.page.click('#reset')
    await studio.says(/^Ready/)
    await iterate(2)
    const two = await saved()
    const devtools = await chrome.target().createCDPSession()
    const killed = new Set<number>()
    const killGpu = () =>
      expect
        .poll(async () => {
          const { processInfo } = await devtools.send('SystemInfo.getProcessInfo')
          const gpu = processInfo.find(({ type, id }) => type === 'GPU' && !killed.has(id))
          if (!gpu) return false
          killed.add(gpu.id)
          return process.kill(gpu.id, 'SIGKILL')
        })
        .toBe(true)
    await killGpu()
    await studio.page.click('#run')
    await studio.says(/^(Looking for a GPU|Compiling kernels)…$/)
    await killGpu()
    await studio.says(/Save works now, without a GPU\.$/)
    expect(await studio.number('step')).toBe(2)
    expect(await studio.number('picture-step')).toBe(2)
    expect(await studio.text('run')).toBe('Continue')
    const left = await saved()
    expect(sumsOf(left)).toEqual(sumsOf(two))
    // Dawn rejects what was under way.
    studio.problems()
    await studio.end()

    const path = join(folder, 'run')
    mkdirSync(path)
    for (const [name, bytes] of Object.entries(left)) writeFileSync(join(path, name), bytes)
    const run = ['train', '--resume', path, '--steps', '3', '--runtime', 'chrome']
    expect(await tell(...run)).toMatchObject({ status: 0, stderr: '' })
    const checkpoint = 'checkpoint.safetensors'
    const resumed = readFileSync(join(path, checkpoint))
    expect(resumed.equals(three[checkpoint] ?? new Uint8Array())).toBe(true)
  } finally {
    studio = shared
    await chrome.close()
  }
})

it('a device that is lost twice opens again with Continue, and the run goes on', async () => {
  await studio.ready()
  await iterate(3)
  const three = await saved()
  await studio.page.click('#reset')
  await studio.says(/^Ready/)
  await iterate(2)
  await saved()
  await studio.loseDevice({ always: true })
  await studio.page.click('#iterate')
  await studio.says(/goes on with step 2\. Save works now, without a GPU\.$/)
  await studio.loseDevice({ never: true })
  await studio.page.click('#iterate')
  await studio.says(/^Paused at step 3\.$/)
  expect(sumsOf(await saved())).toEqual(sumsOf(three))
  await studio.close()
})
