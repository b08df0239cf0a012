// Saved runs of Translate: kept by this browser, or in files.

import { batch } from '@preact/signals'
import { pauseGpuUsers } from '../core/gpuUsers'
import type { Wanted } from '../core/translation'
import { messageOf, sentence, sizeOf } from '../core/words'
import { download } from '../parts/download'
import { ask } from './ask'
import type { SavedTranslation } from './keepJobs'
import { draw, go, guarded, isCurrent, isDone, newTurn } from './loop'
import { bringAgain, hold } from './ownFiles'
import * as state from './state'
import { ownPlacesOf } from './wanted'

/** Opens a run again whose device was lost. */
export async function reopened(mine: number): Promise<boolean> {
  pauseGpuUsers()
  batch(() => {
    state.phase.value = 'opening'
    state.status.value = 'Opening the GPU again…'
  })
  const found = await ask('translateRecover')
  if (!isCurrent(mine)) return false
  batch(() => {
    state.resume(found)
    state.phase.value = 'paused'
    state.status.value = found.said
  })
  return draw(mine)
}

export async function recover(mine: number): Promise<void> {
  await guarded(mine, async () => {
    if (await reopened(mine)) await go(mine)
  })
}

/** Trains a kept run on, in place of the present one. */
export const goOn = (id: string): Promise<void> =>
  resume(
    async () => {
      const { wanted, own } = await ask('translateReadKept', id)
      hold(own)
      return wanted
    },
    { train: true },
  )

/** Continues a saved run among the chosen files, or shows why it cannot. */
export const load = (files: readonly File[]): Promise<void> =>
  resume(() => ask('translateReadRun', files), { train: false })

/** Continues a run that is read. Where that fails, the present one stays. */
async function resume(read: () => Promise<Wanted>, { train: on }: { train: boolean }) {
  const before = state.phase.value
  if (before === 'training' || before === 'opening' || before === 'pausing') {
    state.status.value = 'Pause first: the saved run takes the place of this one.'
    return
  }
  const mine = newTurn()
  let wanted: Wanted | undefined
  try {
    batch(() => {
      state.phase.value = 'opening'
      state.status.value = 'Reading…'
    })
    pauseGpuUsers()
    state.place.value ??= await ask('translatePlace')
    wanted = await read()
    await bringAgain(ownPlacesOf(wanted), wanted.imageSize)
    state.status.value = 'Compiling kernels…'
    const found = await ask('translateGoOn')
    if (!isCurrent(mine)) return
    batch(() => {
      state.resume(found)
      state.phase.value = 'paused'
      state.status.value = found.said
    })
  } catch (error) {
    if (!isCurrent(mine)) return
    batch(() => {
      state.phase.value = before
      state.status.value = sentence(messageOf(error))
      // The images that it learned from can be brought at once.
      if (wanted && !state.opened.value) state.choose(wanted)
    })
    return
  }
  await guarded(mine, async () => {
    if (!(await draw(mine))) return
    if (on && !isDone()) return go(mine)
    if (!isDone()) return
    batch(() => {
      state.phase.value = 'done'
      state.status.value += ' All its steps are done: choose more Steps to go on.'
    })
  })
}

/** Saves the run as a zip that the terminal goes on with. */
export const save = (): Promise<void> =>
  handOut(async () => {
    const saved = await ask('translateSave')
    state.savedStep.value = saved.step
    return saved
  })

/** The same of a run that the browser keeps. */
export const saveKept = (id: string): Promise<void> => handOut(() => ask('translateSaveKept', id))

async function handOut(make: () => Promise<SavedTranslation>): Promise<void> {
  state.status.value = 'Saving…'
  try {
    const { step, bytes } = await make()
    const name = `ganvas-translation-step${String(step).padStart(6, '0')}.zip`
    download(new Blob([bytes], { type: 'application/zip' }), name)
    state.status.value = `${name}, ${sizeOf(bytes.byteLength)}.`
  } catch (error) {
    state.status.value = sentence(messageOf(error))
  }
}
