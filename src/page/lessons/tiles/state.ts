// State of the lesson on tiles: a tile, a workgroup, one of its invocations, and a step.

import { batch, computed, signal } from '@preact/signals'
import { messageOf } from '../../core/words'
import { ask } from './ask'
import type { Accounts } from './jobs'
import { BEGIN, groupsOf, lanesOf, PLAIN_SIZE, SIDES, type Tile } from './shape'
import { movedBy, type Rung, type Step, stepsOnPaper } from './steps'
import type { KernelTimes } from './timing'

export const rung = signal<Rung>('tiles')
export const tile = signal<Tile>(BEGIN)
const wanted = signal({ group: 0, lane: 0, at: 0 })

/** Ledgers of the GPU's invocations, and their tile. */
const told = signal<{ of: Tile; accounts: Accounts } | undefined>(undefined)
export const fault = signal('')

/** Ledgers of the shown tile, once they have arrived. */
export const accounts = computed(() =>
  told.value?.of === tile.value ? told.value.accounts : undefined,
)
/** Adapter limits, the same for every tile. */
export const adapter = computed(() => told.value?.accounts.adapter)

export const groups = computed(() =>
  rung.value === 'plain' ? (SIDES.rows * SIDES.columns) / PLAIN_SIZE : groupsOf(tile.value),
)
export const lanes = computed(() => (rung.value === 'plain' ? PLAIN_SIZE : lanesOf(tile.value)))
export const group = computed(() => Math.min(wanted.value.group, groups.value - 1))
export const lane = computed(() => Math.min(wanted.value.lane, lanes.value - 1))

/** Steps of the chosen workgroup: from its invocations' ledgers, or by formula until they have arrived. */
export const steps = computed((): readonly Step[] => {
  const { value: which } = rung
  const written = accounts.value?.steps[which][group.value]
  return written ?? stepsOnPaper(which, tile.value, group.value)
})
export const at = computed(() => Math.min(wanted.value.at, steps.value.length - 1))
export const step = computed(() => steps.value[at.value])

/** Loads up to and including the shown step. */
export const moved = computed(() => movedBy(steps.value.slice(0, at.value + 1)))

/** Loads of all workgroups, by kernel; undefined before they have run. */
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

/** Runs both kernels for the chosen tile, and again if the choice has changed meanwhile. */
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

/** Times on a real layer, with the tile they were measured for. */
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
