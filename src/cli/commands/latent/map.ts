// `ganvas latent map`: images of a plane in the latent space.

import { type Latent, orthogonalDirections, stack, type Way } from '../../../gan/latent/latent'
import { cornerMap, planeMap, principalDirections } from '../../../gan/latent/latentMap'
import { inLatentSpace, type LatentOptions, type LatentSpace } from './space'
import type { VectorName } from './vectors'

export const planes = ['components', 'random'] as const

export interface MapOptions extends LatentOptions {
  /** Top left, top right and bottom left of the map, instead of a centre and directions. */
  corners?: VectorName[]
  centre: VectorName
  directions: (typeof planes)[number]
  size: number
  /** Distance from the centre to the edges, in typical lengths of noise. */
  extent: number
  way: Way
  seed: number
}

/** Images by which principal directions are found. */
const LOOKS = 1024

export function map(options: MapOptions): Promise<void> {
  return inLatentSpace(options, async (space) => {
    const { size, out } = options
    const sheet = space.sheet({ columns: size, rows: size, option: '--size' }, options)
    const rows = await mapped(space, options)
    const images = (await space.draw(rows.flat())).values()
    sheet.write(
      rows.map((row) => row.map(() => images.next().value)),
      rows.flat(),
    )
    console.log(`${size} × ${size} pictures in ${out}`)
  })
}

async function mapped(
  space: LatentSpace,
  { corners, centre, size, extent, way, ...options }: MapOptions,
): Promise<Latent[][]> {
  if (corners) {
    const three = space.vectors(corners) as [Latent, Latent, Latent]
    return cornerMap(three, { size, way })
  }
  const middle = space.vector(centre)
  const directions = await directionsFrom(space, middle, options)
  return planeMap(middle, directions, { size, extent: extent * space.typicalLength, way })
}

async function directionsFrom(
  space: LatentSpace,
  centre: Latent,
  { directions, seed }: Pick<MapOptions, 'directions' | 'seed'>,
): Promise<[Latent, Latent]> {
  const { latent } = space.config
  if (directions === 'random') {
    return orthogonalDirections(2, { latent, seed, beside: [centre] }) as [Latent, Latent]
  }
  const noise = space.noise(seed, LOOKS)
  const images = await space.draw(noise)
  return principalDirections(noise, stack(images), 2) as [Latent, Latent]
}
