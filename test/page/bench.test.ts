// The bench view of the built page: measurements, tables, plots, and files of reports.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'puppeteer'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { benchNames, casesOf } from '../../bench/cases'
import { isSelected } from '../../bench/choose'
import { nameOf, readReport } from '../../bench/compare'
import { number, percent, type Report, rates } from '../../bench/report'
import { SMALL, Studio } from '../support/studio'
import { submits } from '../support/submits'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-bench-'))
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let studio: Studio
let page: Page

// One page for all: each test goes on where the one before ended.
beforeAll(async () => {
  studio = await Studio.launch()
  page = await open()
})

afterEach(() => {
  expect(studio.problems()).toEqual([])
})

afterAll(async () => {
  await studio?.end()
  rmSync(folder, { recursive: true })
})

/** Keeps the files that the page downloads, by name. */
const keepFiles = () => {
  const files: Record<string, Blob> = {}
  const blobs = new Map<string, Blob>()
  const { createObjectURL } = URL
  URL.createObjectURL = (blob) => {
    const url = createObjectURL(blob)
    if (blob instanceof Blob) blobs.set(url, blob)
    return url
  }
  HTMLAnchorElement.prototype.click = function () {
    const blob = blobs.get(this.href)
    if (blob) files[this.download] = blob
  }
  Object.assign(globalThis, { files })
}

/** Name and text of the only downloaded file. */
const downloaded = (page: Page) =>
  page.evaluate(async () => {
    const files = Reflect.get(globalThis, 'files') as Record<string, Blob>
    return Promise.all(Object.entries(files).map(async ([name, blob]) => [name, await blob.text()]))
  })

/** The page that all tests share. */
async function open(): Promise<Page> {
  const page = await studio.open(`${SMALL}#bench`, {
    prepare: async (opened) => {
      await opened.evaluateOnNewDocument(keepFiles)
      // The page's policy blocks foreign scripts, such as axe.
      await opened.setBypassCSP(true)
    },
  })
  await studio.reads('bench-expected', /rows and this adapter's limits/)
  return page
}

/** Chooses kernels of all passes, by op and a part of their size. */
async function choose(page: Page, op: string, size: string): Promise<void> {
  await page.select('#bench-op', op)
  await page.select('#bench-pass', 'every')
  await page.click('#bench-size', { count: 3 })
  await page.keyboard.press('Backspace')
  await page.type('#bench-size', size)
}

const says = (what: RegExp) => studio.reads('bench-status', what)

/** The numbers of a row. */
const cellsOf = (page: Page, name: string) =>
  page.$$eval(
    '#bench-table tbody tr',
    (rows, name) =>
      rows
        .filter((row) => row.getAttribute('data-row') === name)
        .flatMap((row) =>
          [...row.querySelectorAll('[data-head]')].map(({ textContent }) => textContent),
        ),
    name,
  )

const rowNames = (page: Page) =>
  page.$$eval('#bench-table tbody tr', (rows) => rows.map((row) => row.getAttribute('data-row')))

async function upload(page: Page, name: string, text: string): Promise<void> {
  const path = join(folder, name)
  writeFileSync(path, text)
  const input = await page.$('input#bench-compare')
  await (input as Awaited<ReturnType<typeof page.$<'input'>>>)?.uploadFile(path)
}

/** Positions of all elements. */
const places = (page: Page) =>
  page.$$eval('main *', (elements) =>
    elements
      .filter((element) => element.matches('section, form, figure, button, input, .plot, dd, tr'))
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect()
        return [element.tagName, x, y, width, height].join(' ')
      }),
  )

describe('choosing', () => {
  it('takes a selection on a software adapter, or what the filters leave', async () => {
    const all = benchNames.flatMap(casesOf)
    expect(await rowNames(page)).toEqual(all.filter(isSelected).map(nameOf))
    expect(await studio.text('bench-expected')).toMatch(
      /^24 rows .*: about \d+ seconds here, on the CPU\.$/,
    )
    await page.select('#bench-op', 'all')
    expect(await rowNames(page)).toHaveLength(all.length)
    await page.select('#bench-pass', 'gradient')
    await page.select('#bench-op', 'linear')
    expect(await rowNames(page)).toHaveLength(4)
    await page.type('#bench-size', 'huge')
    await studio.reads('bench-problem', /^No size contains "huge"; there are: GAN 2014/)
    expect(await page.$eval('#bench-run', (button) => button.hasAttribute('disabled'))).toBe(true)
  })
})

describe('a measurement of three rows', () => {
  let before: string[]
  let after: string[]
  let text: string
  let report: Report

  beforeAll(async () => {
    // Three small kernels, and short measurements.
    await choose(page, 'all', 'd HEAD')
    await page.click('#bench-quick')
    before = await places(page)
    await page.click('#bench-run')
    await says(/^Done: 3 rows in \d:\d\d\.$/)
    after = await places(page)
    await page.click('#bench-json')
    const [[name, content] = []] = await downloaded(page)
    expect(name).toMatch(/^bench-20\d\d-\d\d-\d\dT\d\d-\d\d\.json$/)
    text = content ?? ''
    // As the terminal reads it for --compare.
    report = readReport(text)
  })

  it('is of the rows that were wanted, and a report as the terminal writes it', async () => {
    const names = ['forward', '∂x', '∂weight'].map((what) => {
      return `conv2d ${what}: DCGAN 32², D head, batch 64`
    })
    expect(report.kernels.map(nameOf)).toEqual(names)
    expect(await rowNames(page)).toEqual(names)
    expect(text).toBe(`${JSON.stringify(report, undefined, 1)}\n`)
    expect(report).toMatchObject({ version: 1, runtime: 'Chrome', quick: true, iterations: [] })
    expect(report.adapter.limits['maxBufferSize']).toBeGreaterThan(2 ** 27)
    expect(Math.abs(Date.parse(report.date) - Date.now())).toBeLessThan(3_600_000)
    const { peak, memory, cache } = report.probes ?? {}
    const limits = [peak?.gflops, memory?.gbs, cache?.gbs]
    expect(limits.filter((limit) => limit === undefined || !(limit > 0))).toEqual([])
    expect(report.controls.map(({ op }) => op)).toEqual(['conv2d'])
  })

  it('moves nothing', () => {
    expect(before.length).toBeGreaterThan(20)
    expect(after).toEqual(before)
  })

  it('shows in the table what the file says', async () => {
    for (const row of report.kernels) {
      expect(row.ms).toBeGreaterThan(0)
      expect(row).toMatchObject(rates(row, report.probes))
      const { ms, gflops, ofPeak, gbs, ofBandwidth } = row
      expect(await cellsOf(page, nameOf(row))).toEqual([
        ...[number(ms), number(gflops), percent(ofPeak), number(gbs), percent(ofBandwidth)],
      ])
    }
    expect(await studio.text('limit-peak')).toBe(number(report.probes?.peak.gflops ?? 0))
    expect(await studio.text('limit-memory')).toBe(number(report.probes?.memory.gbs ?? 0))
    expect(await studio.text('bench-control')).toMatch(/^\d+\.\d\d× \(half within /)
  })

  it('draws each kernel where the numbers of the table say, below lines of the limits', async () => {
    const drawn = await page.evaluate(() => {
      const at = (selector: string, name: string) =>
        [...document.querySelectorAll(selector)].map((mark) => ({
          mark: Number(mark.getAttribute('data-mark')),
          at: Number(mark.getAttribute(name)),
        }))
      const points = [...document.querySelectorAll('.point')].map((point) => ({
        row: point.getAttribute('data-row') ?? '',
        at:
          point
            .getAttribute('transform')
            ?.match(/[\d.]+/g)
            ?.map(Number) ?? [],
      }))
      const line = (id: string) =>
        document
          .getElementById(id)
          ?.getAttribute('d')
          ?.match(/[\d.]+/g)
          ?.map(Number) ?? []
      return {
        x: at('.grid .x', 'x'),
        y: at('.grid .y', 'y'),
        points,
        lines: { peak: line('roof-peak'), memory: line('roof-memory'), cache: line('roof-cache') },
      }
    })
    type Marks = typeof drawn.x
    /** Number at a position, by the marks of the axis. */
    const read = (marks: Marks, place: number, offset = 0): number => {
      const [first, last] = [marks[0], marks.at(-1)]
      if (!first || !last) throw new Error('an axis has no marks')
      const share = (place + offset - first.at) / (last.at - first.at)
      return first.mark * (last.mark / first.mark) ** share
    }
    // The text of a mark is 4 pixels below its line.
    const spot = ([x = 0, y = 0]: readonly number[]) => [read(drawn.x, x), read(drawn.y, y, 4)]
    expect(drawn.points.map(({ row }) => row).sort()).toEqual(report.kernels.map(nameOf).sort())
    for (const { row, at } of drawn.points) {
      const [, gflops = 0, , gbs = 0] = (await cellsOf(page, row)).map(Number.parseFloat)
      const [intensity = 0, height = 0] = spot(at)
      // The table has three digits.
      expect(intensity / (gflops / gbs)).toBeCloseTo(1, 1.5)
      expect(height / gflops).toBeCloseTo(1, 1.5)
    }
    const { peak, memory, cache } = report.probes ?? {}
    const ends = (line: readonly number[]) => [spot(line.slice(0, 2)), spot(line.slice(2))]
    for (const [, height = 0] of ends(drawn.lines.peak)) {
      expect(height / (peak?.gflops ?? 0)).toBeCloseTo(1, 3)
    }
    for (const [line, limit] of [
      [drawn.lines.memory, memory] as const,
      [drawn.lines.cache, cache] as const,
    ]) {
      for (const [x = 0, y = 0] of ends(line)) expect(y / x / (limit?.gbs ?? 0)).toBeCloseTo(1, 3)
    }
  })

  it('names a kernel at the arrow keys, and at the mouse', async () => {
    await page.focus('#roofline')
    await page.keyboard.press('End')
    const name = await page.$eval('[aria-selected=true]', (point) => point.getAttribute('data-row'))
    expect(await studio.text('roofline-readout')).toMatch(/ GFLOP\/s at .* FLOP per byte; \d/)
    expect(await studio.text('roofline-readout')).toContain(`${name}: `)
    await page.keyboard.press('Home')
    const other = await page.$eval('.pointed', (row) => row.getAttribute('data-row'))
    expect(other).not.toBe(name)
    await page.hover(`.point[data-row="${name}"]`)
    expect(await studio.text('roofline-readout')).toContain(`${name}: `)
  })

  it('compared with its own file is 1.00 times itself', async () => {
    await upload(page, 'before.json', text)
    await studio.reads('bench-against', /^before\.json: against .* in Chrome\. 1\.00× {2}geometric/)
    for (const row of report.kernels) {
      expect((await cellsOf(page, nameOf(row))).at(-1)).toBe('1.00×')
    }
    const ratios = await page.$$eval('.limits .ratio', (all) => all.map((each) => each.textContent))
    expect(ratios).toEqual([' 1.00×', ' 1.00×'])
  })

  it('compared with one that was half as fast is 2.00 times it', async () => {
    const kernels = report.kernels.map((row) => ({ ...row, ms: 2 * row.ms }))
    await upload(page, 'slow.json', JSON.stringify({ ...report, runtime: 'Node', kernels }))
    await studio.reads(
      'bench-against',
      /^slow\.json: .*another adapter: .* 2\.00× {2}geometric mean of 3/,
    )
  })

  it.each([
    ['words.json', 'not a report', /^words\.json cannot be compared with: it is not JSON\. Choose/],
    [
      'other.json',
      '{"version":1,"kernels":[null]}',
      /^other\.json cannot be compared with: it is not a report of ganvas bench --json, version 1\./,
    ],
  ])('keeps what it has when a file is none: %s', async (name, content, message) => {
    await upload(page, name, content)
    await studio.reads('bench-unreadable', message)
    expect(await studio.text('bench-against')).toMatch(/^slow\.json/)
    expect(
      (await cellsOf(page, nameOf(report.kernels[0] ?? { op: '', size: '', what: '' }))).at(-1),
    ).toBe('2.00×')
  })

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
    ['dark', 360],
  ] as const)('has no serious barrier, and fits: %s, %i pixels', async (scheme, width) => {
    await page.setViewport({ width, height: 740 })
    // Colours must not be measured during a transition.
    await page.emulateMediaFeatures([
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ])
    await page.evaluate(axe)
    const found = await page.evaluate(async () => {
      const { violations } = await Reflect.get(globalThis, 'axe').run()
      return (violations as { id: string; impact: string; nodes: { html: string }[] }[])
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    })
    expect(found).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  })

  it('stays when another view is shown', async () => {
    await page.setViewport({ width: 1280, height: 740 })
    await page.evaluate(() => location.assign('#train'))
    await studio.says(/^Ready/)
    await page.evaluate(() => location.assign('#bench'))
    await page.waitForSelector('#bench-table')
    expect(
      (await cellsOf(page, nameOf(report.kernels[0] ?? { op: '', size: '', what: '' })))[0],
    ).toBe(number(report.kernels[0]?.ms ?? 0))
  })
})

describe('measuring', () => {
  it('stops, and gives the GPU no more work', async () => {
    await choose(page, 'a selection', '')
    await page.click('#bench-run')
    await says(/^Measuring this adapter's limits/)
    await page.click('#bench-run')
    await says(/^Stopped: \d+ of 24 rows measured\.$/)
    expect(await submits(page, 1000)).toBe(0)
    expect(await studio.text('bench-run')).toBe('Measure')
  })

  it('pauses what trains, and gives way to it', async () => {
    await page.evaluate(() => location.assign('#train'))
    await page.waitForSelector('#run')
    await page.click('#run')
    await studio.reaches('step', 2)
    await page.evaluate(() => location.assign('#bench'))
    await studio.reads('bench-expected', /rows and/)
    await page.click('#bench-run')
    await says(/^Measuring this adapter's limits/)
    expect(await page.$eval('.bench-bar', (bar) => bar.textContent)).toContain(
      'The run in Train is paused: there is one GPU.',
    )
    await page.evaluate(() => location.assign('#train'))
    await studio.says(/^Paused at step \d+\.$/)
    const paused = await studio.number('step')
    await page.click('#run')
    await studio.reaches('step', paused + 2)
    await page.evaluate(() => location.assign('#bench'))
    await says(/^Stopped, since Train needs the GPU: \d+ of 24 rows measured\.$/)
  })
})
