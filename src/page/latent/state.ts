// State of the latent lab, kept while another view is shown: source of drawings, and picked vectors.

import { computed, signal } from '@preact/signals'
import type { Latent, Way } from '../../gan/latent/latent'
import { pictures } from '../core/frames'
import { classNames, config, opened, step } from '../core/store'
import type { Drawings, From, Source, Space } from './jobs'
import { contrastOf } from './pictures'
import { text } from './text'

export interface Pick {
  z: Latent
  name: string
}

/** Last error; empty if there is none. */
export const problem = signal('')

// ---- source of drawings ----

/** Source that the user chose; by default the run, once it has trained. */
export const chosenSource = signal<Source | undefined>(undefined)
/** Had the run trained when the lab was opened? */
const begunWithRun = signal(false)

export function lookForRun(): void {
  begunWithRun.value = step.value > 0
}

export const sources = computed((): readonly Source[] => {
  return opened.value?.about.kind === 'images' ? ['run', 'example'] : ['example']
})

export const source = computed((): Source => {
  const wanted = chosenSource.value ?? (begunWithRun.value ? 'run' : 'example')
  return sources.value.includes(wanted) ? wanted : 'example'
})

/** Class that the user chose last; another run may not have it. */
export const chosenLabel = signal(0)

export const label = computed(() => {
  const { classes = 0 } = config.value ?? {}
  return Math.min(chosenLabel.value, Math.max(0, classes - 1))
})

/** Name of a class: the folder's name for the user's images. */
export const classTitle = (of: number): string =>
  (source.value !== 'example' && classNames.value[of]) || String(of)

/** Changes when the same z would be drawn differently. */
const weights = computed(() =>
  source.value === 'example' ? 0 : { run: opened.value, step: pictures.newest.value?.step },
)

/** Source and class of every request for drawings. */
export const from = computed((): From => {
  void weights.value
  return { source: source.value, label: label.value }
})

// ---- images to pick from ----

export const seed = signal(1)

export interface Palette extends Drawings {
  space: Space
  /** [64, latent] */
  z: Latent
  seed: number
  source: Source
  run: unknown
}

export const palette = signal<Palette | undefined>(undefined)

/** Shapes of the generator; unknown until its palette has arrived. */
export const space = computed((): Space | undefined => {
  const { value } = palette
  const isOfNow = value?.source === source.value && value.run === runOf(source.value)
  return isOfNow ? value.space : undefined
})

/** Contrast for the drawings of a generator that has hardly trained. */
export const contrast = computed(() => contrastOf(palette.value?.pixels))

/** Identity of the run that owns the weights. */
export const runOf = (of: Source): unknown => (of === 'example' ? undefined : opened.value)

/** An image of the palette, named as in the terminal: SEED:NUMBER. */
export function imageAt({ z, seed, space: { latent } }: Palette, i: number): Pick {
  return { z: z.slice(i * latent, (i + 1) * latent), name: `${seed}:${i}` }
}

/** Kept vectors, newest first. */
export const shelf = signal<readonly Pick[]>([])
export const SHELF = 8

let kept = 0

export function keep(z: Latent, what: string): void {
  const name = text.value.shelf.name(++kept, what)
  shelf.value = [{ z, name }, ...shelf.value].slice(0, SHELF)
}

/** Along the sphere on which noise lies, or straight. */
export const way = signal<Way>('spherical')
