// Saving a run on the page: it continues here and in the terminal to the same bits, and so does
// a run saved in the terminal; its PNG, GIF and record are those that the page shows.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { PNG } from 'pngjs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readSafetensors, writeSafetensors } from '../../src/data/safetensors'
import { configOf } from '../../src/gan/model/presets'
import { makeBlueprint } from '../../src/gan/run/blueprint'
import { worksOf } from '../../src/gan/run/tuning'
import type { Choices } from '../../src/gpu/choice'
import { readSettings } from '../../src/page/core/address'
import { settingsOf } from '../../src/page/lab/reopen'
import { isCheckpoint } from '../../src/page/parts/dropped'
import { picture, pngOf } from '../support/own'
import { downloaded, type Files, iterate as runIterations } from '../support/saved'
import { SMALL, Studio } from '../support/studio'
import { ownCache, tell } from '../support/terminal'

let studio: Studio
const folder = mkdtempSync(join(tmpdir(), 'ganvas-keep-'))
const at = (...names: string[]) => join(folder, ...names)
ownCache(at('cache'))

beforeAll(async () => {
  studio = await Studio.launch()
})

afterAll(async () => {
  await studio?.end()
  rmSync(folder, { recursive: true, force: true })
})

afterEach(async ({ task }) => {
  expect(studio.problems()).toEqual([])
  // After a failed test the state of the page is unknown.
  if (task.result?.state === 'fail') await studio.close()
})

/** The page with a run of digits at step 0, which the tests share: another page would compile all kernels again. */
const ready = () => studio.ready()

/** The same networks with another seed and another objective's recipe, at step 0. */
async function another(seed: string, objective: string): Promise<void> {
  await studio.page.select('#objective', objective)
  await studio.page.evaluate(change, { seed })
  await studio.page.click('#reset')
  await studio.says(/^Ready/)
}

const iterate = (to: number) => runIterations(studio, to)

/** The file that a button saves, whose name and size the page says. */
async function kept(id: string): Promise<{ name: string; bytes: Uint8Array }> {
  const file = await downloaded(studio, `#${id}`)
  await studio.reads('kept', new RegExp(`^${file.name}, [\\d.,]+ [kM]B\\.$`))
  return file
}

const savedRun = async (): Promise<Files> => unzipSync((await kept('save')).bytes)

/** Runs in the page: changes fields, one after the other. */
function change(values: Record<string, string>): void {
  for (const [id, value] of Object.entries(values)) {
    const input = document.getElementById(id)
    if (!(input instanceof HTMLInputElement)) throw new Error(`there is no field ${id}`)
    input.value = value
    input.dispatchEvent(new Event('change'))
  }
}

const searchOf = () => studio.page.evaluate(() => location.search)

/** Chooses files for the button. */
async function choose(files: Files, id = 'load'): Promise<void> {
  const chosen = mkdtempSync(at('chosen-'))
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(chosen, name), bytes)
  const input = await studio.page.$(`input#${id}`)
  await input?.uploadFile(...Object.keys(files).map((name) => join(chosen, name)))
}

/** Files of coloured images: no two alike. */
const images = (count: number, first = 0): Files =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`${n}.png`, pngOf(picture(first + n, 32, 32))]),
  )

function unpack(files: Files, name: string): string {
  mkdirSync(at(name))
  for (const [file, bytes] of Object.entries(files)) writeFileSync(at(name, file), bytes)
  return at(name)
}

/** Continues in the terminal, in a separate Chrome with the same adapter as the page. */
async function resumed(path: string, steps: number): Promise<string> {
  const run = ['train', '--resume', path, '--steps', String(steps), '--runtime', 'chrome']
  const { status, stdout, stderr } = await tell(...run)
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return stdout
}

const fileOf = (path: string, name: string) => new Uint8Array(readFileSync(join(path, name)))

const WEIGHTS = ['checkpoint', 'generator', 'generator-ema', 'discriminator'].map(
  (name) => `${name}.safetensors`,
)

function expectSame(a: Files, b: Files, names: readonly string[]): void {
  for (const name of names) {
    expect(a[name]?.length, name).toBeGreaterThan(0)
    expect(Buffer.compare(a[name] ?? new Uint8Array(), b[name] ?? new Uint8Array()), name).toBe(0)
  }
}

const folderFiles = (path: string): Files =>
  Object.fromEntries(WEIGHTS.map((name) => [name, fileOf(path, name)]))

const configIn = (files: Files) => JSON.parse(strFromU8(files['config.json'] ?? new Uint8Array()))

/** Contents of a checkpoint except for its checksum, to write one without. */
function unsummed(checkpoint: Uint8Array = new Uint8Array()) {
  const { metadata, tensors } = readSafetensors(checkpoint, 'checkpoint')
  const { crc32c: _, ...words } = metadata
  return { metadata: words, tensors }
}

const inFolder = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`folder/run/${name}`, bytes]))

/** Kernel choices that no rule makes, for every other problem: rules choose the other kernels. */
function tableOfRegisters(): Choices {
  const config = configOf({ width: 1, latent: 8, batchSize: 8 }, { software: true, channels: 1 })
  const works = worksOf(makeBlueprint(config, { count: 9000, height: 28, width: 28, channels: 1 }))
  const entries = works
    .filter((_, i) => i % 2 === 0)
    .map(({ problem: { key } }) => {
      const splits = key.startsWith('weight_gradient') ? { SPLITS: 1 } : {}
      return [key, { kernel: 'register', constants: { TILE_ROWS: 2, TILE_COLUMNS: 1, ...splits } }]
    })
  return Object.fromEntries(entries)
}

/** A saved run as if its kernels had been tuned elsewhere. */
function tunedIn(adapter: string, files: Files, table: Choices): Files {
  const { metadata, tensors } = unsummed(files['checkpoint.safetensors'])
  const tuned = { ...metadata, table: JSON.stringify(table) }
  return {
    ...files,
    'config.json': strToU8(JSON.stringify({ ...configIn(files), table, adapter })),
    'checkpoint.safetensors': writeSafetensors(tensors, tuned),
  }
}

/** Runs in the page: waits until elements that follow their size have done so. */
const frames = () =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))

describe('the buttons', () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

  it('have no barrier and room to press: light, 360 pixels; dark, 1280 pixels', async () => {
    const looks = [
      ['light', 360],
      ['dark', 1280],
    ] as const
    await ready()
    const { page } = studio
    const devtools = await page.createCDPSession()
    // A reload, with which `setViewport` changes to a phone, would compile all kernels again.
    const look = async (scheme: string, width: number) => {
      const screen = { width, height: 740, deviceScaleFactor: 1, mobile: width < 500 }
      await devtools.send('Emulation.setDeviceMetricsOverride', screen)
      await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: screen.mobile })
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: scheme },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ])
      await page.evaluate(frames)
    }
    const heightOf = () => page.evaluate(() => document.documentElement.scrollHeight)
    const before: number[] = []
    await page.evaluate(axe)
    for (const [scheme, width] of looks) {
      await look(scheme, width)
      const found = await page.evaluate(async () => {
        const { violations } = await Reflect.get(globalThis, 'axe').run('.keep')
        return (violations as { id: string; nodes: { html: string }[] }[]).map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
        )
      })
      expect(found, scheme).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
      const sizes = await page.$$eval('.keep :is(button, .button)', (all) =>
        all.map((each) => [
          each.getBoundingClientRect().width,
          each.getBoundingClientRect().height,
        ]),
      )
      expect(sizes).toHaveLength(7)
      if (width === 360) expect(Math.min(...sizes.flat())).toBeGreaterThanOrEqual(44)
      // By keyboard, disabled buttons too.
      await page.focus('#save')
      const reached: (string | undefined)[] = []
      for (let i = 0; i < 7; i++) {
        reached.push(await page.evaluate(() => document.activeElement?.id))
        await page.keyboard.press('Tab')
      }
      expect(reached).toEqual(['save', 'load', 'evaluate', 'png', 'gif', 'json', 'html'])
      before.push(await heightOf())
    }
    expect(await studio.text('kept')).toBe('A GIF needs at least two drawings: train for a moment.')
    // Their texts move nothing.
    await choose({ 'cat.png': new Uint8Array(4) })
    await studio.reads('kept', /^cat\.png is no saved run/)
    for (const [i, [scheme, width]] of looks.entries()) {
      await look(scheme, width)
      expect((await heightOf()) - (before[i] ?? 0)).toBe(0)
    }
    await devtools.detach()
  })
})

describe('what is no run', () => {
  it('is told from one by the names of files', async () => {
    const file = (name: string, bytes: Uint8Array = new Uint8Array(4)) =>
      new File([bytes.slice()], name)
    const run = {
      'a/config.json': new Uint8Array(9),
      'a/checkpoint.safetensors': new Uint8Array(99),
    }
    const cases: [File[], boolean][] = [
      [[file('any.zip', zipSync(run))], true],
      [[file('config.json'), file('checkpoint.safetensors')], true],
      [[file('checkpoint.safetensors')], true],
      [[file('cats.zip', zipSync({ 'cat.png': new Uint8Array(9) }))], false],
      // A run below a folder of images.
      [
        [file('more.zip', zipSync({ 'images/runs': run, 'images/cat.png': new Uint8Array(9) }))],
        false,
      ],
      [[file('cat.png'), file('dog.png')], false],
      [[], false],
    ]
    for (const [files, is] of cases) {
      const brought = files.map((each) => ({ path: each.name, file: each }))
      expect(await isCheckpoint(brought), files.map(({ name }) => name).join()).toBe(is)
    }
    const checkpoint = file('checkpoint.safetensors')
    const at = (path: string) => isCheckpoint([{ path, file: checkpoint }])
    expect(await at('run/checkpoint.safetensors')).toBe(true)
    expect(await at('images/runs/run/checkpoint.safetensors')).toBe(false)
  })

  it('gets one line, and the run that is there goes on', async () => {
    await ready()
    await iterate(1)
    const picture = await studio.pixels('samples')
    const search = await searchOf()
    const files = await savedRun()
    const checkpoint = files['checkpoint.safetensors'] ?? new Uint8Array()
    const config = JSON.parse(strFromU8(files['config.json'] ?? new Uint8Array()))
    const { metadata, tensors } = unsummed(checkpoint)
    const pair = (changes: object, other: Uint8Array = checkpoint): Files => ({
      'config.json': strToU8(JSON.stringify({ ...config, ...changes })),
      'checkpoint.safetensors': other,
    })
    const zip = zipSync(files, { level: 0 })
    const nan = structuredClone(tensors)
    nan.get('generator.parameters')?.data.fill(0x7fc00000 as never, 5, 6)
    const few = new Map([...tensors].filter(([name]) => name !== 'discriminator.optimiser'))
    const cases: [Files, RegExp][] = [
      [
        { 'cat.png': Uint8Array.of(0x89, 0x50, 0x4e, 0x47) },
        /^cat\.png is no saved run: choose the zip that Save wrote, or both config\.json and checkpoint\.safetensors/,
      ],
      [
        { 'half.zip': zip.subarray(0, zip.length >> 1) },
        /^half\.zip is a zip without its end: it is cut short\. Fetch it again\.$/,
      ],
      [
        { 'photos.zip': zipSync({ 'a.png': new Uint8Array(9) }) },
        /^photos\.zip holds no config\.json: it is not the zip of a run\.$/,
      ],
      [
        { 'two.zip': zipSync({ ...files, ...inFolder(files) }) },
        /^two\.zip holds config\.json and folder\/run\/config\.json: take a zip of one run\.$/,
      ],
      [
        { 'config.json': strToU8('{}') },
        /^config\.json is not enough: choose checkpoint\.safetensors of the same folder with it\.$/,
      ],
      [
        { 'checkpoint.safetensors': checkpoint },
        /^checkpoint\.safetensors is not enough: choose config\.json of/,
      ],
      [{ ...pair({}), 'config.json': strToU8('{"data"') }, /^config\.json is not JSON: /],
      [
        pair({ kind: 'translation' }),
        /^checkpoint\.safetensors is a translation\. Load it in the view Translate\.$/,
      ],
      [
        pair({ width: -4 }),
        /^config\.json: width is -4, but must be a whole number from 1 to 1024\.$/,
      ],
      [
        pair({}, checkpoint.subarray(0, checkpoint.length - 40)),
        /^checkpoint\.safetensors: .* the file is truncated\. Save or fetch the file again\.$/,
      ],
      [
        pair({}, files['generator.safetensors']),
        /^checkpoint\.safetensors is not a checkpoint of ganvas train\.$/,
      ],
      [
        pair({ width: 3 }),
        /^checkpoint\.safetensors belongs to another model \(dcgan 32×32×1, width 1, latent 8\) than config\.json \(.*width 3/,
      ],
      [
        pair({}, writeSafetensors(few, metadata)),
        /^checkpoint\.safetensors: discriminator\.optimiser has no bytes, but this model needs \d+\.$/,
      ],
      [
        pair({}, writeSafetensors(nan, metadata)),
        /^checkpoint\.safetensors: training diverged at step 1: generator\.parameters holds NaN/,
      ],
      [pair({ seed: 4 }), /^checkpoint\.safetensors: its clock stands at step 1 of seed 3, but/],
      [
        pair({ images: 60000 }),
        /^checkpoint\.safetensors: the run learned from 60,000 grey images, but here are 9,000 grey\. It cannot go on here\.$/,
      ],
      [
        pair({ data: '/home/me/cats-idx3-ubyte', images: 60 }),
        /^checkpoint\.safetensors: the run learned from 60 grey images of cats-idx3-ubyte\. Bring those first, then load it again\.$/,
      ],
      [pair({ batchSize: 9001 }), /^(?=.*batch)(?=.*9000)/],
    ]
    for (const [chosen, line] of cases) {
      const before = await studio.text('kept')
      await choose(chosen)
      await studio.page.waitForFunction(
        (text) => {
          const said = document.querySelector('#kept.fault')?.textContent
          return said && said !== text
        },
        {},
        before,
      )
      expect(await studio.text('kept')).toMatch(line)
    }
    expect(await studio.text('status')).toBe('Paused at step 1.')
    expect(await studio.pixels('samples')).toEqual(picture)
    expect(await searchOf()).toBe(search)
    // It is unchanged, and trains on while a wrong file is refused.
    expectSame(await savedRun(), files, ['config.json', ...WEIGHTS])
    await studio.page.click('#run')
    await studio.reaches('step', 3)
    await choose({ 'half.zip': zip.subarray(0, 999) })
    await studio.reads('kept', /cut short/)
    const step = await studio.number('step')
    await studio.reaches('step', step + 2)
    expect(await studio.text('status')).toBe('Training.')
    // A readable run may not fit into memory.
    await studio.page.workers()[0]?.evaluate(() => {
      const { prototype } = GPUDevice
      const { createBuffer } = prototype
      prototype.createBuffer = () => {
        prototype.createBuffer = createBuffer
        throw new RangeError('no room')
      }
    })
    await choose({ 'run.zip': zip })
    await studio.says(/^No room\. Paused at step \d+\.$/)
    expect(await searchOf()).toBe(search)
    const stood = await studio.number('step')
    await studio.page.click('#iterate')
    await studio.says(new RegExp(`^Paused at step ${stood + 1}\\.$`))
  })
})

describe('a run', () => {
  it('is saved in the midst of an iteration: that one is finished first', async () => {
    await ready()
    await iterate(1)
    const whole = await savedRun()
    await studio.page.click('#reset')
    await studio.says(/^Ready/)
    await studio.page.click('#part')
    await studio.says(/^Slow motion: step 1, draw noise/)
    const { name, bytes } = await kept('save')
    expect(name).toBe('ganvas-dcgan-seed3-step000001.zip')
    expectSame(unzipSync(bytes), whole, WEIGHTS)
    expect(await studio.text('status')).toBe('Paused at step 1.')
    expect(await studio.number('picture-step')).toBe(1)
  })

  it('is gone on with where its zip or its folder is dropped', async () => {
    await ready()
    await iterate(1)
    const { bytes } = await kept('save')
    const files = unzipSync(bytes)
    const reset = async () => {
      await studio.page.click('#reset')
      await studio.says(/^Ready/)
    }
    await studio.page.evaluate((base64) => {
      const content = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      // It waits while a GIF is made.
      document.getElementById('gif')?.click()
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([content], 'mine.zip'))
      const init = { dataTransfer, bubbles: true, cancelable: true }
      document.body.dispatchEvent(new DragEvent('drop', init))
    }, Buffer.from(bytes).toString('base64'))
    await studio.says(/^Paused at step 1, loaded from mine\.zip\.$/)
    await reset()
    const path = unpack({ ...files, 'log.jsonl': strToU8('{}') }, 'dropped')
    mkdirSync(join(path, 'samples'))
    writeFileSync(join(path, 'samples', '000001.png'), new Uint8Array(9))
    const devtools = await studio.page.createCDPSession()
    const data = { items: [], files: [path], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await devtools.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
    }
    await studio.says(/^Paused at step 1, loaded from checkpoint\.safetensors\.$/)
    expectSame(await savedRun(), files, ['config.json', ...WEIGHTS])
  })

  it('goes on in the terminal to the same bits, and back on the page, with its kernels', async () => {
    await ready()
    const search = await searchOf()
    await iterate(1)
    const one = await savedRun()
    await iterate(2)
    const ruled = await savedRun()
    const table = tableOfRegisters()
    await choose({ 'tuned.zip': zipSync(tunedIn('llvmpipe in Node', one, table)) })
    await studio.says(
      /^Paused at step 1, loaded from tuned\.zip\. So far on llvmpipe in Node: it goes on, but not to the same bits\.$/,
    )
    await iterate(2)
    const { name, bytes } = await kept('save')
    expect(name).toBe('ganvas-dcgan-seed3-step000002.zip')
    const two = unzipSync(bytes)
    expect(Object.keys(two).sort()).toEqual(['config.json', 'noise.safetensors', ...WEIGHTS].sort())
    expect(configIn(two).table).toEqual(table)
    const generator = 'generator.safetensors'
    expect(Buffer.from(two[generator] ?? []).equals(Buffer.from(ruled[generator] ?? []))).toBe(
      false,
    )
    await iterate(3)
    const drawn = await studio.pixels('samples')
    const three = await savedRun()
    await iterate(4)
    const four = await savedRun()

    const path = unpack(two, 'run')
    const said = await resumed(path, 3)
    expect(said).toMatch(/^steps +from 2 to 3 instead of 1000$/m)
    expect(said).not.toContain('not to the same bits')
    expectSame(folderFiles(path), three, WEIGHTS)
    expect(fileOf(path, 'noise.safetensors')).toEqual(
      new Uint8Array(three['noise.safetensors'] ?? []),
    )
    const more = ['sample', '--checkpoint', path, '--count', '4', '--out', at('more.png')]
    expect((await tell(...more)).status).toBe(0)
    expect(PNG.sync.read(readFileSync(at('more.png'))).width).toBe(2 * 34 + 2)

    // The terminal's files, on a page with another run: of coloured images, with other settings.
    await choose(images(12), 'own-files')
    await studio.reads('own-said', /^12 /)
    await another('8', 'lsgan')
    await choose({
      'config.json': fileOf(path, 'config.json'),
      'checkpoint.safetensors': fileOf(path, 'checkpoint.safetensors'),
    })
    await studio.says(/^Paused at step 3, loaded from checkpoint\.safetensors\.$/)
    expect(await studio.number('step')).toBe(3)
    expect(await studio.number('picture-step')).toBe(3)
    expect(await studio.text('run')).toBe('Continue')
    expect(await studio.pixels('samples')).toEqual(drawn)
    expect(readSettings(await searchOf())).toEqual(readSettings(search))
    await iterate(4)
    expectSame(await savedRun(), four, WEIGHTS)
    // Its own zip too, while it trains.
    await studio.page.click('#run')
    await studio.reaches('step', 5)
    await choose({ 'any.zip': zipSync({ 'folder/run/': {}, ...inFolder(three) }) })
    await studio.says(/^Paused at step 3, loaded from any\.zip\.$/)
    await iterate(4)
    expectSame(await savedRun(), four, ['config.json', 'noise.safetensors', ...WEIGHTS])
  })

  it('of a style-based GAN shows the ways beside its layers, and goes on between two steps of R1', async () => {
    await studio.open('?seed=3&model=style&width=1&latent=4&batchSize=4&r1Every=3')
    await studio.says(/^Ready/)
    expect(await studio.text('networks')).toMatch(/^style-based GAN 32 × 32, width 1: /)
    const rows = (id: string) =>
      studio.page.$$eval(`#${id} li`, (items) =>
        items.map((item) => `${item.querySelector('b')?.textContent}: ${item.className}`),
      )
    expect(await rows('generator')).toEqual([
      '4: from-w',
      '4 × 4 × 8: w image',
      '8 × 8 × 4: w image',
      '16 × 16 × 2: w image',
      '32 × 32 × 1: w image',
      '32 × 32 × 1: to-image',
    ])
    expect(await rows('discriminator')).toEqual([
      '16 × 16 × 2: ',
      '8 × 8 × 4: skip',
      '4 × 4 × 9: skip',
      '4 × 4 × 8: ',
      '8: ',
      '1: ',
    ])
    // R1 comes before steps 1 and 4.
    await iterate(2)
    const two = await savedRun()
    expect(configIn(two)).toMatchObject({ model: 'style', r1: 3, r1Every: 3 })
    await iterate(4)
    const four = await savedRun()
    await choose({ 'style.zip': zipSync(two) })
    await studio.says(/^Paused at step 2, loaded from style\.zip\.$/)
    await iterate(4)
    expectSame(await savedRun(), four, WEIGHTS)
    await studio.close()
  })

  it('has the fewest settings that come to its configuration', () => {
    const adapter = { software: true, channels: 1 }
    for (const chosen of [
      { seed: 1 },
      { seed: 4, width: 5, objective: 'minimax', lrD: 0.1 },
      { seed: 0, lr: 0.5, objective: 'wgan', criticWarmup: true, ema: 0.9 },
      { seed: 2, model: 'mlp', classes: 10, augment: 'flip', spectralNorm: true },
      { seed: 3, model: 'style', r1Every: 4 },
    ] as const) {
      const config = configOf(chosen, adapter)
      expect(settingsOf(config, { data: 'mnist', software: true })).toEqual({
        ...chosen,
        data: 'mnist',
      })
    }
  })
})

describe('for others', () => {
  /** Bytes of one channel, with each enlarged pixel reduced to one. */
  function shrunk(png: PNG, scale: number): number[] {
    const { width, height } = png
    return Array.from({ length: (width / scale) * (height / scale) }, (_, i) => {
      const [x, y] = [i % (width / scale), Math.floor(i / (width / scale))]
      return png.data[4 * (y * scale * width + x * scale)] ?? 0
    })
  }

  /** A run whose drawings soon have many greys. */
  async function bold(): Promise<void> {
    await ready()
    await studio.page.evaluate(change, { lr: '0.3' })
  }

  const redOf = (pixels: Uint8Array) => [...pixels].filter((_, i) => i % 4 === 0)

  it('the training is a film with a frame for each place of the slider', async () => {
    await bold()
    const drawings = [redOf(await studio.pixels('samples'))]
    for (const step of [1, 2, 3]) {
      await iterate(step)
      drawings.push(redOf(await studio.pixels('samples')))
    }
    const { name, bytes } = await kept('gif')
    expect(name).toBe('ganvas-dcgan-seed3-step000003.gif')
    const places = await studio.page.$eval(
      '#scrub',
      (input) => Number(Reflect.get(input, 'max')) + 1,
    )
    const film = await studio.page.evaluate(decodeGif, Buffer.from(bytes).toString('base64'))
    expect(film.map(({ width, height }) => [width, height])).toEqual(
      new Array(places).fill([512, 512]),
    )
    expect(places).toBe(4)
    expect(new Set(film.at(-1)?.greys).size).toBeGreaterThan(10)
    for (const [i, { greys }] of film.entries()) expect(greys, `frame ${i}`).toEqual(drawings[i])
    expect(film.map(({ delay }) => delay)).toEqual([500, 500, 500, 2000])
  })

  it('the drawings that are shown are a crisp PNG', async () => {
    if (!studio.isOpen) await bold()
    await iterate(3)
    await studio.page.focus('#scrub')
    await studio.page.keyboard.press('ArrowLeft')
    await studio.reads('picture-step', /^2$/)
    const { name, bytes } = await kept('png')
    expect(name).toBe('ganvas-dcgan-seed3-step000002.png')
    const png = PNG.sync.read(Buffer.from(bytes))
    expect([png.width, png.height]).toEqual([1024, 1024])
    const canvas = redOf(await studio.pixels('samples'))
    expect(new Set(canvas).size).toBeGreaterThan(10)
    expect(shrunk(png, 4)).toEqual(canvas)
    // Each pixel is a square of one grey.
    for (const [x, y] of [
      [0, 0],
      [401, 770],
      [1020, 3],
    ] as const) {
      const corner = canvas[(y >> 2) * 256 + (x >> 2)]
      for (const offset of [0, 1, 2, 3]) {
        const i = 4 * (((y & ~3) + offset) * 1024 + (x & ~3) + 3 - offset)
        expect([...png.data.subarray(i, i + 4)]).toEqual([corner, corner, corner, 255])
      }
    }
  })

  it('the record has what the page shows', async () => {
    if (!studio.isOpen) await ready()
    // What a test before typed would stay.
    await studio.page.evaluate(change, { lr: '0.001' })
    await another('3', 'lsgan')
    const shown: Record<string, string>[] = []
    for (const step of [1, 2]) {
      await iterate(step)
      const figures = ['lossD', 'lossG', 'dReal', 'dFake'] as const
      const entries = figures.map(async (id) => [id, await studio.text(id)] as const)
      shown.push(Object.fromEntries(await Promise.all(entries)))
    }
    const { name, bytes } = await kept('json')
    expect(name).toBe('ganvas-dcgan-lsgan-seed3-step000002.json')
    const record = JSON.parse(new TextDecoder().decode(bytes))
    expect(record).toMatchObject({ format: 'ganvas-run', version: 1, step: 2, health: [] })
    expect(record.config).toEqual(
      configOf(
        { seed: 3, width: 1, latent: 8, batchSize: 8, objective: 'lsgan' },
        { software: true, channels: 1 },
      ),
    )
    expect(readSettings(record.address)).toEqual(record.settings)
    expect(record.adapter).toEqual({
      name: (await studio.text('adapter')).replace(' (software rendering)', ''),
      software: true,
    })
    const { step, ...columns } = record.history
    expect(step).toEqual([1, 2])
    for (const [key, values] of Object.entries<number[]>(columns)) {
      expect(
        values.map((value) => value.toFixed(3)),
        key,
      ).toEqual(shown.map((each) => each[key]))
    }
    // Changes during training, one after the other, become the run's settings.
    await studio.page.evaluate(change, { lrD: '0.004', clip: '0.5', lr: '0.002' })
    await iterate(3)
    const later = JSON.parse(new TextDecoder().decode((await kept('json')).bytes))
    expect(later.settings).toEqual({ ...record.settings, lrD: 0.004, clip: 0.5, lr: 0.002 })
    expect(later.config).toEqual({ ...record.config, lrD: 0.004, clip: 0.5, lr: 0.002 })
  })

  it('saves a page of its own that draws with the generator', async () => {
    await ready()
    const { name, bytes } = await kept('html')
    expect(name).toBe('ganvas-dcgan-seed3-step000000.html')
    const html = new TextDecoder().decode(bytes)
    expect(html).toContain("default-src 'none'")
    expect(html).toContain('<h1>Images of digits, drawn by a generator</h1>')
    const [, weights = ''] = /id="weights">([^<]*)</.exec(html) ?? []
    expect(html.length - weights.length).toBeLessThan(1e6)
    const files = await savedRun()
    const drawn = files['generator-ema.safetensors'] ?? files['generator.safetensors']
    expect(weights).toBe(Buffer.from(drawn ?? []).toString('base64'))
  })
})

describe('images and points', () => {
  it('of the user’s images needs those, and is kept in colour', async () => {
    if (!studio.isOpen) await ready()
    await choose(images(12), 'own-files')
    await studio.reads('own-said', /^12 /)
    await another('3', 'hinge')
    await iterate(1)
    const { name, bytes } = await kept('save')
    expect(name).toBe('ganvas-dcgan-own-seed3-step000001.zip')
    await iterate(2)
    const two = await savedRun()
    const png = PNG.sync.read(Buffer.from((await kept('png')).bytes))
    const canvas = await studio.pixels('samples')
    const small = Buffer.alloc(canvas.length)
    for (let i = 0; i < canvas.length / 4; i++) {
      const from = 4 * (Math.floor(i / 256) * 4 * 1024 + (i % 256) * 4)
      small.set(png.data.subarray(from, from + 4), 4 * i)
    }
    expect(Buffer.compare(small, canvas)).toBe(0)
    expect(canvas.some((value, i) => i % 4 === 1 && value !== canvas[i - 1])).toBe(true)
    const film = await studio.page.evaluate(
      decodeGif,
      Buffer.from((await kept('gif')).bytes).toString('base64'),
    )
    expect(film).toHaveLength(3)

    // A page without images compiles nothing until they come.
    await studio.open(`${SMALL}&data=own`)
    await studio.says(/^There are no images of your own yet\./)
    await choose({ 'run.zip': bytes })
    await studio.reads(
      'kept',
      /^run\.zip: the run learned from 12 coloured images\. Bring those first/,
    )
    await choose(images(13), 'own-files')
    await studio.says(/^Ready\.$/)
    await choose({ 'run.zip': bytes })
    await studio.reads('kept', /12 coloured images, but here are 13 coloured\. Bring those first/)
    await choose(images(12), 'own-files')
    await studio.reads('own-said', /^12 /)
    await studio.says(/^Ready\.$/)
    await choose({ 'run.zip': bytes })
    await studio.says(/^Paused at step 1, loaded from run\.zip\.$/)
    await iterate(2)
    expectSame(await savedRun(), two, ['config.json', ...WEIGHTS])
  })

  it('points leave a picture of their plane and a record; why nothing else, is said', async () => {
    await studio.open('?data=ring&seed=2&objective=lsgan')
    await studio.says(/^Ready/)
    await iterate(1)
    const png = await kept('png')
    expect(png.name).toBe('ganvas-ring-lsgan-seed2-step000001.png')
    const { width, height, data } = PNG.sync.read(Buffer.from(png.bytes))
    expect([width, height]).toEqual([704, 704])
    const canvas = await studio.pixels('plane')
    expect(Buffer.compare(data, Buffer.from(canvas))).toBe(0)
    const record = JSON.parse(new TextDecoder().decode((await kept('json')).bytes))
    expect(record.config).toMatchObject({ name: 'ring', objective: 'lsgan', batchSize: 128 })
    expect(record.history.step).toEqual([1])
    for (const [id, why] of [
      ['save', /^A run of points is not saved/],
      ['gif', /^Evaluate, GIF and HTML need drawings/],
    ] as const) {
      await studio.page.focus(`#${id}`)
      const state = await studio.page.$eval(`#${id}`, (button) => [
        button.getAttribute('aria-disabled'),
        button.getAttribute('title'),
      ])
      expect(state).toEqual(['true', expect.stringMatching(why)])
      await studio.page.keyboard.press('Enter')
      await studio.reads('kept', why)
    }
  })
})

/** Runs in the page, whose browser decodes GIFs: each frame's greys, a pixel of each square of two by two. */
async function decodeGif(base64: string) {
  const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const decoder = new ImageDecoder({ data, type: 'image/gif' })
  await decoder.tracks.ready
  await decoder.completed
  const frames: { width: number; height: number; delay: number; greys: number[] }[] = []
  for (
    let frameIndex = 0;
    frameIndex < (decoder.tracks.selectedTrack?.frameCount ?? 0);
    frameIndex++
  ) {
    const { image } = await decoder.decode({ frameIndex })
    const { displayWidth: width, displayHeight: height } = image
    const context = new OffscreenCanvas(width, height).getContext('2d')
    context?.drawImage(image, 0, 0)
    const pixels = context?.getImageData(0, 0, width, height).data ?? []
    const greys = Array.from({ length: (width * height) / 4 }, (_, i) => {
      const [x, y] = [2 * (i % (width / 2)), 2 * Math.floor(i / (width / 2))]
      return pixels[4 * (y * width + x)] ?? 0
    })
    frames.push({ width, height, delay: (image.duration ?? 0) / 1000, greys })
    image.close()
  }
  return frames
}
