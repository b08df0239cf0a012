import { batch, signal } from '@preact/signals'
import { messageOf } from '../../core/words'
import { ask } from './ask'
import type { Grid, GridLimits } from './jobs'

export const side = signal(5)
/** The workgroup's size is 2 to this power. */
export const power = signal(6)
export const limits = signal<GridLimits | undefined>(undefined)
export const ran = signal<Grid | undefined>(undefined)
/** Milliseconds by size of the workgroup, for this result. */
export const times = signal<ReadonlyMap<number, number>>(new Map())
export const fault = signal('')

let busy = false
export const timing = signal(false)

/** Runs the chosen dispatch, and again if the choice has changed meanwhile. */
export async function run(): Promise<void> {
  if (busy) return
  busy = true
  for (let wanted = ''; wanted !== chosen(); ) {
    wanted = chosen()
    const asked = { side: side.value, size: 2 ** power.value }
    try {
      limits.value ??= await ask('gridLimits')
      const found = await ask('gridRun', asked)
      batch(() => {
        ran.value = found
        if (wanted === chosen()) times.value = new Map([...times.value, [found.size, found.ms]])
        fault.value = ''
      })
    } catch (error) {
      if (wanted === chosen()) fault.value = messageOf(error)
    }
  }
  busy = false
}

const chosen = (): string => `${side.value} ${power.value}`

export function choose(changes: { side?: number; power?: number }): void {
  batch(() => {
    if (changes.side !== undefined && changes.side !== side.value) {
      side.value = changes.side
      times.value = new Map()
    }
    if (changes.power !== undefined) power.value = changes.power
  })
  void run()
}

/** Times the sizes that have no time yet, until the result changes. */
export async function timeAll(): Promise<void> {
  if (timing.value) return
  timing.value = true
  const of = side.value
  try {
    for (let size = 1; size <= (limits.value?.most ?? 0); size *= 2) {
      if (times.value.has(size)) continue
      const { ms } = await ask('gridRun', { side: of, size })
      if (of !== side.value) return
      times.value = new Map([...times.value, [size, ms]])
    }
  } catch (error) {
    fault.value = messageOf(error)
  } finally {
    timing.value = false
  }
}
