import { computed, signal } from '@preact/signals'
import { minus } from '../../core/words'
import { type Critic, flat, gap, slopesOf } from './critic'
import {
  earthMover,
  earthMoverSlope,
  jensenShannon,
  jensenShannonSlope,
  pile,
  type ShapeName,
} from './piles'

/** Greatest shift of the generated pile to either side. */
export const FARTHEST = 7
export const STEP = 0.25

export const shapeOfReal = signal<ShapeName>('hill')
export const shapeOfFake = signal<ShapeName>('two hills')
/** Middle of the generated pile; the real one's is 0. */
export const shift = signal(3)

export const real = computed(() => pile(shapeOfReal.value, 0))
export const fake = computed(() => pile(shapeOfFake.value, shift.value))

export const numbers = computed(() => {
  const [p, q] = [real.value, fake.value]
  return {
    js: jensenShannon(p, q),
    jsSlope: jensenShannonSlope(p, q),
    em: earthMover(p, q),
    emSlope: earthMoverSlope(p, q),
  }
})

export const critic = signal<Critic>(flat)
/** Index of the critic's point that keys move. */
export const point = signal(10)

export const reached = computed(() => gap(critic.value, { real: real.value, fake: fake.value }))
export const slopes = computed(() => slopesOf(critic.value))

export const signed = (value: number): string => minus(value.toFixed(3))

/** Is the slope as steep as allowed? */
export const isTaut = (slope: number): boolean => Math.abs(slope) > 1 - 1e-9

/** Slope that the last move would have made if the other points had not followed. */
export const wanted = signal<number | undefined>(undefined)

export const move = (to: number): void => {
  shift.value = Math.min(FARTHEST, Math.max(-FARTHEST, Math.round(to / STEP) * STEP))
}
