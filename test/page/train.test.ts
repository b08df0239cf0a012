// The built page in a separate Chrome, below a path of a plain web server, as a user would open it.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readSettings, writeSettings } from '../../src/page/core/address'
import { History } from '../../src/page/core/history'
import { sentence } from '../../src/page/core/words'
import { smoothed } from '../../src/page/parts/smooth'
import { emptied } from '../support/emptied'
import { SMALL, Studio } from '../support/studio'
import { submits } from '../support/submits'

/** Which of the two is found first depends on when the state was last kept. */
const DIVERGED =
  /^Training diverged at step \d+: (\w+ is (NaN|-?Infinity)|[\w.]+ holds NaN or Infinity)\. Lower/

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(() => studio?.end())

afterEach(async ({ task }) => {
  expect(studio.problems()).toEqual([])
  // After a failed test the state of the page is unknown.
  if (task.result?.state === 'fail') await studio.close()
})

const isShown = (id: string) =>
  studio.page.$eval(`#${id}`, (element) => element.checkVisibility({ visibilityProperty: true }))

/** Clicks buttons so quickly that the worker receives the last before it handles the first. */
const presses = (...ids: string[]) =>
  studio.page.evaluate((ids) => {
    for (const id of ids) document.getElementById(id)?.click()
  }, ids)

/** A field's value, and whether it is disabled. */
const field = (id: string) =>
  studio.page.$eval(`#${id}`, (input) => [
    Reflect.get(input, 'value'),
    Reflect.get(input, 'disabled'),
  ])

/** Types a value into a field, and leaves it. */
async function type(id: string, value: string): Promise<void> {
  await studio.page.click(`#${id}`, { count: 3 })
  await studio.page.keyboard.type(value)
  await studio.page.keyboard.press('Enter')
}

/** Moves to an element by the Tab key. */
async function tabTo(id: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if ((await studio.page.evaluate(() => document.activeElement?.id)) === id) return
    await studio.page.keyboard.press('Tab')
  }
  throw new Error(`no Tab leads to ${id}`)
}

/** Runs in the page: waits until elements that follow their size have done so. */
const frames = () =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))

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
  it('moves nothing when training starts, at 1280, 768 and 360 pixels', async () => {
    const page = await studio.open(SMALL, {
      isCommon: true,
      prepare: (opened) =>
        opened.evaluateOnNewDocument(() => {
          // The worker hears nothing until the page has been looked at while it loads.
          const { postMessage } = Worker.prototype
          const held: (() => void)[] = []
          Worker.prototype.postMessage = function (...args: unknown[]) {
            held.push(() => Reflect.apply(postMessage, this, args))
          }
          const sendOn = () => {
            Worker.prototype.postMessage = postMessage
            for (const send of held) send()
          }
          // The networks as they are drawn while their kernels are compiled.
          const compiling: (string | undefined)[] = []
          Object.assign(globalThis, { sendOn, compiling })
          new MutationObserver(() => {
            const textOf = (what: string) => document.querySelector(what)?.textContent ?? ''
            if (!textOf('#status').startsWith('Compiling') || compiling.length > 0) return
            compiling.push(textOf('.noise'), textOf('#generator'), textOf('#discriminator'))
          }).observe(document, { childList: true, characterData: true, subtree: true })
        }),
    })
    const usual = page.viewport()
    const places = () =>
      page.$$eval('body *', (elements) =>
        elements
          .filter((element) => element.matches('canvas, button, input, figure, dl, section'))
          .map((element) => {
            const { x, y, width, height } = element.getBoundingClientRect()
            return [x, y, width, height].map(Math.round).join(' ')
          }),
      )
    const inAllWidths = async () => {
      const found: Record<number, string[]> = {}
      for (const width of [1280, 768, 360]) {
        await page.setViewport({ width, height: 740 })
        await page.evaluate(frames)
        found[width] = await places()
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
      }
      return found
    }
    await page.waitForSelector('#samples')
    const loading = await inAllWidths()
    expect(await page.$$eval('.bitmap.empty', (all) => all.map(({ id }) => id))).toEqual([
      ...['', 'samples', 'real'],
    ])
    await page.evaluate(() => Reflect.get(globalThis, 'sendOn')())
    await studio.says(/^Ready/)
    expect(await inAllWidths()).toEqual(loading)
    expect(await page.evaluate(() => Reflect.get(globalThis, 'compiling'))).toEqual([
      expect.stringContaining('8 × 8'),
      expect.stringMatching(/4 × 4 × 4.*32 × 32 × 1/),
      expect.stringMatching(/16 × 16 × 1.*1 × 1 × 1/),
    ])
    await page.click('#run')
    await studio.reaches('step', 5)
    expect(await inAllWidths()).toEqual(loading)
    // The bar stays in sight, and leaves most of the phone to the rest.
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
    const [top = 1, height = 0] = await page.$eval('.bar:has(#run):has(#status)', (bar) => {
      const { y, height } = bar.getBoundingClientRect()
      return [y, height]
    })
    expect(top).toBe(0)
    expect(height).toBeLessThan(740 / 5)
    await page.setViewport(usual)
  })

  it('works by keyboard, and takes another seed at the next start', async () => {
    await studio.ready()
    const first = await studio.pixels('samples')
    expect(await field('seed')).toEqual(['3', false])
    await tabTo('seed')
    await studio.page.keyboard.press('ArrowUp')
    await tabTo('run')
    await studio.page.keyboard.press('Enter')
    await studio.reaches('step', 1)
    expect(await studio.text('networks')).toContain('seed 4')
    await studio.page.keyboard.press('Space')
    await studio.says(/^Paused/)
    // A field without a seed changes nothing, and stops nothing.
    await tabTo('seed')
    await studio.page.keyboard.press('Backspace')
    await tabTo('reset')
    await studio.page.keyboard.press('Space')
    await studio.says(/^Ready/)
    expect(await studio.text('networks')).toContain('seed 4')
    // Explanations come by keyboard, too.
    expect(await isShown('seed-hint')).toBe(false)
    await tabTo('explain')
    await studio.page.keyboard.press('Enter')
    expect(await isShown('seed-hint')).toBe(true)
    await studio.page.keyboard.press('Enter')
    await tabTo('seed')
    await studio.page.keyboard.type('5')
    await tabTo('reset')
    await studio.page.keyboard.press('Space')
    await studio.reads('networks', /seed 5/)
    await studio.reaches('picture-step', 0)
    expect(await studio.pixels('samples')).not.toEqual(first)
    await type('seed', '3')
    await studio.page.click('#reset')
    await studio.reads('networks', /seed 3/)
  })

  it('draws, trains, pauses, and begins again with the same picture', async () => {
    await studio.ready()
    await studio.reaches('picture-step', 0)
    const first = await studio.pixels('samples')
    expectGrey(first)
    expect(await studio.number('step')).toBe(0)
    expect(await studio.text('adapter')).not.toBe('')
    expect(await studio.text('networks')).toContain('width 1')

    await studio.page.click('#run')
    await studio.reaches('step', 5)
    await studio.reaches('picture-step', 2)
    expect(await studio.text('run')).toBe('Pause')
    expect(await studio.text('status')).toBe('Training.')
    for (const id of ['lossD', 'lossG', 'dReal', 'dFake']) {
      expect(await studio.text(id)).toMatch(/^-?\d+\.\d{3}$/)
    }
    await studio.reaches('speed', 1)
    expect(await studio.text('time')).toMatch(/^\d+:\d\d$/)
    const later = await studio.pixels('samples')
    expectGrey(later)
    expect(later).not.toEqual(first)

    await studio.page.click('#run')
    await studio.says(/^Paused at step/)
    const paused = await studio.number('picture-step')
    expect(await studio.text('status')).toBe(`Paused at step ${paused.toLocaleString('en')}.`)
    expect(await submits(studio.page, 1000)).toBe(0)
    expect(await studio.number('picture-step')).toBe(paused)
    expect(await studio.number('step')).toBe(paused)
    expect(await studio.text('run')).toBe('Continue')

    await studio.page.click('#run')
    await studio.reaches('picture-step', paused + 1)
    await studio.page.click('#reset')
    await studio.says(/^Ready/)
    await studio.reaches('picture-step', 0)
    expect(await studio.number('step')).toBe(0)
    expect(await studio.text('lossD')).toBe('–')
    expect(await studio.pixels('samples')).toEqual(first)
  })

  it('obeys both of two presses', async () => {
    await studio.ready()
    await studio.page.click('#run')
    await studio.reaches('step', 2)
    await presses('run', 'run')
    await studio.says(/^Training\.$/)
    await studio.reaches('step', (await studio.number('step')) + 2)

    await type('seed', '7')
    await presses('reset', 'run')
    await studio.page.waitForFunction(() =>
      document.getElementById('networks')?.textContent?.includes('seed 7'),
    )
    await studio.says(/^Training\.$/)
    await studio.reaches('step', 2)
    expect(await studio.text('run')).toBe('Pause')
    await type('seed', '3')
  })

  it('goes step by step to the picture that running comes to', async () => {
    await studio.ready()
    await studio.page.click('#run')
    await studio.reaches('step', 3)
    await studio.page.click('#run')
    await studio.says(/^Paused/)
    const at = await studio.number('step')
    const ran = await studio.pixels('samples')
    await studio.page.click('#reset')
    await studio.says(/^Ready/)
    for (let step = 1; step <= at; step++) {
      await studio.page.click('#iterate')
      await studio.says(new RegExp(`^Paused at step ${step}\\.`))
    }
    expect(await studio.number('picture-step')).toBe(at)
    expect(await studio.text('lossD')).toMatch(/^\d+\.\d{3}$/)
    expect(await studio.pixels('samples')).toEqual(ran)
  })

  it('looks back at earlier drawings, and follows again', async () => {
    await studio.ready()
    const first = await studio.pixels('samples')
    for (let step = 1; step <= 2; step++) {
      await studio.page.click('#iterate')
      await studio.says(new RegExp(`^Paused at step ${step}\\.`))
    }
    const last = await studio.pixels('samples')
    await studio.page.focus('#scrub')
    await studio.page.keyboard.press('Home')
    await studio.reads('picture-step', /^0$/)
    expect(await studio.pixels('samples')).toEqual(first)
    await studio.page.keyboard.press('End')
    await studio.reads('picture-step', /^2$/)
    expect(await studio.pixels('samples')).toEqual(last)
    await studio.page.click('#iterate')
    await studio.reads('picture-step', /^3$/)
  })

  it('draws the model with the shapes of its layers', async () => {
    await studio.ready()
    const layers = (id: string) =>
      studio.page.$$eval(`#${id} li span`, (items) =>
        items.map((item) => [...item.children].map(({ textContent }) => textContent).join(': ')),
      )
    expect(await layers('generator')).toEqual([
      '4 × 4 × 4: ConvTranspose2d, BatchNorm2d, ReLU',
      '8 × 8 × 2: ConvTranspose2d, BatchNorm2d, ReLU',
      '16 × 16 × 1: ConvTranspose2d, BatchNorm2d, ReLU',
      '32 × 32 × 1: ConvTranspose2d, tanh',
    ])
    expect(await layers('discriminator')).toEqual([
      '16 × 16 × 1: Conv2d, LeakyReLU',
      '8 × 8 × 2: Conv2d, BatchNorm2d, LeakyReLU',
      '4 × 4 × 4: Conv2d, BatchNorm2d, LeakyReLU',
      '1 × 1 × 1: Conv2d',
    ])
  })

  it('takes a learning rate while it trains, says what needs another run, and tells that the numbers diverged', async () => {
    await studio.ready()
    expect(await field('lr')).toEqual(['0.001', false])
    await studio.page.click('#run')
    await studio.reaches('step', 2)
    await studio.page.click('#more summary')
    await type('lambda', '10')
    await studio.says(/^Set: lambda is 10, but this run has no gradient penalty, .* with one\.$/)
    expect(await isShown('choice-hint')).toBe(true)
    await type('lambda', '0')
    // An impossible value is refused in its field.
    await type('clip', '1e39')
    expect(
      await studio.page.$eval('#clip', (input) => Reflect.get(input, 'validationMessage')),
    ).toBe('Must be a number from 0 to below 1e+38.')
    expect(await field('lr')).toEqual(['0.001', false])
    expect(studio.page.url()).not.toContain('clip')
    await type('clip', '0')
    expect(await studio.page.$eval('#clip', (input) => input.matches(':valid'))).toBe(true)
    // Pressing Reset ends the run that a change could still reach.
    await studio.page.evaluate(() => {
      document.getElementById('reset')?.click()
      const input = document.getElementById('lr')
      if (!(input instanceof HTMLInputElement)) return
      input.value = '0.002'
      input.dispatchEvent(new Event('change'))
    })
    await studio.says(/^Ready/)
    expect(await isShown('choice-hint')).toBe(true)
    await studio.page.click('#run')
    await studio.reaches('step', 2)
    expect(await isShown('choice-hint')).toBe(false)
    await type('lr', '1e30')
    await studio.says(DIVERGED)
    expect(await studio.text('run')).toBe('Start')
    // A run that begins with it comes to the same end, and a reset begins again.
    await studio.page.click('#reset')
    await studio.says(/^Ready/)
    await studio.page.click('#run')
    await studio.says(DIVERGED)
    expect(await studio.text('run')).toBe('Start')
    await studio.page.click('#reset')
    await studio.says(/^Ready/)
    await type('lr', '0.001')
    await studio.page.click('#reset')
    await studio.says(/^Ready/)
  })
})

describe('a fault of the device', () => {
  it('is told, and the run goes on, on another, from what was kept', async () => {
    await studio.ready()
    await studio.countTime()
    await studio.page.click('#iterate')
    await studio.says(/^Paused at step 1\./)
    const first = await studio.pixels('samples')
    await studio.page.click('#run')
    await studio.reaches('step', 5)
    await studio.loseDevice()
    await studio.says(
      /^Training\. The GPU was lost and opened again; the run went back to step 2\.$/,
    )
    await studio.page.click('#run')
    await studio.says(/^Paused at step/)
    // Frames and curves are one run's: from the past to the present, each step once.
    await studio.page.focus('#scrub')
    await studio.page.keyboard.press('Home')
    await studio.reads('picture-step', /^0$/)
    await studio.page.keyboard.press('ArrowRight')
    await studio.reads('picture-step', /^1$/)
    expect(await studio.pixels('samples')).toEqual(first)
    await studio.page.keyboard.press('ArrowRight')
    await studio.reads('picture-step', /^2$/)
    const second = await studio.pixels('samples')
    // The same bits as an uninterrupted iteration.
    await studio.page.click('#reset')
    await studio.says(/^Ready/)
    for (const step of [1, 2]) {
      await studio.page.click('#iterate')
      await studio.says(new RegExp(`^Paused at step ${step}\\.`))
    }
    expect(await studio.pixels('samples')).toEqual(second)
    await emptied(studio.page, 'samples')
    expect(await studio.pixels('samples')).toEqual(second)
  })
})

describe('a run', () => {
  it('goes on where it stood when its tab was frozen for a while', async () => {
    await studio.ready()
    await studio.page.click('#run')
    await studio.reaches('step', 2)
    const session = await studio.page.createCDPSession()
    await session.send('Page.setWebLifecycleState', { state: 'frozen' })
    // What was under way ends; then nothing moves for half a second.
    let stood = -1
    await expect
      .poll(
        async () => {
          const before = stood
          stood = await studio.number('step')
          return stood - before
        },
        { interval: 500 },
      )
      .toBe(0)
    await session.send('Page.setWebLifecycleState', { state: 'active' })
    // Chrome treats it as hidden from now on, and draws no frames to wait for.
    await expect.poll(() => studio.number('step')).toBeGreaterThan(stood + 3)
    expect(await studio.text('status')).toBe('Training.')
    await studio.close()
  })

  it('trains another GAN of other networks, and begins the same run from its address', async () => {
    await studio.ready()
    expect(await studio.text('networks')).toMatch(/^DCGAN .* hinge, Adam/)
    expect(await studio.text('scores-title')).toBe("D's scores")
    await studio.page.click('#more summary')
    await studio.page.select('#objective', 'wgan')
    await studio.page.select('#model', 'mlp')
    expect(await field('width')).toEqual(['1', false])
    expect(await studio.text('status')).toMatch(/^Ready/)
    await studio.page.click('#run')
    await studio.reaches('step', 3)
    expect(await studio.text('networks')).toMatch(
      /^MLP .* width 1: .* WGAN, RMSprop, batch 8, seed 3$/,
    )
    expect(await studio.text('scores-title')).toBe("D's scores")
    expect(await field('clip')).toEqual(['0.01', false])
    // The current run goes on: the choice is for the next.
    expect(await isShown('choice-hint')).toBe(false)
    await studio.page.select('#objective', 'non-saturating')
    expect(await isShown('choice-hint')).toBe(true)
    await studio.page.click('#reset')
    await studio.reads('networks', /non-saturating, Adam/)
    expect(await studio.text('scores-title')).toBe('Probability of real')
    expect(await isShown('choice-hint')).toBe(false)
    // The address keeps the whole configuration, and begins the same run.
    await studio.says(/^Ready/)
    const first = await studio.pixels('samples')
    await type('r1', '0.5')
    await presses('augment-flip')
    const { search } = new URL(studio.page.url())
    expect(readSettings(search)).toEqual({
      ...{ seed: 3, data: 'mnist', objective: 'non-saturating', model: 'mlp' },
      ...{ imageSize: 32, width: 1, latent: 8, batchSize: 8, lr: 5e-4, r1: 0.5, augment: 'flip' },
    })
    await studio.open(search)
    await studio.says(/^Ready/)
    expect(await field('r1')).toEqual(['0.5', false])
    expect(await studio.pixels('samples')).toEqual(first)
    // The settings stay in the address of other views, and after Back.
    await studio.page.click('a[href="#bench"]')
    await studio.page.waitForSelector('#bench-run')
    expect(await studio.page.title()).toBe('Bench – Ganvas')
    await studio.page.click('a[href="#train"]')
    expect(await studio.page.title()).toBe('Train – Ganvas')
    await studio.page.click('#more summary')
    await type('r1', '0.25')
    await studio.page.goBack()
    await studio.page.waitForSelector('#bench-run')
    expect(new URL(studio.page.url()).search).toContain('r1=0.25')
    await studio.page.goBack()
    await studio.page.waitForSelector('#objective')
    expect(new URL(studio.page.url()).search).toContain('r1=0.25')
    // Another objective brings its own recipe.
    await studio.page.select('#objective', 'wgan')
    expect(readSettings(new URL(studio.page.url()).search)).toMatchObject({
      lr: 1.25e-4,
      batchSize: 8,
    })
  })

  it('knows a preset again by what its address comes to', async () => {
    const hinge = '&objective=hinge&model=dcgan&imageSize=32&latent=100&batchSize=64&lr=0.001'
    for (const [query, name] of [
      [`?seed=3&width=16${hinge}`, 'dcgan'],
      [`?seed=3&width=17${hinge}`, ''],
      ['?seed=3&data=ring', 'ring'],
    ] as const) {
      await studio.open(query)
      await studio.reads('adapter', /software/)
      expect(await studio.page.$eval('#preset', (preset) => Reflect.get(preset, 'value'))).toBe(
        name,
      )
    }
  })
})

describe('a fault', () => {
  it('of the browser is told: no WebGPU', async () => {
    const withoutGpu = () => {
      // A kept run would be offered in place of the recorded one.
      indexedDB.deleteDatabase('ganvas')
      Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined })
    }
    await studio.open(SMALL, { prepare: (opened) => opened.evaluateOnNewDocument(withoutGpu) })
    await studio.says(/^This browser offers no GPU\. Use a recent Chrome/)
    expect(studio.page.workers()).toHaveLength(0)
    // A recorded run is shown in its place: digits, which were noise, and its curves.
    await studio.reads('picture-step', /^1,000$/)
    expect(await studio.text('adapter')).toMatch(/recorded/)
    expect(await studio.text('networks')).toMatch(/^DCGAN 32 × 32, width 16: .* seed 1$/)
    const last = await studio.pixels('samples')
    expectGrey(last)
    expect(new Set(await studio.pixels('real')).size).toBe(10)
    expect(await studio.text('lossD')).toMatch(/^\d\.\d{3}$/)
    await studio.page.focus('#scrub')
    await studio.page.keyboard.press('Home')
    await studio.reads('picture-step', /^25$/)
    expect(await studio.pixels('samples')).not.toEqual(last)
    await studio.page.click('#replay')
    await studio.reads('picture-step', /^100$/)
    await studio.reads('picture-step', /^1,000$/)
    expect(await studio.pixels('samples')).toEqual(last)
  })

  it.each([
    [
      '?width=wide',
      /^The address says width=wide, but it must be a whole number from 1 to 1024\.$/,
    ],
    ['?objective=gan', /^The address says objective=gan, but it must be one of minimax, non-sat/],
    ['?model=unet', /^The address says model=unet, but it must be one of dcgan, mlp, style\.$/],
  ])('of the address is told: %s', async (query, message) => {
    await studio.open(query)
    await studio.says(message)
  })
})

it('settings of the address are checked by name', () => {
  const base = { seed: 1, data: 'mnist' }
  expect(readSettings('?seed=3&lr=1e-3')).toEqual({ ...base, seed: 3, lr: 1e-3 })
  expect(readSettings('?other=1')).toEqual(base)
  expect(readSettings('?objective=wgan-gp&model=mlp&spectralNorm=true&data=ring')).toEqual({
    ...base,
    ...{ data: 'ring', objective: 'wgan-gp', model: 'mlp', spectralNorm: true },
  })
  for (const search of [
    ...['?seed=-1', '?seed=1.5', '?seed=', '?batchSize=0', '?lr=-1', '?lr=NaN', '?data=cifar'],
    ...['?spectralNorm=1', '?augment=blur', '?imageSize=33'],
  ]) {
    expect(() => readSettings(search)).toThrow(/^the address says /)
  }
  const all = readSettings(
    '?seed=3&data=grid&objective=hinge&augment=flip,cutout&ema=0.999&clip=0.5',
  )
  expect(readSettings(writeSettings(all))).toEqual(all)
})

it('an error is said as a sentence, but the name of a file stays as it is', () => {
  expect(sentence('the GPU is gone')).toBe('The GPU is gone.')
  expect(sentence('Really? Yes!')).toBe('Really? Yes!')
  for (const name of ['cat.png', 'train-images-idx3-ubyte:', 'x_1']) {
    expect(sentence(`${name} is empty`)).toBe(`${name} is empty.`)
  }
})

it('a smoothed curve keeps gaps, and what stands still', () => {
  expect(smoothed([null, 1, 1, null, 1], 0.9)).toEqual([null, 1, 1, null, 1])
  expect(smoothed([0, 4], 0.5)[1]).toBeCloseTo(8 / 3)
  expect(smoothed([3, 1, 2], 0)).toEqual([3, 1, 2])
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
