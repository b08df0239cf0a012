// `ganvas latent arithmetic`: A - B + C, as in figure 7 of the DCGAN paper (https://arxiv.org/abs/1511.06434).

import { analogy, around, type Latent, meanOf, resized, type Way } from '../../../gan/latent/latent'
import type { Cell } from '../../folder/png'
import { inLatentSpace, type LatentOptions } from './space'
import type { VectorName } from './vectors'

export interface ArithmeticOptions extends LatentOptions {
  a: VectorName[]
  b: VectorName[]
  c: VectorName[]
  /** Spherical: means and sums are scaled to the typical length of noise. */
  way: Way
  /** Half the range of uniform noise that is added to the result's neighbours. */
  radius: number
  seed: number
}

/** Pictures of the result and around it, in a square. */
const SIDE = 3

export function arithmetic(options: ArithmeticOptions): Promise<void> {
  const { way, radius, seed, out } = options
  return inLatentSpace(options, async (space) => {
    // The examples stand on their means, and the square beside the sum.
    const counts = { '--a': options.a.length, '--b': options.b.length, '--c': options.c.length }
    const most = Math.max(SIDE - 1, ...Object.values(counts))
    const [option = '--a'] = Object.entries(counts).find(([, count]) => count === most) ?? []
    const columns = 2 * Object.keys(counts).length + 2 + SIDE
    const sheet = space.sheet({ columns, rows: most + 1, option }, options)
    const slots = [options.a, options.b, options.c].map((names) => space.vectors(names))
    const [a, b, c] = slots.map(meanOf) as [Latent, Latent, Latent]
    // A mean is shorter than noise, and a sum may be longer.
    const placed = (z: Latent) => (way === 'linear' ? z : resized(z, space.typicalLength))
    const result = placed(analogy(a, b, c))
    const near = around(result, { count: SIDE ** 2, radius, seed })
    const means = [a, b, c].map(placed)
    const images = await space.draw([...slots.flat(), ...means, ...near])

    const drawn = images.values()
    const next = (): Float32Array | undefined => drawn.next().value
    const examples = slots.map((slot) => slot.map(next))
    const [imageA, imageB, imageC] = means.map(next)
    const [middle, ...others] = near.map(next)
    const square = [...others.slice(0, 4), middle, ...others.slice(4)]

    const rows: Cell[][] = Array.from({ length: most }, (_, row) =>
      examples.flatMap((slot) => [slot[slot.length - most + row], undefined]),
    )
    rows.push([imageA, '-', imageB, '+', imageC, '='])
    for (const [up, row] of rows.toReversed().entries()) {
      const cells = square.slice((SIDE - 1 - up) * SIDE, (SIDE - up) * SIDE)
      row.push(up === 0 ? middle : undefined, undefined, ...(up < SIDE ? cells : []))
    }
    sheet.write(rows, [result, ...near.slice(1)])
    console.log(
      `A - B + C in ${out}: in the centre of the square on the right, among its neighbours`,
    )
  })
}
