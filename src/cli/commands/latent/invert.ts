// `ganvas latent invert`: finds the noise whose image is nearest to a given one.

import { prepared } from '../../../data/prepare'
import type { Inverse } from '../../../gan/latent/invert'
import { dot, type Latent, lengthOf, unstack } from '../../../gan/latent/latent'
import type { Cell } from '../../folder/png'
import { readPngs } from '../../folder/pngFolder'
import type { SearchOptions } from '../../gpu/drawing'
import { Misuse } from '../../terminal/failure'
import { inLatentSpace, type LatentOptions, type LatentSpace } from './space'
import type { VectorName } from './vectors'

export interface InvertOptions extends LatentOptions, SearchOptions {
  /** PNG files. */
  image?: string[]
  /** Numbers of training images, from 0. */
  train?: number[]
  /** Images that G draws of known noise. */
  of?: VectorName[]
}

interface Target {
  name: string
  /** [H, W, C] in [-1, 1] */
  image: Float32Array
  known?: Latent
}

export function invert(options: InvertOptions): Promise<void> {
  const { out, restarts, steps, lr, prior, seed, featureWeight } = options
  const { save = out.replace(/\.png$/i, '.safetensors') } = options
  return inLatentSpace({ ...options, save }, async (space) => {
    const { image = [], train = [], of = [] } = options
    const count = image.length + train.length + of.length
    // Target, sign, nearest image, a gap, and the images of the other starts.
    const size = { columns: restarts + 3, rows: count, option: '--restarts' }
    const sheet = space.sheet(size, { ...options, save })
    const targets = await targetsOf(space, options)
    const found = await space.invert(
      targets.map(({ image }) => image),
      { restarts, steps, lr, prior, seed, featureWeight },
    )
    const rows = found.map((ends, i): Cell[] => {
      const [best, ...others] = ends.map(({ image }) => image)
      return [targets[i]?.image, '≈', best, undefined, ...others]
    })
    const nearest = found.flatMap((ends) => ends.slice(0, 1))
    sheet.write(
      rows,
      nearest.map(({ z }) => z),
    )
    for (const [i, { name, known }] of targets.entries()) {
      const [best, ...others] = found[i] ?? []
      if (best) console.log(`${name}: ${describe(best, others.at(-1), known)}`)
    }
    console.log(`target ≈ nearest image, then the results of other starts, in ${out}`)
  })
}

async function targetsOf(space: LatentSpace, options: InvertOptions): Promise<Target[]> {
  const { image: files = [], train: numbers = [], of: names = [] } = options
  const { imageSize, channels, data } = space.config
  const read = prepared(readPngs(files, { imageSize, channels }), imageSize)
  const images = unstack(read, imageSize ** 2 * channels)
  const given = files.flatMap((name, i): Target[] => {
    const image = images[i]
    return image ? [{ name, image }] : []
  })
  const training = numbers.length > 0 ? await space.training() : []
  const trained = numbers.map((n): Target => {
    const image = training[n]
    if (!image) throw new Misuse(`--train ${n}: ${data} has images 0 to ${training.length - 1}`)
    return { name: `training image ${n}`, image }
  })
  const known = space.vectors(names)
  const drawn = known.length > 0 ? await space.draw(known) : []
  const own = drawn.map((image, i): Target => {
    const z = known[i]
    return { name: `image ${i + 1} of --of`, image, ...(z ? { known: z } : {}) }
  })
  const targets = [...given, ...trained, ...own]
  if (targets.length > 0) return targets
  throw new Misuse('no target: add --image, --train or --of')
}

function describe({ z, mse }: Inverse, worst: Inverse | undefined, known?: Latent): string {
  const others = worst ? `, the worst of the other starts ${worst.mse.toExponential(1)}` : ''
  const cosine = known ? dot(z, known) / lengthOf(z) / lengthOf(known) : 0
  const angle = known ? `, cosine to the z it was drawn from ${cosine.toFixed(2)}` : ''
  return `MSE ${mse.toExponential(1)}${others}${angle}`
}
