// `ganvas latent interpolate`: the way from one image to another, as a picture and as a film; how even it
// is; and whether it only shows training images.

import { smoothness } from '../../../gan/judge/metrics/smoothness'
import { filmOf, journey, type Way } from '../../../gan/latent/latent'
import { checkPlace, writeWhole } from '../../folder/files'
import { film } from '../../folder/gif'
import type { Cell } from '../../folder/png'
import { inStudio, type LatentOptions, type Studio } from './studio'
import type { VectorName } from './vectors'

export interface InterpolateOptions extends LatentOptions {
  from: VectorName
  through: VectorName[]
  to: VectorName
  way: Way
  /** Pictures from one stop to the next, both included. */
  frames: number
  /** The same for the film. */
  film: number
  loop: boolean
  /** Below each picture the training image that is most like it. */
  nearest: boolean
}

/** Milliseconds a frame. */
const DELAY = 60

export function interpolate(options: InterpolateOptions): Promise<void> {
  const { from, through, to, way, frames, loop, out, scale } = options
  const movie = out.replace(/\.png$/i, '.gif')
  return inStudio(options, async (studio) => {
    checkPlace(movie)
    const ways = through.length + (loop ? 2 : 1)
    const sheet = { columns: frames, rows: options.nearest ? 2 * ways : ways, option: '--frames' }
    studio.refuseSheet(sheet, options)
    const stops = studio.vectors([from, ...through, to])
    const rows = journey(stops, { frames, way, loop })
    const moving = filmOf(journey(stops, { frames: options.film, way, loop }), { loop })
    const pictures = await studio.draw(rows.flat())
    const shots = await studio.draw(moving)
    const compared = options.nearest ? await compare(studio, pictures, shots) : undefined

    const cells = rows.flatMap((row, i): Cell[][] => {
      const here = row.map((_, frame) => i * frames + frame)
      const drawn = here.map((at) => pictures[at])
      if (!compared) return [drawn]
      const apart = i > 0 ? [[]] : []
      return [...apart, drawn, here.map((at) => compared.below[at])]
    })
    studio.write(cells, rows.flat(), options)
    // There and back again, so that it may play for ever.
    const played = loop ? shots : [...shots, ...shots.slice(1, -1).reverse()]
    writeWhole(movie, film(played, { ...studio.size, scale: 2 * scale, delay: DELAY }))

    const below = compared ? '; below each the training image nearest to it' : ''
    console.log(`${rows.length} × ${frames} pictures in ${out}${below}`)
    console.log(`${played.length} frames in ${movie}`)
    if (compared) console.log(compared.report)
  })
}

/** The training images nearest to the pictures, and how the shots change beside theirs. */
async function compare(studio: Studio, pictures: Float32Array[], shots: Float32Array[]) {
  const training = await studio.training()
  const known = await studio.looks(training)
  const nearest = await studio.nearest(await studio.looks(pictures), known)
  const looks = await studio.looks(shots)
  const stored = known.pick(await studio.nearest(looks, known))
  const [own, theirs] = [looks, stored].map(({ rows, size }) => smoothness(rows, size))
  const by = (await studio.judge()) ? "the judge's features" : 'pixels'
  const report =
    `smoothness ${own?.figure.toFixed(2)}: the largest of ${shots.length - 1} steps over their mean, ` +
    `in ${by}; of the training images nearest to these frames ${theirs?.figure.toFixed(2)}`
  return { below: nearest.map((index) => training[index]), report }
}
