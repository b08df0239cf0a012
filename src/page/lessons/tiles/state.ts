// What the lesson on tiles shows: a tile, a workgroup, one of its invocations, and a step of what it does.

import { batch, computed, signal } from '@preact/signals'
import { ask } from '../../core/client'
import { messageOf } from '../../core/words'
import type { Accounts } from './jobs'
import { BEGIN, groupsOf, lanesOf, PLAIN_SIZE, SIDES, type Tile } from './shape'
import { movedBy, type Rung, type Step, stepsOnPaper } from './steps'
import type { KernelTimes } from './timing'

export const rung = signal<Rung>('tiles')
export const tile = signal<Tile>(BEGIN)
const wanted = signal({ group: 0, lane: 0, at: 0 })

/** What the GPU's invocations wrote down, and for which tile. */
const told = signal<{ of: Tile; accounts: Accounts } | undefined>(undefined)
export const fault = signal('')

/** Of the tile that is shown, once they are there. */
export const accounts = computed(() =>
  told.value?.of === tile.value ? told.value.accounts : undefined,
)
/** Limits are the same for every tile. */
export const adapter = computed(() => told.value?.accounts.adapter)

export const groups = computed(() =>
  rung.value === 'plain' ? (SIDES.rows * SIDES.columns) / PLAIN_SIZE : groupsOf(tile.value),
)
export const lanes = computed(() => (rung.value === 'plain' ? PLAIN_SIZE : lanesOf(tile.value)))
export const group = computed(() => Math.min(wanted.value.group, groups.value - 1))
export const lane = computed(() => Math.min(wanted.value.lane, lanes.value - 1))

/** Of the chosen workgroup: as its invocations wrote them down; until they have, by the formulas. */
export const steps = computed((): readonly Step[] => {
  const { value: which } = rung
  const written = accounts.value?.steps[which][group.value]
  return written ?? stepsOnPaper(which, tile.value, group.value)
})
export const at = computed(() => Math.min(wanted.value.at, steps.value.length - 1))
export const step = computed(() => steps.value[at.value])

/** Up to and with the step that is shown. */
export const moved = computed(() => movedBy(steps.value.slice(0, at.value + 1)))

/** Of all workgroups, of each kernel; none before they have run. */
export const measured = computed(() => {
  const all = accounts.value?.steps
  return all && { plain: movedBy(all.plain.flat()), tiles: movedBy(all.tiles.flat()) }
})

export function go(to: Partial<{ group: number; lane: number; at: number }>): void {
  wanted.value = { group: group.value, lane: lane.value, at: at.value, ...to }
}

export function take(which: Rung): void {
  batch(() => {
    rung.value = which
    go({ at: 0 })
  })
}

export function change(part: Partial<Tile>): void {
  batch(() => {
    tile.value = { ...tile.value, ...part }
    go({ at: 0 })
  })
  void run()
}

let busy = false

/** Runs both kernels for the tile that is chosen, and again where that changed meanwhile. */
export async function run(): Promise<void> {
  if (busy) return
  busy = true
  for (let of = told.value?.of; of !== tile.value; ) {
    of = tile.value
    try {
      told.value = { of, accounts: await ask('tilesRun', of) }
      fault.value = ''
    } catch (error) {
      if (of === tile.value) fault.value = messageOf(error)
    }
  }
  busy = false
}

/** Of a real layer, with the tile that was chosen when they were taken. */
export const times = signal<{ of: Tile; times: KernelTimes } | undefined>(undefined)
export const timing = signal(false)
export const timesFault = signal('')

export async function time(): Promise<void> {
  const of = tile.value
  timing.value = true
  try {
    times.value = { of, times: await ask('tilesTimes', of) }
    timesFault.value = ''
  } catch (error) {
    timesFault.value = messageOf(error)
  } finally {
    timing.value = false
  }
}
