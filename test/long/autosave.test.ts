// What the page keeps: the user's pictures where the user agrees, and the run where the GPU is lost twice, which is saved
// without a GPU and resumes in the terminal.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { launchChrome } from '../../src/cli/runtime/chrome'
import { picture, pngOf } from '../support/own'
import {
  acceptDialogs,
  pause as pauseRun,
  iterate as runIterations,
  savedFiles,
  sumsOf,
} from '../support/saved'
import { Studio } from '../support/studio'
import { ownCache, tell } from '../support/terminal'

let studio: Studio
const folder = mkdtempSync(join(tmpdir(), 'ganvas-lost-'))
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

const saved = () => savedFiles(studio)
const iterate = (to: number) => runIterations(studio, to)

const pause = () => pauseRun(studio)
const dialogs = () => acceptDialogs(studio)

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
  await studio.says(/^Your 12 kept images can be learned from: press the button of that name/)
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
