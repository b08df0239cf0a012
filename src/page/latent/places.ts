// Slots for picked images: each tool has its own, and one of them gets the next image.

import { computed, type Signal, signal } from '@preact/signals'
import type { Latent } from '../../gan/latent/latent'
import type { ToolName } from './names'
import type { Pick } from './state'

export const letters: Record<ToolName, readonly string[]> = {
  slide: ['A', 'B'],
  sliders: ['A'],
  arithmetic: ['A', 'A', 'A', 'B', 'B', 'B', 'C', 'C', 'C'],
  map: ['A', 'B', 'C'],
  draw: [],
}

/** Images of the palette that fill the slots at first, so that there is something to see at once. */
const FIRST: Record<ToolName, readonly (number | undefined)[]> = {
  slide: [0, 1],
  sliders: [0],
  arithmetic: [0, undefined, undefined, 1, undefined, undefined, 2, undefined, undefined],
  map: [0, 1, 2],
  draw: [],
}

export const tool = signal<ToolName>('slide')

type Places = readonly (Pick | undefined)[]

const places: Record<ToolName, Signal<Places>> = {
  slide: signal([]),
  sliders: signal([]),
  arithmetic: signal([]),
  map: signal([]),
  draw: signal([]),
}

/** Index of the slot that gets the next image. */
const turn: Record<ToolName, Signal<number>> = {
  slide: signal(0),
  sliders: signal(0),
  arithmetic: signal(1),
  map: signal(0),
  draw: signal(0),
}

export const picks = (of: ToolName): Places => places[of].value
export const turnOf = (of: ToolName): number => turn[of].value

/** Vectors in the slots of one letter. */
export const vectorsAt = (of: ToolName, letter: string): Latent[] =>
  picks(of).flatMap((pick, i) => (pick && letters[of][i] === letter ? [pick.z] : []))

export function setTurn(of: ToolName, place: number): void {
  turn[of].value = place
}

/** Puts an image into the current slot; then the next empty slot becomes current, or else the next one. */
export function pick(picked: Pick): void {
  const of = tool.value
  const all = letters[of].map((_, i) => picks(of)[i])
  const at = turn[of].value
  if (at >= all.length) return
  all[at] = picked
  places[of].value = all
  const order = all.map((_, i) => (at + 1 + i) % all.length)
  turn[of].value = order.find((i) => all[i] === undefined) ?? order[0] ?? 0
}

export function clear(of: ToolName): void {
  places[of].value = []
  turn[of].value = 0
}

/** Replaces vectors of another length with images of the palette. */
export function fitTo(latent: number, image: (i: number) => Pick): void {
  for (const of of Object.keys(places) as ToolName[]) {
    const fits = picks(of).every((pick) => pick === undefined || pick.z.length === latent)
    if (fits && touched.has(of)) continue
    touched.add(of)
    places[of].value = FIRST[of].map((i) => (i === undefined ? undefined : image(i)))
    turn[of].value = Math.max(0, FIRST[of].indexOf(undefined))
  }
}

const touched = new Set<ToolName>()

/** Letters of the slots that hold a vector, by its name. */
export const marks = computed((): ReadonlyMap<string, string> => {
  const of = tool.value
  const found = new Map<string, string>()
  for (const [i, pick] of picks(of).entries()) {
    const letter = letters[of][i] ?? ''
    const before = pick ? (found.get(pick.name) ?? '') : ''
    if (pick && !before.includes(letter)) found.set(pick.name, before + letter)
  }
  return found
})
