// `ganvas latent invert`: finds the noise whose image is nearest to a given one.

import { prepared } from '../../../data/prepare'
import type { Inverse } from '../../../gan/latent/invert'
import { dot, type Latent, lengthOf, unstack } from '../../../gan/latent/latent'
import { readPictures } from '../../data/pictures'
import type { Cell } from '../../folder/png'
import type { SearchOptions } from '../../gpu/drawing'
import { Misuse } from '../../terminal/failure'
import { report } from '../../terminal/json'
import { inLatentSpace, type LatentOptions, type LatentSpace } from './space'
import type { VectorName } from './vectors'

export interface InvertOptions extends LatentOptions, Omit<SearchOptions, 'class'> {
  /** Files of pictures. */
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
    const given = await givenTargets(space, options)
    const { train = [], of = [] } = options
    const count = given.length + train.length + of.length
    if (count === 0) throw new Misuse('no target: add --image, --train or --of')
    // Target, sign, nearest image, a gap, and the images of the other starts.
    const size = { columns: restarts + 3, rows: count, option: '--restarts' }
    const sheet = space.sheet(size, { ...options, save })
    const targets = [...given, ...(await ownTargets(space, options))]
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
    report({
      files: [out, save],
      targets: targets.map(({ name }, i) => ({ name, mse: found[i]?.map(({ mse }) => mse) })),
    })
    for (const [i, { name, known }] of targets.entries()) {
      const [best, ...others] = found[i] ?? []
      if (best) console.log(`${name}: ${describe(best, others.at(-1), known)}`)
    }
    console.log(`target ≈ nearest image, then the results of other starts, in ${out}`)
  })
}

async function givenTargets(space: LatentSpace, { image = [] }: InvertOptions): Promise<Target[]> {
  const { imageSize, channels } = space.config
  const targets: Target[] = []
  for (const name of image) {
    const { set } = await readPictures(name, { imageSize, channels, option: '--image' })
    const images = unstack(prepared(set, imageSize), imageSize ** 2 * channels)
    targets.push(...images.map((each) => ({ name, image: each })))
  }
  return targets
}

/** Training images, and images that G draws. */
async function ownTargets(
  space: LatentSpace,
  { train: numbers = [], of: names = [] }: InvertOptions,
): Promise<Target[]> {
  const { data } = space.config
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
  return [...trained, ...own]
}

function describe({ z, mse }: Inverse, worst: Inverse | undefined, known?: Latent): string {
  const others = worst ? `, the worst of the other starts ${worst.mse.toExponential(1)}` : ''
  const cosine = known ? dot(z, known) / lengthOf(z) / lengthOf(known) : 0
  const angle = known ? `, cosine to the z it was drawn from ${cosine.toFixed(2)}` : ''
  return `MSE ${mse.toExponential(1)}${others}${angle}`
}
