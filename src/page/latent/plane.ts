// The plane of the latent space that the map shows, and the z of each point.

import { computed, signal } from '@preact/signals'
import type { Latent } from '../../gan/latent/latent'
import { cornerPoint, planePoint } from '../../gan/latent/latentMap'
import type { PlaneName } from './names'
import { vectorsAt } from './places'
import { space, way } from './state'

export const planeName = signal<PlaneName>('corners')

/** Two directions in which drawings differ most: [2, latent]. */
export const directions = signal<Latent | undefined>(undefined)

/** Drawings along one side of the backdrop; odd, so that one is in the middle. */
export const SIDE = 9

/** The z at shares of the way to the right and downwards, from 0 to 1; undefined until all images are picked. */
export const plane = computed((): ((x: number, y: number) => Latent) | undefined => {
  const { latent } = space.value ?? {}
  const [a, b, c] = ['A', 'B', 'C'].map((letter) => vectorsAt('map', letter)[0])
  const along = way.value
  if (latent === undefined || !a || a.length !== latent) return undefined
  if (planeName.value === 'corners') {
    return b && c && ((x, y) => cornerPoint([a, b, c], [x, y], along))
  }
  const all = directions.value
  if (all?.length !== 2 * latent) return undefined
  const [right, down] = [all.slice(0, latent), all.slice(latent)]
  // The distance from the middle to each edge is the length of noise.
  const extent = Math.sqrt(latent)
  const at = (t: number) => extent * (2 * t - 1)
  return (x, y) => planePoint(a, [right, down], [at(x), at(y)], along)
})

/**
 * Share at a position of the backdrop: at the centre of each drawing the share it was drawn
 * for; the outermost shares extend to the edge.
 */
export const shareAt = (place: number): number =>
  Math.min(1, Math.max(0, (place * SIDE - 0.5) / (SIDE - 1)))
