// The lesson on the latent space, as a reader sees it: its numbers are those of the vectors and the pictures that
// it shows, and its pictures are the example's drawings of them.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smoothness } from '../../../src/gan/judge/metrics/smoothness'
import {
  analogy,
  between,
  combine,
  type Latent,
  lengthOf,
  meanOf,
  orthogonalDirections,
  resized,
  stack,
  unstack,
} from '../../../src/gan/latent/latent'
import { seededNoise } from '../../../src/gan/model/noise'
import {
  apart,
  cornerOf,
  lengthOnWay,
  lengthsOf,
  meanApart,
  remembered,
  spreadOf,
} from '../../../src/page/lessons/space/geometry'
import { SMALL, Studio } from '../../support/studio'
import { askWorker, holdWorker } from '../../support/worker'

const [LATENT, SIDE, FRAMES] = [100, 32, 33]

let studio: Studio

beforeAll(async () => {
  studio = await Studio.launch()
  await studio.open(`${SMALL}#lessons/space/all`, { prepare: holdWorker })
  await studio.reads('space-status', /^64 drawings/)
})

afterAll(async () => {
  const problems = await studio?.close()
  await studio?.end()
  expect(problems).toEqual([])
})

const vectors = unstack(seededNoise(1, 64, LATENT), LATENT)
const z = (i: number): Latent => vectors[i] ?? new Float32Array()

/** The worker's drawings of vectors. */
async function drawn(all: readonly Latent[]): Promise<Float32Array[]> {
  const images = await askWorker(studio.page, 'spaceDraw', stack(all))
  return unstack(Float32Array.from(images), SIDE * SIDE)
}

const grey = (image: Float32Array, reach = 1) =>
  [...image].map((v) => Math.round(255 * Math.max(0, Math.min(1, 0.5 + v / (2 * reach)))))

/** Slant of a drawing: pixels to the right per pixel downwards; below 0 it leans to the right. */
function leanOf(image: Float32Array): number {
  const ink = [...image].map((v) => Math.max(0, v))
  const mean = (of: (x: number, y: number) => number) =>
    ink.reduce((sum, v, i) => sum + v * of(i % SIDE, Math.floor(i / SIDE)), 0) /
    ink.reduce((sum, v) => sum + v, 0)
  const [across, down] = [mean((x) => x), mean((_, y) => y)]
  return mean((x, y) => (x - across) * (y - down)) / mean((_, y) => (y - down) ** 2)
}

/** Waits until a canvas shows the picture, up to rounding of a byte. */
async function shows(id: string, image: Float32Array | undefined, reach = 1): Promise<void> {
  const wanted = grey(image ?? new Float32Array(), reach)
  const farthest = async () => {
    const pixels = await studio.pixels(id)
    return Math.max(...wanted.map((byte, i) => Math.abs(byte - (pixels[4 * i] ?? 999))))
  }
  await expect.poll(farthest, { message: id }).toBeLessThanOrEqual(1)
}

const slide = (id: string, value: number) =>
  studio.page.$eval(
    `#${id}`,
    (input, value) => {
      if (!(input instanceof HTMLInputElement)) return
      input.valueAsNumber = value
      input.dispatchEvent(new Event('input', { bubbles: true }))
    },
    value,
  )

describe('the latent space', () => {
  it('is continuous: pictures and distances of a walk', async () => {
    await studio.reads('space-slope', /\d/)
    await slide('space-walk', 3)
    const [away = z(0)] = orthogonalDirections(1, { latent: LATENT, seed: 1 })
    const [here, there, tiny] = await drawn(
      [0, 3, 0.05].map((far) => combine([z(0), away], [1, far])),
    )
    if (!here || !there || !tiny) throw new Error('nothing was drawn')
    expect(await studio.number('space-z')).toBeCloseTo(lengthOf(z(0)), 2)
    expect(await studio.number('space-far')).toBeCloseTo(apart(here, there), 1)
    expect(await studio.number('space-slope')).toBeCloseTo(apart(here, tiny) / 0.05, 1)
    await shows('space-here', here)
    await shows('space-there', there)
    await shows(
      'space-change',
      there.map((v, i) => v - (here[i] ?? 0)),
      2,
    )
    const known = await drawn(vectors)
    const slope = (meanApart(known) / Math.sqrt(2 * LATENT)).toFixed(2)
    expect(await studio.text('space-even')).toContain(`would have the slope ${slope}.`)
    await slide('space-walk', 0)
    expect(await studio.text('space-far')).toBe('0.00')
  })

  it('has its draws in a shell', async () => {
    const noise = seededNoise(1, 1000, 128)
    for (const d of [100, 9]) {
      await slide('space-d', d)
      const { draws, middles } = lengthsOf(noise, { width: 128, dimensions: d })
      for (const [id, values] of [
        ['space-draws', draws],
        ['space-middles', middles],
      ] as const) {
        const { mean, deviation } = spreadOf(values)
        await studio.reads(id, new RegExp(`^${mean.toFixed(2)} ± ${deviation.toFixed(2)}$`))
      }
      expect(await studio.text('space-root')).toBe(Math.sqrt(d).toFixed(2))
      const bars = await studio.page.$$eval('#space-shell .draw', (all) =>
        all.map((bar) => Number(bar.getAttribute('data-many'))),
      )
      expect(bars.reduce((sum, many) => sum + many, 0)).toBe(1000)
      // All but a few stand within 1.75 of √d.
      const inside = bars.filter((_, i) => Math.abs((i + 0.5) * 0.25 - Math.sqrt(d)) < 1.75)
      expect(inside.reduce((sum, many) => sum + many, 0)).toBeGreaterThan(980)
    }
  })

  it('is crossed straight, on the arc, and by who remembers', async () => {
    await studio.reads('space-figure-memory', /\d/)
    const corner = cornerOf(z(0), z(1))
    await slide('space-share', 0.5)
    expect(await studio.number('space-linear')).toBeCloseTo(lengthOnWay(corner, 0.5, 'linear'), 2)
    expect(await studio.number('space-spherical')).toBeCloseTo(
      lengthOnWay(corner, 0.5, 'spherical'),
      2,
    )
    // The plotted values, in the numbers of the axis.
    const plotted = await studio.page.$eval('#space-lengths', (svg) => {
      const up = [...svg.querySelectorAll('[data-up]')].map((line) => [
        Number(line.getAttribute('data-up')),
        Number(line.getAttribute('y1')),
      ])
      const paths = [...svg.querySelectorAll('[data-way]')].map(
        (path) => path.getAttribute('d') ?? '',
      )
      return { up, paths }
    })
    const [[a = 0, c = 0] = [], [b = 0, d = 0] = []] = [plotted.up[0], plotted.up.at(-1)]
    const films: Float32Array[][] = []
    for (const [i, way] of (['linear', 'spherical'] as const).entries()) {
      const heights = (plotted.paths[i] ?? '')
        .slice(1)
        .split('L')
        .map((place) => a + ((Number(place.split(' ')[1]) - c) * (b - a)) / (d - c))
      expect(heights).toHaveLength(FRAMES)
      for (const [frame, length] of heights.entries()) {
        expect(length).toBeCloseTo(lengthOnWay(corner, frame / (FRAMES - 1), way), 2)
      }
      const stops = Array.from({ length: FRAMES }, (_, f) =>
        between(z(0), z(1), f / (FRAMES - 1), way),
      )
      const images = await drawn(stops)
      films.push(images)
      await shows(`space-at-${way}`, images[16])
    }
    const known = await drawn(vectors)
    const memory = remembered(films[1] ?? [], known).flatMap((i) => known[i] ?? [])
    for (const [way, images = []] of [
      ['linear', films[0]],
      ['spherical', films[1]],
      ['memory', memory],
    ] as const) {
      const { figure } = smoothness(stack(images), SIDE * SIDE)
      expect(await studio.number(`space-figure-${way}`)).toBeCloseTo(figure, 1)
    }
    await shows('space-at-memory', memory[16])
    // The memory jumps.
    const [arc, jumps] = [
      await studio.number('space-figure-spherical'),
      await studio.number('space-figure-memory'),
    ]
    expect(jumps).toBeGreaterThan(2 * arc)
  })

  it('shortens means, and what is summed has the length that shares say', async () => {
    for (const n of [1, 2, 4, 8, 16, 32, 64]) {
      const length = await studio.number(`space-mean-length-${n}`)
      expect(length).toBeCloseTo(lengthOf(meanOf(vectors.slice(0, n))), 2)
      expect(Math.abs(length / Math.sqrt(LATENT / n) - 1)).toBeLessThan(0.2)
    }
    const mean = meanOf(vectors.slice(0, 16))
    const [short, long] = await drawn([mean, resized(mean, 10)])
    await shows('space-mean-16', short)
    await shows('space-mean-long-16', long)
    // Nearly black, as the text says.
    const [dark] = await drawn([new Float32Array(LATENT)])
    expect(Math.max(...(dark ?? []))).toBeLessThan(-0.5)
    // To begin with: A leans, B stands, and so does C; its sum leans.
    const begin = [
      [2, 29, 30],
      [12, 17, 24],
      [0, 4, 26],
    ].map((group) => meanOf(group.map(z)))
    const [A = mean, B = mean, C = mean] = begin
    const [a, b, c, leaning] = (await drawn([A, B, C, resized(analogy(A, B, C), 10)])).map(leanOf)
    expect(b).toBeGreaterThan(-0.2)
    expect(c).toBeGreaterThan(-0.2)
    expect(a).toBeLessThan(-0.25)
    expect(leaning).toBeLessThan(-0.25)
    // A picture more for A.
    const groups = await studio.page.$$eval('.space-palette button', (all) =>
      all.map((button) => / in (\w)$/.exec(button.getAttribute('aria-label') ?? '')?.[1]),
    )
    const more = groups.findIndex((name) => !name)
    await studio.page.click(`#space-pick-${more}`)
    const of = (name: string, i?: number) =>
      meanOf(vectors.filter((_, at) => groups[at] === name || at === i))
    const sum = analogy(of('A', more), of('B'), of('C'))
    await studio.reads('space-sum-length-sum', new RegExp(`^${lengthOf(sum).toFixed(2)}$`))
    expect(await studio.number('space-sum-length-A')).toBeCloseTo(lengthOf(of('A', more)), 2)
    const shares = LATENT / 4 + LATENT / 3 + LATENT / 3
    expect(await studio.number('space-sum-expected-sum')).toBeCloseTo(Math.sqrt(shares), 2)
    const [asItIs, atLength] = await drawn([sum, resized(sum, 10)])
    await shows('space-sum-sum', asItIs)
    await shows('space-sum-long-sum', atLength)
  })

  it('asks something, and checks the answer', async () => {
    for (const [answer, verdict] of [
      ['2', /^Not quite\. /],
      ['4', /^Yes\. /],
    ] as const) {
      await studio.page.click(`.question [value="${answer}"]`)
      await studio.page.click('#answer')
      await studio.reads('verdict', verdict)
    }
    const means = Array.from({ length: 200 }, (_, i) =>
      lengthOf(meanOf(unstack(seededNoise(i, 4, 64), 64))),
    )
    expect(spreadOf(means).mean).toBeCloseTo(4, 0)
  })
})
