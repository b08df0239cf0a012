// What the latent lab remembers while another view is shown: whose drawings, and which were picked.

import { computed, signal } from '@preact/signals'
import type { Latent, Way } from '../../gan/latent/latent'
import { pictures } from '../core/frames'
import { config, opened, own, ownTaken, step } from '../core/store'
import type { Drawings, From, Source, Space } from './jobs'
import { contrastOf } from './pictures'

/** A vector that somebody chose, and what it is called. */
export interface Pick {
  z: Latent
  name: string
}

/** What went wrong last; empty when all is well. */
export const problem = signal('')

// ---- whose drawings ----

/** What somebody chose; until then the run, once it has learned something. */
export const chosenSource = signal<Source | undefined>(undefined)
/** Was there a run to look at when the lab was opened? */
const begunWithRun = signal(false)

export function lookForRun(): void {
  begunWithRun.value = step.value > 0
}

export const sources = computed((): readonly Source[] => {
  if (opened.value?.about.kind !== 'images') return ['example']
  return config.value && config.value.ema > 0 ? ['run', 'average', 'example'] : ['run', 'example']
})

export const source = computed((): Source => {
  const wanted = chosenSource.value ?? (begunWithRun.value ? 'run' : 'example')
  return sources.value.includes(wanted) ? wanted : 'example'
})

/** The class that somebody chose last; another run may not have it. */
export const chosenLabel = signal(0)

/** The class, of a run that is told one. */
export const label = computed(() => {
  const { classes = 0 } = config.value ?? {}
  return Math.min(chosenLabel.value, Math.max(0, classes - 1))
})

/** What a class is called: of images of one's own by their folder. */
export function classTitle(of: number): string {
  const isOwn = source.value !== 'example' && opened.value?.settings.data === 'own'
  return (isOwn && ownTaken.value && own.value?.classes[of]?.name) || String(of)
}

/** Changes when the same z would be drawn in another way. */
const weights = computed(() =>
  source.value === 'example' ? 0 : { run: opened.value, step: pictures.newest.value?.step },
)

/** What every drawing is asked with. */
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

/** What fits the generator; unknown until its palette has come. */
export const space = computed((): Space | undefined => {
  const { value } = palette
  const isOfNow = value?.source === source.value && value.run === runOf(source.value)
  return isOfNow ? value.space : undefined
})

/** What shows the drawings of a generator that has hardly learned. */
export const contrast = computed(() => contrastOf(palette.value?.pixels))

/** What stands for the weights' owner: another run is another one. */
export const runOf = (of: Source): unknown => (of === 'example' ? undefined : opened.value)

/** An image of the palette, called as the terminal calls it: SEED:NUMBER. */
export function imageAt({ z, seed, space: { latent } }: Palette, i: number): Pick {
  return { z: z.slice(i * latent, (i + 1) * latent), name: `${seed}:${i}` }
}

/** Vectors that somebody found, and keeps: the newest first. */
export const shelf = signal<readonly Pick[]>([])
export const SHELF = 8

let kept = 0

/** @param what  it is, in a few words */
export function keep(z: Latent, what: string): void {
  const name = `Kept ${++kept}: ${what}`
  shelf.value = [{ z, name }, ...shelf.value].slice(0, SHELF)
}

/** On the sphere where noise lies, or straight. */
export const way = signal<Way>('spherical')
