// `ganvas latent map`: what G draws in a plane of its latent space.

import { type Latent, orthogonalDirections, stack, type Way } from '../../../gan/latent/latent'
import { cornerMap, planeMap, principalDirections } from '../../../gan/latent/latentMap'
import { inStudio, type LatentOptions, type Studio } from './studio'
import type { VectorName } from './vectors'

export const planes = ['components', 'random'] as const

export interface MapOptions extends LatentOptions {
  /** Top left, top right and bottom left of the map, in the place of a centre and directions. */
  corners?: VectorName[]
  centre: VectorName
  directions: (typeof planes)[number]
  size: number
  /** How far the edges are from the centre; in lengths of noise. */
  extent: number
  way: Way
  seed: number
}

/** Images by which principal directions are found. */
const LOOKS = 1024

export function map(options: MapOptions): Promise<void> {
  return inStudio(options, async (studio) => {
    const { size, out } = options
    studio.refuseSheet({ columns: size, rows: size, option: '--size' }, options)
    const rows = await mapped(studio, options)
    const images = (await studio.draw(rows.flat())).values()
    studio.write(
      rows.map((row) => row.map(() => images.next().value)),
      rows.flat(),
      options,
    )
    console.log(`${size} × ${size} pictures in ${out}`)
  })
}

async function mapped(
  studio: Studio,
  { corners, centre, size, extent, way, ...options }: MapOptions,
): Promise<Latent[][]> {
  if (corners) {
    const three = studio.vectors(corners) as [Latent, Latent, Latent]
    return cornerMap(three, { size, way })
  }
  const middle = studio.vector(centre)
  const directions = await directionsFrom(studio, middle, options)
  return planeMap(middle, directions, { size, extent: extent * studio.typicalLength, way })
}

async function directionsFrom(
  studio: Studio,
  centre: Latent,
  { directions, seed }: Pick<MapOptions, 'directions' | 'seed'>,
): Promise<[Latent, Latent]> {
  const { latent } = studio.config
  if (directions === 'random') {
    return orthogonalDirections(2, { latent, seed, beside: [centre] }) as [Latent, Latent]
  }
  const noise = studio.noise(seed, LOOKS)
  const images = await studio.draw(noise)
  return principalDirections(noise, stack(images), 2) as [Latent, Latent]
}
