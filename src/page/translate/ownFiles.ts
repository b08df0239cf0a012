// The user's images: files are read by the worker, for one of two sets or as pairs.

import { batch, signal } from '@preact/signals'
import type { Reading } from '../../data/setReading'
import { refresh } from '../core/kept'
import type { OwnAbout, Place } from '../core/translation'
import { messageOf } from '../core/words'
import type { Brought } from '../lab/ownSource'
import { nameOfAll } from '../parts/dropped'
import { ask } from './ask'
import * as state from './state'

/** Place and progress of the reading; undefined while nothing is read. */
export const reading = signal<(Reading & { place: Place }) | undefined>(undefined)

/** Place and reason where the last files could not be read. */
export const problem = signal<{ place: Place; why: string } | undefined>(undefined)

/** Milliseconds of reading per request, so that a run gets its turn. */
const TOGETHER = 150

/** Files of the present images. */
const files = new Map<Place, readonly Brought[]>()

/** Number of the reading; new files end the one before. */
let turn = 0

/** Has the worker read files; the present images stay until all are read without an error. */
export async function bring(place: Place, brought: AsyncIterable<Brought[]>): Promise<void> {
  problem.value = undefined
  try {
    await read(place, brought, state.wanted.value?.imageSize ?? 32)
  } catch (error) {
    batch(() => {
      reading.value = undefined
      problem.value = { place, why: messageOf(error) }
    })
  }
}

/**
 * Reads those images again that were read for models of another size.
 *
 * @throws Error where they are kept ones, whose files are not here
 */
export async function bringAgain(places: readonly Place[], size: number): Promise<void> {
  for (const place of places) {
    const known = state.own.value[place]
    const brought = files.get(place)
    if (!known || known.size === size) continue
    if (!brought) {
      throw new Error(
        `the kept images were read for Image size ${known.size}. Choose that, or bring the files again`,
      )
    }
    const wasKept = state.ownKept.value[place]
    await read(place, once(brought), size)
    if (wasKept) await keepOwn(place, true)
  }
}

/** Keeps images in this browser, or no longer. */
export async function keepOwn(place: Place, wanted: boolean): Promise<void> {
  const about = state.own.value[place]
  if (!about) return
  noteKept({ [place]: wanted })
  try {
    await (wanted ? ask('translateKeepOwn', place, about) : ask('translateForget', { place }))
    problem.value = undefined
  } catch (error) {
    noteKept({ [place]: false })
    problem.value = { place, why: `the images could not be kept: ${messageOf(error)}` }
  }
  await refresh()
}

/** Takes kept images for their place. */
export async function takeKept(id: string): Promise<void> {
  hold(await ask('translateTakeOwn', id))
}

export async function forget(id: string): Promise<void> {
  await ask('translateForget', { id })
  await refresh()
}

/** The worker has taken these images from the storage. */
export function hold(taken: Partial<Record<Place, OwnAbout>>): void {
  const places = Object.keys(taken) as Place[]
  for (const place of places) files.delete(place)
  batch(() => {
    state.own.value = { ...state.own.value, ...taken }
    noteKept(Object.fromEntries(places.map((place) => [place, true])))
  })
}

function noteKept(changes: Partial<Record<Place, boolean>>): void {
  state.ownKept.value = { ...state.ownKept.value, ...changes }
}

async function* once(brought: readonly Brought[]): AsyncGenerator<Brought[]> {
  yield [...brought]
}

async function read(place: Place, brought: AsyncIterable<Brought[]>, size: number): Promise<void> {
  const mine = ++turn
  const all: Brought[] = []
  reading.value = { place, doing: 'looking', done: 0, total: 0 }
  await ask('translateBring', place, size)
  for await (const some of brought) {
    if (mine !== turn) return
    all.push(...some)
    await ask('translateAdd', some)
  }
  while (mine === turn) {
    const { about, ...so } = await ask('translateRead', TOGETHER)
    if (mine !== turn) return
    if (!about) {
      reading.value = { place, ...so }
      continue
    }
    files.set(place, all)
    const name = nameOfAll(all.map(({ path }) => path))
    batch(() => {
      reading.value = undefined
      state.own.value = { ...state.own.value, [place]: name ? { ...about, name } : about }
      noteKept({ [place]: false })
    })
    return
  }
}

export function stopReading(): void {
  turn++
  reading.value = undefined
  void ask('translateStop').catch(() => undefined)
}
