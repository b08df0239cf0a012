// Runs and pictures that the browser keeps, as the page knows them, and whether something would be lost with the page.

import { computed, signal } from '@preact/signals'
import type { StoredRun } from './protocol'
import * as storage from './storage'
import { began, opened, phase, recorded, step } from './store'
import { messageOf } from './words'

/** The newest first. */
export const keptRuns = signal<readonly StoredRun[]>([])
export const keptSets = signal<readonly (storage.StoredSet | storage.StoredPart)[]>([])

/** Runs of Train, and of Translate. */
export const keptGans = computed(() => keptRuns.value.filter((run) => run.kind === undefined))
export const keptTranslations = computed(() =>
  keptRuns.value.filter((run) => run.kind === 'translation'),
)

/** Ids of the present runs of these. */
export const presentId = signal<string | undefined>(undefined)
export const presentTranslation = signal<string | undefined>(undefined)

/** Why the browser could not keep the last state; empty where it could. */
export const refused = signal('')

/** Are the user's present pictures kept? */
export const ownKept = signal(false)

/** Step that was saved last as a file. */
export const savedStep = signal(0)

export async function refresh(): Promise<void> {
  try {
    const [runs, sets] = await Promise.all([storage.keptRuns(), storage.keptSets()])
    keptRuns.value = runs
    keptSets.value = sets
  } catch (error) {
    refused.value = messageOf(error)
  }
}

/** The worker has kept a run, the present one or the one before. `was`: its id until then. */
export function noteKept(run: StoredRun, was: string): void {
  refused.value = ''
  for (const present of [presentId, presentTranslation]) {
    if (present.value === was) present.value = run.id
  }
  keptRuns.value = [run, ...keptRuns.value.filter(({ id }) => id !== run.id)]
}

/** A run is open. */
export function noteBegun(id: string): void {
  presentId.value = id
  savedStep.value = 0
}

/** The run to go on with in place of one that has not begun, or of one that has failed without a state. */
export const offered = computed(() => {
  const isIdle = step.value === 0 || recorded.value
  return isIdle && phase.value !== 'training' ? keptGans.value[0] : undefined
})

/** Would steps of Train be lost with the page, because the browser does not keep the run, or not its pictures? */
function trainLoses(): boolean {
  if (recorded.value || opened.value?.about.kind !== 'images') return false
  if (step.value === 0 || step.value === savedStep.value) return false
  const present = keptGans.value.find(({ id }) => id === presentId.value)
  const isOwn = began.value?.data === 'own'
  return refused.value !== '' || (isOwn && present?.images === undefined && !ownKept.value)
}

const losses = signal<readonly (() => boolean)[]>([trainLoses])

/** Adds a view with a run that may be lost with the page. `loses` reads signals. */
export function registerLoss(loses: () => boolean): void {
  losses.value = [...losses.peek(), loses]
}

export const wouldLose = computed(() => losses.value.some((loses) => loses()))

export async function deleteRun(id: string): Promise<void> {
  await storage.deleteRun(id)
  await refresh()
}
