// Search for the z of the image on the pad: a few steps per request, until it ends or is stopped.

import { effect, signal } from '@preact/signals'
import { registerGpuUser } from '../core/gpuUsers'
import { takeBack, tell } from '../core/problems'
import { opened } from '../core/store'
import { messageOf } from '../core/words'
import type { Pixels } from '../lab/pixels'
import { ask } from './ask'
import type { Source } from './jobs'
import { clearPad, pad } from './pad'
import type { Found } from './searchJobs'
import { from, problem } from './state'
import { learn } from './study'

/** Steps per request: short even on a software adapter. */
const STRIDE = 8

export const searching = signal(false)
export const found = signal<Found | undefined>(undefined)
/** The target at the generator's size. */
export const target = signal<Pixels | undefined>(undefined)
export const begunAt = signal<number | undefined>(undefined)

let latest = 0
let starts = 0
/** Source whose latent space is searched. */
let searched: Source = 'example'

/** It makes way at once, and need not be waited for. */
registerGpuUser({ view: 'latent', isBusy: () => false, pause: stop })

/** Stops the search when its run is replaced. */
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
    // Each search starts at different points.
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
