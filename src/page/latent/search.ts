// The way back from what is on the pad: a few steps an ask, until it has gone far enough or is stopped.

import { effect, signal } from '@preact/signals'
import { ask } from '../core/client'
import { takeBack, tell } from '../core/problems'
import { opened } from '../core/store'
import { messageOf } from '../core/words'
import type { Pixels } from '../lab/pixels'
import type { Source } from './jobs'
import { clearPad, pad } from './pad'
import type { Found } from './searchJobs'
import { from, problem } from './state'
import { learn } from './study'

/** Steps an ask: a moment's work, also where a CPU plays the GPU. */
const STRIDE = 8

export const searching = signal(false)
/** What it found so far. */
export const found = signal<Found | undefined>(undefined)
/** What is looked for, as the generator would draw it. */
export const target = signal<Pixels | undefined>(undefined)
/** The error where it began. */
export const begunAt = signal<number | undefined>(undefined)

let latest = 0
let starts = 0
/** Whose drawings the search goes through. */
let searched: Source = 'example'

/** A search ends with its run. */
effect(() => {
  void opened.value
  if (searched !== 'example') stop()
})

export async function find(): Promise<void> {
  const mine = ++latest
  const isWanted = () => mine === latest
  if (!pad.value) clearPad()
  const { value } = pad
  if (!value) return
  const asked = from.value
  searched = asked.source
  searching.value = true
  takeBack(problem, find)
  try {
    // Each search begins at other points.
    const begun = await ask('searchBegin', asked, { target: value, seed: ++starts })
    if (!isWanted()) return
    target.value = begun.target
    begunAt.value = begun.mse
    found.value = begun
    while (isWanted() && found.value.step < found.value.steps) {
      const next = await ask('searchOn', asked, STRIDE)
      if (isWanted()) found.value = next
    }
    if (isWanted() && !found.value.nearest) {
      await learn()
      const same = await ask('searchOn', asked, 0)
      if (isWanted()) found.value = same
    }
  } catch (error) {
    if (isWanted()) tell(problem, find, messageOf(error))
  } finally {
    if (isWanted()) searching.value = false
  }
}

export function stop(): void {
  latest++
  searching.value = false
  takeBack(problem, find)
}
