// `ganvas latent invert`: the noise whose image is nearest to a given one.

import { prepared } from '../../../data/prepare'
import type { Inverse } from '../../../gan/latent/invert'
import { dot, type Latent, lengthOf, unstack } from '../../../gan/latent/latent'
import type { Cell } from '../../folder/png'
import { readPngs } from '../../folder/pngFolder'
import type { SearchOptions } from '../../gpu/drawing'
import { Misuse } from '../../terminal/failure'
import { inStudio, type LatentOptions, type Studio } from './studio'
import type { VectorName } from './vectors'

export interface InvertOptions extends LatentOptions, SearchOptions {
  /** PNG files. */
  image?: string[]
  /** Training images, by their numbers from 0. */
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
  return inStudio({ ...options, save }, async (studio) => {
    const targets = await targetsOf(studio, options)
    const found = await studio.invert(
      targets.map(({ image }) => image),
      { restarts, steps, lr, prior, seed, featureWeight },
    )
    const rows = found.map((ends, i): Cell[] => {
      const [best, ...others] = ends.map(({ image }) => image)
      return [targets[i]?.image, '≈', best, undefined, ...others]
    })
    const nearest = found.flatMap((ends) => ends.slice(0, 1))
    studio.write(
      rows,
      nearest.map(({ z }) => z),
      { ...options, save },
    )
    for (const [i, { name, known }] of targets.entries()) {
      const [best, ...others] = found[i] ?? []
      if (best) console.log(`${name}: ${describe(best, others.at(-1), known)}`)
    }
    console.log(`target ≈ nearest image, then those that other starts led to, in ${out}`)
  })
}

async function targetsOf(studio: Studio, options: InvertOptions): Promise<Target[]> {
  const { image: files = [], train: numbers = [], of: names = [] } = options
  const { imageSize, channels, data } = studio.config
  const read = prepared(readPngs(files, { imageSize, channels }), imageSize)
  const images = unstack(read, imageSize ** 2 * channels)
  const given = files.flatMap((name, i): Target[] => {
    const image = images[i]
    return image ? [{ name, image }] : []
  })
  const training = numbers.length > 0 ? await studio.training() : []
  const trained = numbers.map((n): Target => {
    const image = training[n]
    if (!image) throw new Misuse(`--train ${n}: ${data} has images 0 to ${training.length - 1}`)
    return { name: `training image ${n}`, image }
  })
  const known = studio.vectors(names)
  const drawn = known.length > 0 ? await studio.draw(known) : []
  const own = drawn.map((image, i): Target => {
    const z = known[i]
    return { name: `image ${i + 1} of --of`, image, ...(z ? { known: z } : {}) }
  })
  const targets = [...given, ...trained, ...own]
  if (targets.length > 0) return targets
  throw new Misuse('nothing to look for: give --image, --train or --of')
}

function describe({ z, mse }: Inverse, worst: Inverse | undefined, known?: Latent): string {
  const others = worst ? `, the worst of the other starts ${worst.mse.toExponential(1)}` : ''
  const cosine = known ? dot(z, known) / lengthOf(z) / lengthOf(known) : 0
  const angle = known ? `, cosine to the z it was drawn from ${cosine.toFixed(2)}` : ''
  return `MSE ${mse.toExponential(1)}${others}${angle}`
}
