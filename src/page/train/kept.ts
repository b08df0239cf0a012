// Actions on kept runs and pictures, and their names.

import { batch } from '@preact/signals'
import { chooseData } from '../core/dataChoice'
import * as kept from '../core/kept'
import type { OwnSummary, StoredGan } from '../core/protocol'
import { own, ownTaken, phase, step } from '../core/store'
import * as studio from '../core/studio'
import { messageOf } from '../core/words'
import { ask } from './ask'
import { attempt, doing, handOut, nameOf } from './keeping'
import { files, showProblem } from './ownImages'
import { text } from './text'

/** Trains a kept run on, in place of the present one. */
export function goOn(id: string): Promise<void> {
  return attempt(async () => {
    doing.value = () => text.value.keep.reading
    const summary = await ask('readKept', id)
    if (summary) hold(summary)
    studio.load({ train: true })
    return ''
  })
}

export function saveKept(run: StoredGan): Promise<void> {
  return attempt(async () => {
    doing.value = () => text.value.keep.saving
    const { step: at, bytes } = await ask('saveKept', run.id)
    return handOut(bytes, {
      name: nameOf(run.settings, at),
      ending: 'zip',
      type: 'application/zip',
    })
  })
}

/** Keeps the user's pictures in this browser, or no longer. */
export async function keepOwn(wanted: boolean): Promise<void> {
  const summary = own.value
  if (!summary) return
  kept.ownKept.value = wanted
  try {
    await (wanted ? ask('keepOwn', summary) : ask('deleteOwn'))
    showProblem('')
  } catch (error) {
    kept.ownKept.value = false
    showProblem(`the pictures could not be kept: ${messageOf(error)}`)
  }
  await kept.refresh()
}

/** Learns from kept pictures. */
export function takeSet(id: string): Promise<void> {
  return attempt(async () => {
    doing.value = () => text.value.keep.reading
    hold(await ask('takeOwn', id))
    chooseData('own')
    if (step.value === 0 || phase.value === 'fault') studio.reset()
    return ''
  })
}

export async function deleteSet(id: string): Promise<void> {
  await ask('deleteOwn', id)
  await kept.refresh()
}

/** The worker has taken these pictures from the storage. */
function hold(summary: OwnSummary): void {
  batch(() => {
    own.value = summary
    files.value = []
    ownTaken.value = false
    kept.ownKept.value = true
  })
}
