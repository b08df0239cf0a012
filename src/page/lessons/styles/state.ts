// State of the lesson on styles: drawings of a seed as it was trained, with the user's switches, and with two styles.

import { computed, signal } from '@preact/signals'
import { unstack } from '../../../gan/latent/latent'
import type { StylesDrawings, Switches } from './jobs'

export const COUNT = 8

export const ON: Switches = { mapping: true, modulation: true, noise: false }
export const PARTS = ['mapping', 'modulation', 'noise'] as const

/** Heights of the layers. */
export const SIZES = [4, 8, 16, 32] as const

export const seed = signal(1)
/** Seed of the noise in the layers. */
export const grain = signal(1)
export const switches = signal<Switches>(ON)
/** Height of the last layer with the picture's own style. */
export const upTo = signal<number>(8)
/** Share of the distance from the mean of W. */
export const psi = signal(1)

/** Drawings, and who drew them. */
export interface Shown extends Omit<StylesDrawings, 'images'> {
  images: readonly Float32Array[]
}

/** With everything on, and no noise. */
export const whole = signal<Shown | undefined>(undefined)
export const switched = signal<Shown | undefined>(undefined)
export const mixed = signal<Shown | undefined>(undefined)
/** Last error; empty if there is none. */
export const problem = signal('')

export const shownOf = ({ images, side, ...rest }: StylesDrawings): Shown => ({
  images: unstack(images, side * side),
  side,
  ...rest,
})

/** Strength of the noise in a layer. Its sign says nothing, since noise has none. */
export const strengthOf = (shown: Shown | undefined, layer: number): string => {
  const { strength } = shown?.strengths[layer] ?? {}
  return strength === undefined ? '–' : Math.abs(strength).toFixed(3)
}

/** √ Σ of squared differences of pixels. */
export const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.hypot(...Array.from(a, (value, i) => value - (b[i] ?? 0)))

/** Mean distance between two of the pictures. */
export function meanApart(images: readonly Float32Array[]): number {
  const pairs = images.flatMap((a, i) => images.slice(i + 1).map((b) => apart(a, b)))
  return pairs.reduce((sum, value) => sum + value, 0) / pairs.length
}

export const spread = computed(() => whole.value && meanApart(whole.value.images))
export const spreadNow = computed(() => switched.value && meanApart(switched.value.images))

/** Mean distance of each picture from the one above it. */
export const moved = computed(() => {
  const [before, after] = [whole.value?.images, switched.value?.images]
  if (!before || !after) return undefined
  const far = after.map((image, i) => apart(image, before[i] ?? image))
  return far.reduce((sum, value) => sum + value, 0) / far.length
})
