// The built page in a Chrome of its own, below a path of a plain web server, as somebody would use it.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'puppeteer'
import { build, createServer } from 'vite'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchChrome } from '../src/cli/chrome'
import { readSettings } from '../src/page/address'
import { History } from '../src/page/parts/history'
import { type StaticServer, serveFolder } from './staticServer'

/** A run that even a software adapter takes in its stride. */
const SMALL = '?seed=3&width=2&latent=8&batchSize=8'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-page-'))
let server: StaticServer
let browser: Browser
let page: Page
/** What the page's console and its uncaught errors said. */
let problems: string[] = []

beforeAll(async () => {
  await build({ logLevel: 'silent', build: { outDir: folder, emptyOutDir: true } })
  server = await serveFolder(folder, '/deep/below/')
  browser = await launchChrome()
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
  rmSync(folder, { recursive: true })
})

// One page at a time, so that there is one device at a time.
afterEach(async () => {
  if (page && !page.isClosed()) await page.close()
  expect(problems.splice(0)).toEqual([])
})

interface Opening {
  /** The built page, unless it is another. */
  url?: string
  /** Called before the page is loaded. */
  prepare?: (page: Page) => Promise<unknown>
}

async function open(query: string, { url = server.url, prepare }: Opening = {}): Promise<void> {
  problems = []
  page = await browser.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(String(error)))
  await prepare?.(page)
  await page.goto(url + query)
}

const text = (id: string) => page.$eval(`#${id}`, (element) => element.textContent ?? '')

const isShown = (id: string) => page.$eval(`#${id}`, (element) => element.checkVisibility())

const number = async (id: string) => Number((await text(id)).replaceAll(',', ''))

/** Clicks buttons in so short a time that the worker hears of the last before it obeys the first. */
const presses = (...ids: string[]) =>
  page.evaluate((ids) => {
    for (const id of ids) document.getElementById(id)?.click()
  }, ids)

/** Waits until the status line says it. */
const says = (what: RegExp) =>
  page.waitForFunction(
    (pattern) => new RegExp(pattern).test(document.getElementById('status')?.textContent ?? ''),
    { timeout: 60_000 },
    what.source,
  )

/** Waits until a number on the page is at least so large. */
const reaches = (id: string, least: number) =>
  page.waitForFunction(
    (id, least) => Number.parseInt(document.getElementById(id)?.textContent ?? '', 10) >= least,
    { timeout: 60_000 },
    id,
    least,
  )

/** The bytes of the samples' canvas. */
const pixels = async () =>
  Uint8Array.from(
    await page.$eval('#samples', (canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return []
      const context = canvas.getContext('2d')
      return [...(context?.getImageData(0, 0, canvas.width, canvas.height).data ?? [])]
    }),
  )

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

function expectGrey(bytes: Uint8Array): void {
  expect(bytes.length).toBe(256 * 256 * 4)
  let wrong = 0
  for (let i = 0; i < bytes.length; i += 4) {
    const [r, g, b, a] = bytes.subarray(i, i + 4)
    if (r !== g || g !== b || a !== 255) wrong++
  }
  expect(wrong).toBe(0)
  expect(new Set(bytes.filter((_, i) => i % 4 === 0)).size).toBeGreaterThan(1)
}

describe('the page', () => {
  it('draws, trains, pauses, and begins again with the same picture', async () => {
    await open(SMALL)
    await says(/^Ready/)
    await reaches('picture-step', 0)
    const first = await pixels()
    expectGrey(first)
    expect(await number('step')).toBe(0)
    expect(await text('adapter')).not.toBe('')
    expect(await text('networks')).toContain('width 2')

    await page.click('#run')
    await reaches('step', 5)
    await reaches('picture-step', 2)
    expect(await text('run')).toBe('Pause')
    expect(await text('status')).toBe('Training.')
    for (const id of ['lossD', 'lossG', 'dReal', 'dFake']) {
      expect(await text(id)).toMatch(/^\d+\.\d{3}$/)
    }
    await reaches('speed', 1)
    expect(await text('time')).toMatch(/^\d+:\d\d$/)
    const later = await pixels()
    expectGrey(later)
    expect(later).not.toEqual(first)

    await page.click('#run')
    await says(/^Paused at step/)
    const paused = await number('picture-step')
    expect(await text('status')).toBe(`Paused at step ${paused.toLocaleString('en')}.`)
    expect(await submits(1000)).toBe(0)
    expect(await number('picture-step')).toBe(paused)
    expect(await number('step')).toBe(paused)
    expect(await text('run')).toBe('Continue')

    await page.click('#run')
    await reaches('picture-step', paused + 1)
    await page.click('#reset')
    await says(/^Ready/)
    await reaches('picture-step', 0)
    expect(await number('step')).toBe(0)
    expect(await text('lossD')).toBe('–')
    expect(await pixels()).toEqual(first)
  })

  it('obeys both of two presses', async () => {
    await open(SMALL)
    await says(/^Ready/)
    await page.click('#run')
    await reaches('step', 2)
    await presses('run', 'run')
    await says(/^Training\.$/)
    await reaches('step', (await number('step')) + 2)

    await page.click('#seed', { count: 3 })
    await page.keyboard.type('7')
    await presses('reset', 'run')
    await page.waitForFunction(() =>
      document.getElementById('networks')?.textContent?.includes('seed 7'),
    )
    await says(/^Training\.$/)
    await reaches('step', 2)
    expect(await text('run')).toBe('Pause')
  })

  it('works by keyboard, and takes another seed at the next start', async () => {
    await open(SMALL)
    await says(/^Ready/)
    const first = await pixels()
    for (let i = 0; i < 5; i++) await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('seed')
    expect(
      await page.$eval('#seed', (seed) => seed instanceof HTMLInputElement && seed.value),
    ).toBe('3')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await reaches('step', 1)
    expect(await text('networks')).toContain('seed 4')
    // A field without a seed stops no training, and no pause; but nothing begins without one.
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Enter')
    await says(/^Paused/)
    await page.click('#reset')
    expect(await text('status')).toMatch(/^Paused/)
    await page.keyboard.type('5')
    await page.keyboard.down('Shift')
    for (let i = 0; i < 3; i++) await page.keyboard.press('Tab')
    await page.keyboard.up('Shift')
    await page.keyboard.press('Space')
    await says(/^Ready/)
    await reaches('picture-step', 0)
    expect(await text('networks')).toContain('seed 5')
    expect(await pixels()).not.toEqual(first)
  })

  it('trains another GAN of other networks, chosen by hand or in the address', async () => {
    await open(`${SMALL}&objective=lsgan`)
    await says(/^Ready/)
    expect(await text('networks')).toMatch(/^DCGAN .* LSGAN, Adam/)
    expect(await text('scores-title')).toBe("D's scores")
    await page.select('#objective', 'wgan')
    await page.select('#model', 'mlp')
    expect(await text('status')).toMatch(/^Ready/)
    await page.click('#run')
    await reaches('step', 3)
    expect(await text('networks')).toMatch(/^MLP .* WGAN, RMSprop, batch 8, seed 3$/)
    expect(await page.$eval('#set-clip', (input) => Reflect.get(input, 'value'))).toBe('0.01')
    // What runs goes on: the choice holds for the next.
    expect(await isShown('choice-hint')).toBe(false)
    await page.select('#objective', 'non-saturating')
    expect(await isShown('choice-hint')).toBe(true)
    await page.click('#reset')
    await says(/^Ready/)
    expect(await text('networks')).toMatch(/non-saturating, Adam/)
    expect(await text('scores-title')).toBe('Taken for real')
    expect(await isShown('choice-hint')).toBe(false)
  })

  it('names what a run fares ill of, once it lasts', async () => {
    // Through a D whose weights are so small G hears nothing.
    await open(`${SMALL}&model=mlp&objective=wgan&criticSteps=1&clip=1e-6`)
    await says(/^Ready/)
    await page.click('#run')
    await page.waitForFunction(() => document.getElementById('health')?.textContent !== '', {
      timeout: 60_000,
    })
    expect(await text('health')).toMatch(
      /^Step \d+, vanished gradient: a parameter of G has .* D is too sure/,
    )
    expect(await text('status')).toBe('Training.')
    await page.click('#reset')
    await says(/^Ready/)
    expect(await text('health')).toBe('')
  })

  it('takes a learning rate while it trains', async () => {
    await open(SMALL)
    await says(/^Ready/)
    const field = (name: string) =>
      page.$eval(`#set-${name}`, (input) =>
        input instanceof HTMLInputElement ? [input.value, input.disabled] : [],
      )
    expect(await field('lr')).toEqual(['0.001', false])
    // With one critic step and no penalty these would need other programs.
    expect(await field('criticSteps')).toEqual(['1', true])
    expect(await field('lambda')).toEqual(['0', true])
    await page.click('#run')
    await reaches('step', 2)
    await page.click('#set-lr', { count: 3 })
    await page.keyboard.type('1e30')
    await page.keyboard.press('Enter')
    await says(/^Training diverged: \w+ is (NaN|-?Infinity) at step \d+/)
    // There is no run whose settings could change.
    expect(await field('lr')).toEqual(['1e+30', true])
  })

  it.each([1280, 768, 360])('moves nothing when training starts, at %i pixels', async (width) => {
    await open(SMALL, { prepare: (opened) => opened.setViewport({ width, height: 740 }) })
    const places = () =>
      page.$$eval('body *', (elements) =>
        elements
          .filter((element) => element.matches('canvas, button, input, figure, dl, section'))
          .map((element) => {
            const { x, y, width, height } = element.getBoundingClientRect()
            return [x, y, width, height].map(Math.round).join(' ')
          }),
      )
    const loading = await places()
    await says(/^Ready/)
    expect(await places()).toEqual(loading)
    await page.click('#run')
    await reaches('step', 5)
    expect(await places()).toEqual(loading)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  })
})

it('is served unbuilt, too: npm run dev', async () => {
  const dev = await createServer({ logLevel: 'silent', server: { host: '127.0.0.1', port: 0 } })
  try {
    await dev.listen()
    const address = dev.httpServer?.address()
    if (!address || typeof address === 'string') throw new Error('no free port')
    await open(SMALL, { url: `http://127.0.0.1:${address.port}/` })
    await says(/^Ready/)
    await page.click('#run')
    await reaches('step', 1)
    await page.close()
  } finally {
    await dev.close()
  }
})

describe('a fault', () => {
  it('of the numbers is told, and a reset begins again', async () => {
    await open(`${SMALL}&lr=1e30`)
    await says(/^Ready/)
    await page.click('#run')
    await says(/^Training diverged: \w+ is (NaN|-?Infinity) at step \d+/)
    expect(await text('run')).toBe('Start')
    await page.click('#reset')
    await says(/^Ready/)
  })

  it('of the device is told, and a reset opens another', async () => {
    await open(SMALL)
    await says(/^Ready/)
    await page.workers()[0]?.evaluate(() => {
      const { createCommandEncoder } = GPUDevice.prototype
      GPUDevice.prototype.createCommandEncoder = function (...args) {
        GPUDevice.prototype.createCommandEncoder = createCommandEncoder
        this.destroy()
        return createCommandEncoder.apply(this, args)
      }
    })
    await page.click('#run')
    await says(/^The GPU device was lost.* Start opens it again\.$/)
    await page.click('#run')
    await reaches('step', 2)
  })

  it('of the browser is told: no WebGPU', async () => {
    const withoutGpu = () => {
      Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined })
    }
    await open(SMALL, { prepare: (opened) => opened.evaluateOnNewDocument(withoutGpu) })
    await says(/^This browser offers no GPU\. Use a recent Chrome/)
    expect(page.workers()).toHaveLength(0)
  })

  it.each([
    [
      '?width=wide',
      /^The address says width=wide, but it must be a whole number from 1 to 1024\.$/,
    ],
    ['?objective=gan', /^The address says objective=gan, but it must be one of minimax, non-sat/],
    ['?model=unet', /^The address says model=unet, but it must be one of dcgan, mlp\.$/],
    [
      '?imageSize=16',
      /images \[9000, 28, 28, 1\] do not fit imageSize 16\. Take a larger imageSize\.$/,
    ],
  ])('of the address is told: %s', async (query, message) => {
    await open(query)
    await says(message)
  })
})

/** How often the worker submits work to the GPU in so many milliseconds. */
async function submits(milliseconds: number): Promise<number> {
  const [worker] = page.workers()
  if (!worker) throw new Error('the page has no worker')
  await worker.evaluate(() => {
    const { submit } = GPUQueue.prototype
    Object.assign(globalThis, { submits: 0 })
    GPUQueue.prototype.submit = function (commands) {
      Object.assign(globalThis, { submits: Reflect.get(globalThis, 'submits') + 1 })
      return submit.call(this, commands)
    }
  })
  await pause(milliseconds)
  return worker.evaluate(() => Number(Reflect.get(globalThis, 'submits')))
}

it('settings of the address are checked by name', () => {
  expect(readSettings('?seed=3&lr=1e-3')).toEqual({ seed: 3, lr: 1e-3 })
  expect(readSettings('?other=1')).toEqual({ seed: 1 })
  expect(readSettings('?objective=wgan-gp&model=mlp')).toEqual({
    seed: 1,
    objective: 'wgan-gp',
    model: 'mlp',
  })
  for (const search of ['?seed=-1', '?seed=1.5', '?seed=', '?batchSize=0', '?lr=-1', '?lr=NaN']) {
    expect(() => readSettings(search)).toThrow(/^the address says /)
  }
})

it('a history stays short, even and in order, however long it gets', () => {
  const history = new History(2)
  for (let step = 1; step <= 50_000; step++) history.add(step, [step, -step])
  const [steps = [], up, down] = history.columns
  expect(steps.length).toBeLessThanOrEqual(2000)
  expect(steps.length).toBeGreaterThan(900)
  expect(Number(steps.at(-1))).toBeGreaterThan(49_900)
  const gaps = steps.slice(2).map((step, i) => Number(step) - Number(steps[i + 1]))
  expect(new Set(gaps).size).toBe(1)
  expect(up?.slice(1)).toEqual(steps.slice(1))
  expect(down?.slice(1)).toEqual(steps.slice(1).map((step) => -Number(step)))
})
