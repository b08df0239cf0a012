// Lesson "The grid": the page's numbers are those of the worker's dispatch, in the workgroup size it
// compiled, and idle invocations are counted by the invocations themselves.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { drawingOf } from '../../../src/page/lessons/grid/squares'
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

const LESSON = `${SMALL}#lessons/grid/all`

const slide = (id: string, value: number) =>
  studio.page.$eval(
    `#${id}`,
    (input, value) => {
      if (!(input instanceof HTMLInputElement)) return
      input.value = String(value)
      input.dispatchEvent(new Event('input', { bubbles: true }))
    },
    value,
  )

const squares = (name: string): Promise<number> =>
  studio.page.$eval(
    `.grid-drawing .${name}`,
    (path) => (path.getAttribute('d') ?? '').split('M').length - 1,
  )

describe('a dispatch', () => {
  it('is what the worker does, of the size that it compiles, and is timed', async () => {
    await studio.open(LESSON)
    await studio.reads('grid-said', /stored nothing/)
    const worker = studio.page.workers()[0]
    await worker?.evaluate(() => {
      const seen: { sizes: string[]; groups: string[] } = { sizes: [], groups: [] }
      Object.assign(globalThis, { seen })
      const { createShaderModule } = GPUDevice.prototype
      GPUDevice.prototype.createShaderModule = function (descriptor) {
        const size = /const WORKGROUP_SIZE: u32 = (\d+)u/.exec(descriptor.code)?.[1]
        if (size) seen.sizes.push(size)
        return createShaderModule.call(this, descriptor)
      }
      const { dispatchWorkgroups } = GPUComputePassEncoder.prototype
      GPUComputePassEncoder.prototype.dispatchWorkgroups = function (x, y = 1, z = 1) {
        seen.groups.push(`${x}, ${y}`)
        dispatchWorkgroups.call(this, x, y, z)
      }
    })
    // Sizes that the page has not compiled yet.
    for (const [side, power] of [
      [5, 4],
      [7, 4],
      [7, 3],
      [4, 5],
    ] as const) {
      const [wanted, size] = [side * side * 4, 2 ** power]
      await slide('grid-side', side)
      await slide('grid-size', power)
      const groups = Math.ceil(wanted / size)
      const idle = groups * size - wanted
      const said = `⌈${wanted} / ${size}⌉ = ${groups} workgroups? × ${size} = ${groups * size} invocations, of which ${idle} stored nothing`
      await studio.reads('grid-said', new RegExp(said))
      expect([await squares('stored'), await squares('idle'), await squares('frames')]).toEqual([
        wanted,
        idle,
        groups,
      ])
      const seen = await worker?.evaluate(() => {
        const { sizes, groups } = Reflect.get(globalThis, 'seen')
        return [sizes.at(-1), groups.at(-1)]
      })
      expect(seen).toEqual([String(size), `${groups}, 1`])
      const took = /([\d.]+) (?:µs|ms) by the/.exec(await studio.text('grid-said'))?.[1]
      expect(Number(took)).toBeGreaterThan(0)
    }
    // A failed run is reported, and a choice made meanwhile is still run.
    await worker?.evaluate(() => {
      const { createBuffer } = GPUDevice.prototype
      GPUDevice.prototype.createBuffer = function (descriptor) {
        if (descriptor.size === 4 * 9 * 9 * 8) throw new Error('no room for 9 × 9')
        return createBuffer.call(this, descriptor)
      }
    })
    await slide('grid-side', 9)
    const said = () => studio.page.$$eval('.fault[role=alert]', ([first]) => first?.textContent)
    await expect.poll(said).toBe('No room for 9 × 9.')
    await slide('grid-side', 3)
    await studio.reads('grid-said', /⌈36 /)
    expect(await said()).toBeUndefined()
    await studio.page.$eval('#grid-side', (input) => {
      for (const value of ['9', '6']) {
        if (input instanceof HTMLInputElement) input.value = value
        input.dispatchEvent(new Event('input', { bubbles: true }))
      }
    })
    await studio.reads('grid-said', /⌈144 /)
    expect(await said()).toBeUndefined()
  })

  it('is bounded by what the adapter takes', async () => {
    if (!studio.isOpen) await studio.open(LESSON)
    await studio.reads('grid-said', /stored nothing/)
    const most = await studio.page.workers()[0]?.evaluate(async () => {
      const adapter = await navigator.gpu.requestAdapter()
      const { limits } = adapter ?? {}
      return Math.min(
        limits?.maxComputeInvocationsPerWorkgroup ?? 0,
        limits?.maxComputeWorkgroupSizeX ?? 0,
      )
    })
    const bound = await studio.page.$eval('#grid-size', (input) =>
      Number(input.getAttribute('max')),
    )
    expect(bound).toBe(Math.floor(Math.log2(most ?? 0)))
    // And all sizes are timed at a click.
    await studio.page.click('#grid-all')
    await studio.page.waitForFunction(
      () => !/not tried yet/.test(document.querySelector('.grid-times')?.textContent ?? ''),
    )
    const timed = await studio.page.$$eval('.grid-times dd', (all) =>
      all.map(({ textContent }) => Number.parseFloat(textContent ?? '')),
    )
    expect(timed).toHaveLength(bound + 1)
    expect(Math.min(...timed)).toBeGreaterThan(0)
    // And the largest runs.
    await slide('grid-size', bound)
    await studio.reads('grid-said', new RegExp(`× ${2 ** bound} =`))
  })
})

it.each([
  [64, 5],
  [1, 3],
  [8, 40],
])('workgroups of %i: %i of them are drawn beside each other', (size, groups) => {
  const { width, height, idle, stored, frames } = drawingOf(new Uint8Array(size * groups), size)
  expect([idle, stored, frames].map((path) => path.split('M').length - 1)).toEqual([
    size * groups,
    0,
    groups,
  ])
  const places = [...idle.matchAll(/M(\d+) (\d+)/g)].map(([place, x, y]) => {
    expect(Number(x)).toBeLessThan(width)
    expect(Number(y)).toBeLessThan(height)
    return place
  })
  expect(new Set(places).size).toBe(size * groups)
})
