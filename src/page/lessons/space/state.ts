// State of the lesson on the latent space: 64 drawings of a seed, and the user's choices.

import { computed, signal } from '@preact/signals'
import {
  analogy,
  type Latent,
  lengthOf,
  meanOf,
  unstack,
  type Way,
} from '../../../gan/latent/latent'
import { messageOf } from '../../core/words'
import { ask } from './ask'
import { meanApart } from './geometry'

/** Seed of the drawings, and of the draws in the histogram of lengths. */
const SEED = 1
const DRAWINGS = 64

export interface Drawn {
  z: readonly Latent[]
  images: readonly Float32Array[]
  latent: number
  side: number
  by: 'GPU' | 'paper'
}

export const drawn = signal<Drawn | undefined>(undefined)
/** Last error; empty if there is none. */
export const problem = signal('')

export const latent = computed(() => drawn.value?.latent ?? 100)
export const side = computed(() => drawn.value?.side ?? 32)

export const zAt = (i: number): Latent | undefined => drawn.value?.z[i]

export async function open(): Promise<void> {
  if (drawn.value) return
  try {
    const { z, images, latent, side, by } = await ask('spaceDrawings', SEED, DRAWINGS)
    drawn.value = { z: unstack(z, latent), images: unstack(images, side * side), latent, side, by }
    problem.value = ''
  } catch (error) {
    problem.value = messageOf(error)
  }
}

export async function draw(z: Latent): Promise<Float32Array[]> {
  return unstack(await ask('spaceDraw', z), side.peek() ** 2)
}

// ---- small steps ----

/** Mean distance between two unrelated drawings. */
export const unrelated = computed(() => drawn.value && meanApart(drawn.value.images))

/** Length of a walk, and its steps. */
export const FAR = 10
export const STEP = 0.5
/** Step for the slope at the start. */
export const TINY = 0.05

export const start = signal(0)
export const direction = signal(1)
/** ‖δ‖ */
export const walked = signal(2)

// ---- the shell ----

export const DRAWS = 1000
export const WIDEST = 128

/** [DRAWS, WIDEST] */
export const noise = signal<Float32Array | undefined>(undefined)
export const dimensions = signal(100)

export async function drawNoise(): Promise<void> {
  if (noise.value) return
  try {
    noise.value = await ask('spaceNoise', SEED, DRAWS, WIDEST)
  } catch (error) {
    problem.value = messageOf(error)
  }
}

// ---- from one to the other ----

export const FRAMES = 33
/** Frames from one shown to the next. */
export const EVERY = 4

export const pair = signal<readonly [number, number]>([0, 1])
/** 0 at a, 1 at b. */
export const share = signal(0.5)

export const ends = computed((): readonly [Latent, Latent] | undefined => {
  const [a, b] = pair.value.map(zAt)
  return a && b && [a, b]
})

export const WAYS = ['linear', 'spherical'] as const satisfies readonly Way[]

/** Chooses a pair that was not shown yet, until all were. */
export function nextPair(): void {
  const [, b] = pair.value
  pair.value = [b, (b + 1) % DRAWINGS]
}

// ---- sums ----

export const LETTERS = ['A', 'B', 'C'] as const
export type Letter = (typeof LETTERS)[number]

export const SHOWN = 32

/** Initial groups: slanted drawings, upright ones, and upright fours. */
export const groups = signal<Readonly<Record<Letter, readonly number[]>>>({
  A: [2, 29, 30],
  B: [12, 17, 24],
  C: [0, 4, 26],
})
export const letter = signal<Letter>('A')

/** Adds a drawing to the current group, or removes it; one always stays. */
export function toggle(i: number): void {
  const before = groups.value[letter.value]
  const after = before.includes(i) ? before.filter((each) => each !== i) : [...before, i]
  if (after.length > 0) groups.value = { ...groups.value, [letter.value]: after }
}

export interface Sum {
  name: string
  z: Latent
  length: number
  /** Share of each drawing in the sum. */
  shares: readonly number[]
}

/** The mean of each group, and A − B + C. */
export const sums = computed((): readonly Sum[] => {
  const means = LETTERS.flatMap((name) => {
    const of = groups.value[name].flatMap((i) => zAt(i) ?? [])
    if (of.length === 0) return []
    const z = meanOf(of)
    return [{ name, z, length: lengthOf(z), shares: of.map(() => 1 / of.length) }]
  })
  const [a, b, c] = means
  if (!a || !b || !c) return []
  const z = analogy(a.z, b.z, c.z)
  const shares = [...a.shares, ...b.shares, ...c.shares]
  return [...means, { name: 'A − B + C', z, length: lengthOf(z), shares }]
})

export const COUNTS: readonly number[] = [1, 2, 4, 8, 16, 32, 64]

export const averages = computed((): readonly { n: number; z: Latent; length: number }[] => {
  const all = drawn.value?.z
  if (!all) return []
  return COUNTS.map((n) => {
    const z = meanOf(all.slice(0, n))
    return { n, z, length: lengthOf(z) }
  })
})
