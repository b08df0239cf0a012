// `ganvas latent interpolate`: a path from one image to another, as a picture and as a film; its smoothness; and the
// nearest training images.

import { smoothness } from '../../../gan/judge/metrics/smoothness'
import { filmOf, journey, type Way } from '../../../gan/latent/latent'
import { film } from '../../folder/gif'
import { checkPlace, writeOutput } from '../../folder/outputs'
import type { Cell } from '../../folder/png'
import { report } from '../../terminal/json'
import { inLatentSpace, type LatentOptions, type LatentSpace } from './space'
import type { VectorName } from './vectors'

export interface InterpolateOptions extends LatentOptions {
  from: VectorName
  through: VectorName[]
  to: VectorName
  way: Way
  /** Images from one stop to the next, both included. */
  frames: number
  /** Frames of the film from one stop to the next. */
  film: number
  loop: boolean
  /** Show the nearest training image below each image? */
  nearest: boolean
}

/** Milliseconds for each frame. */
const DELAY = 60

export function interpolate(options: InterpolateOptions): Promise<void> {
  const { from, through, to, way, frames, loop, out, scale } = options
  const movie = out.replace(/\.png$/i, '.gif')
  return inLatentSpace(options, async (space) => {
    checkPlace(movie)
    const ways = through.length + (loop ? 2 : 1)
    const down = options.nearest ? 2 * ways : ways
    const sheet = space.sheet({ columns: frames, rows: down, option: '--frames' }, options)
    const stops = space.vectors([from, ...through, to])
    const rows = journey(stops, { frames, way, loop })
    const moving = filmOf(journey(stops, { frames: options.film, way, loop }), { loop })
    const pictures = await space.draw(rows.flat())
    const shots = await space.draw(moving)
    const compared = options.nearest ? await compare(space, pictures, shots) : undefined

    const cells = rows.flatMap((row, i): Cell[][] => {
      const here = row.map((_, frame) => i * frames + frame)
      const drawn = here.map((at) => pictures[at])
      if (!compared) return [drawn]
      const apart = i > 0 ? [[]] : []
      return [...apart, drawn, here.map((at) => compared.below[at])]
    })
    sheet.write(cells, rows.flat())
    // Forth and back, so that the film can loop.
    const played = loop ? shots : [...shots, ...shots.slice(1, -1).reverse()]
    writeOutput(movie, film(played, { ...space.size, scale: 2 * scale, delay: DELAY }))

    const files = [out, movie, ...(options.save === undefined ? [] : [options.save])]
    report({ files, ...(compared && { smoothness: compared.smoothness }) })
    const below = compared ? '; below each the training image nearest to it' : ''
    console.log(`${rows.length} × ${frames} pictures in ${out}${below}`)
    console.log(`${played.length === 1 ? '1 frame' : `${played.length} frames`} in ${movie}`)
    if (compared) console.log(compared.said)
  })
}

/** Finds the nearest training images, and compares the smoothness of both. */
async function compare(space: LatentSpace, pictures: Float32Array[], shots: Float32Array[]) {
  const training = await space.training()
  const known = await space.looks(training)
  const nearest = await space.nearest(await space.looks(pictures), known)
  const looks = await space.looks(shots)
  const stored = known.pick(await space.nearest(looks, known))
  const [own, theirs] = [looks, stored].map(({ rows, size }) => smoothness(rows, size))
  const by = (await space.judge()) ? "the judge's features" : 'pixels'
  const said =
    `smoothness ${own?.figure.toFixed(2)}: the largest of ${shots.length - 1} steps over their mean, ` +
    `in ${by}; of the training images nearest to these frames ${theirs?.figure.toFixed(2)}`
  return {
    below: nearest.map((index) => training[index]),
    said,
    smoothness: { generated: own?.figure, nearest: theirs?.figure },
  }
}
