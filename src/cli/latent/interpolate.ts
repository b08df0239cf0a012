// `ganvas latent interpolate`: the way from one image to another, as a picture and as a film.

import { filmOf, journey, stack, type Way } from '../../gan/latent'
import { type Looks, nearest, smoothness } from '../../gan/similarity'
import { writeWhole } from '../files'
import { film } from '../gif'
import type { Cell } from '../png'
import { inStudio, type LatentOptions, trainingImages } from './studio'
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
  return inStudio(options, async (studio) => {
    const stops = studio.vectors([from, ...through, to])
    const { data, imageSize } = studio.config
    const training = options.nearest ? await trainingImages(data, imageSize) : []
    const rows = journey(stops, { frames, way, loop })
    const moving = filmOf(journey(stops, { frames: options.film, way, loop }), { loop })
    const pictures = await studio.draw(rows.flat())
    const shots = await studio.draw(moving)

    const like = training.length > 0 ? nearest(looks(pictures), looks(training)) : []
    const cells = rows.flatMap((row, i): Cell[][] => {
      const here = row.map((_, frame) => i * frames + frame)
      const drawn = here.map((at) => pictures[at])
      if (training.length === 0) return [drawn]
      const below = here.map((at) => training[like[at]?.index ?? 0])
      return [...(i > 0 ? [[]] : []), drawn, below]
    })
    studio.write(cells, rows.flat())
    const movie = out.replace(/\.png$/i, '.gif')
    // There and back again, so that it may play for ever.
    const played = loop ? shots : [...shots, ...shots.slice(1, -1).reverse()]
    writeWhole(movie, film(played, { ...studio.size, scale: 2 * scale, delay: DELAY }))

    const below = options.nearest ? '; below each the training image nearest to it' : ''
    console.log(`${rows.length} × ${frames} pictures in ${out}${below}`)
    console.log(`${played.length} frames in ${movie}`)
    const { figure, steps } = smoothness(looks(shots))
    console.log(
      `smoothness ${figure.toFixed(2)} in pixels: the largest of ${steps.length} steps over their mean (1 is even, ${steps.length} one jump)`,
    )
  })
}

/** Images by their pixels. */
const looks = (images: readonly Float32Array[]): Looks => {
  return { data: stack(images), width: images[0]?.length ?? 0 }
}
