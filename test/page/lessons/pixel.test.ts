// Lesson "Pixel, window, invocation, line" on the built page: what lights up under a pointer and under the
// keys is what the card's reference depends on, and the text is the one that was compiled.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { OpName } from '../../../src/catalogue'
import { drawLesson, touchesOf } from '../../../src/catalogue/lesson'
import { SMALL, Studio } from '../../support/studio'

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

const LESSON = `${SMALL}#lessons/pixel/all`

/** The lesson, opened once for the tests below. */
async function ready(): Promise<void> {
  if (!studio.isOpen) await studio.open(LESSON)
  // To choose it again would bring it again, and end what is pointed at meanwhile.
  const shown = await studio.page.$eval('#pixel-op', (op) => (op as HTMLSelectElement).value)
  if (shown !== 'conv2d') await studio.page.select('#pixel-op', 'conv2d')
  await stands('conv2d', 'plain')
}

const stands = (op: string, rung: string) =>
  studio.page.waitForSelector(`.pixel[data-op="${op}"][data-rung="${rung}"]`)

/** Lit indices of a tensor: 0 is the output, then come the inputs. */
const litIn = (tensor: number): Promise<number[]> =>
  studio.page.$$eval(`[id^="cell-${tensor}-"].lit`, (cells) =>
    cells.map((cell) => Number(cell.getAttribute('data-index'))).sort((a, b) => a - b),
  )

/** Elements of each input that output `index` of an op depends on. */
function windowOf(op: OpName, index: number): number[][] {
  const shown = drawLesson(op)
  const touches = touchesOf(shown)
  return Object.entries(shown.inputs).map(([name, { data }]) =>
    [...data.keys()].filter((at) => touches[name]?.[index * data.length + at]),
  )
}

describe('conv2d', () => {
  it('the text is what is compiled, byte for byte, of both kernels', async () => {
    // Another lesson opens the worker, before anything of this one is compiled.
    await studio.open(`${SMALL}#lessons/grid/all`)
    await studio.reads('grid-said', /stored nothing/)
    const worker = studio.page.workers()[0]
    await worker?.evaluate(() => {
      const { prototype } = GPUDevice
      const { createShaderModule } = prototype
      const compiled: string[] = []
      Object.assign(globalThis, { compiled })
      prototype.createShaderModule = function (descriptor) {
        compiled.push(descriptor.code)
        return createShaderModule.call(this, descriptor)
      }
    })
    await studio.page.evaluate(() => {
      location.hash = 'lessons/pixel/all'
    })
    const shown = new Set<string>()
    for (const rung of ['plain', 'fast']) {
      if (rung === 'fast') await studio.page.select('#pixel-rung', rung)
      await stands('conv2d', rung)
      const text = await studio.page.$eval(
        `.pixel-text[data-rung=${rung}] code`,
        (code) => code.textContent ?? '',
      )
      const compiled = await worker?.evaluate(() => Reflect.get(globalThis, 'compiled'))
      expect(compiled).toContain(text)
      shown.add(text)
    }
    expect(shown.size).toBe(2)
    await studio.page.select('#pixel-rung', 'plain')
  })

  it('a pointer at an output lights up its window, weights, invocation and lines', async () => {
    await ready()
    // In a corner, at an edge and inside.
    for (const index of [0, 9, 29, 71]) {
      await studio.page.hover(`#cell-0-${index}`)
      await studio.reads('pixel-said', new RegExp(`invocation ${index % 64} \\(of 0 to 63\\)`))
      expect(await studio.text('pixel-said')).toContain(`of workgroup ${Math.floor(index / 64)},`)
      expect(await litIn(0)).toEqual([index])
      const [x, weight] = windowOf('conv2d', index)
      expect(await litIn(1)).toEqual(x)
      expect(await litIn(2)).toEqual(weight)
      // The multiply-add ran once for each number in the window.
      const sum = await studio.page.$$eval('.pixel-text[data-rung=plain] .line.loads', (lines) =>
        lines.map((line) => [line.textContent, line.getAttribute('data-ran')]),
      )
      expect(sum).toEqual([[expect.stringContaining('sum = fma(large['), `${x?.length}×`]])
      const store = await studio.page.$$eval('.pixel-text[data-rung=plain] .line.stores', (lines) =>
        lines.map((line) => line.textContent?.trim()),
      )
      expect(store).toEqual(['result[i] = sum;'])
      const loop = await studio.page.$$eval('.pixel-text[data-rung=plain] .line.ran', (lines) =>
        lines.flatMap((line) =>
          line.textContent?.includes('for (var ') ? [line.textContent] : [],
        ),
      )
      expect(loop).toHaveLength(3)
      expect(await studio.page.$$eval('.invocation.lit', (all) => all.length)).toBe(1)
    }
  })

  it('the keys do the same, and a pointer at an input lights up its readers', async () => {
    await ready()
    await studio.page.focus('.tensor[data-name="y"] .planes')
    await studio.page.keyboard.press('Home')
    await studio.page.keyboard.press('ArrowRight')
    await studio.page.keyboard.press('ArrowDown')
    // Row 1, column 1 of the first channel.
    await studio.reads('pixel-said', /^y\[0, 1, 1, 0\] = /)
    expect(await litIn(0)).toEqual([14])
    expect(await litIn(1)).toEqual(windowOf('conv2d', 14)[0])
    // Its text moves what lies below it when it arrives, and so what is under the pointer.
    await studio.page.waitForSelector('.pixel-text[data-rung=fast] .line')
    await studio.page.hover('#cell-1-0')
    await studio.reads('pixel-said', /^x\[0, 0, 0, 0\] = .*8 of 72 numbers of y depend on it/)
    const all = [...Array(72).keys()].filter((i) => windowOf('conv2d', i)[0]?.includes(0))
    expect(await litIn(0)).toEqual(all)
    expect(await studio.page.$$eval('.invocation.lit', (each) => each.length)).toBe(all.length)
    // And the lines that load it, in the plain kernel and in the fast one beside it.
    await studio.page.waitForSelector('.pixel-text[data-rung=fast] .line.loads')
    const loads = await studio.page.$$eval('.pixel-text[data-rung=plain] .line.ran', (lines) =>
      lines.map((line) => [line.textContent, line.getAttribute('data-ran')]),
    )
    expect(loads).toEqual([[expect.stringContaining('sum = fma(large['), `${all.length}×`]])
  })
})

it('an op of several kernels lets one choose among their texts', async () => {
  await ready()
  await studio.page.select('#pixel-op', 'batchNorm')
  await stands('batchNorm', 'plain')
  const texts = new Set<string>()
  const kernels = await studio.page.$$eval('#pixel-kernel-plain option', (all) => all.length)
  expect(kernels).toBeGreaterThan(1)
  for (let i = 0; i < kernels; i++) {
    await studio.page.select('#pixel-kernel-plain', String(i))
    texts.add(await studio.page.$eval('.invocations h3', (head) => head.textContent ?? ''))
  }
  expect(texts.size).toBe(kernels)
})

it('its question is answered', async () => {
  await ready()
  // The page shows it too: invocation 45 stores the element in the question.
  await studio.page.hover('#cell-0-45')
  await studio.reads('pixel-said', /^y\[0, 3, 4, 1\] = .*invocation 45 /)
  await studio.page.type('.question input', '45')
  await studio.page.click('#answer')
  await studio.reads('verdict', /^Yes\./)
})

it('without WebGPU the reference still shows the windows', () =>
  studio.withoutGpu(async (prepare) => {
    await studio.open(LESSON, { prepare })
    await stands('conv2d', 'plain')
    await studio.page.hover('#cell-0-14')
    await studio.reads('pixel-said', /Without a GPU nothing runs here/)
    expect(await litIn(1)).toEqual(windowOf('conv2d', 14)[0])
    expect(
      await studio.page.$$eval('.pixel-text[data-rung=plain] .line', (lines) => lines.length),
    ).toBeGreaterThan(100)
  }))
