// The user's images: files are read by the worker, for one of two sets or as pairs.

import { batch, signal } from '@preact/signals'
import type { Reading } from '../../data/setReading'
import { messageOf, sentence } from '../core/words'
import type { Brought } from '../lab/ownSource'
import { ask } from './ask'
import type { Place } from './names'
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
      problem.value = { place, why: sentence(messageOf(error)) }
    })
  }
}

/** Reads those images again that were read for models of another size. */
export async function bringAgain(size: number): Promise<void> {
  for (const place of state.ownPlaces.value) {
    const known = state.own.value[place]
    const brought = files.get(place)
    if (!brought || known?.size === size) continue
    await read(place, once(brought), size)
  }
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
    batch(() => {
      reading.value = undefined
      state.own.value = { ...state.own.value, [place]: { ...about, size } }
    })
    return
  }
}

export function stopReading(): void {
  turn++
  reading.value = undefined
  void ask('translateStop').catch(() => undefined)
}
