// Saved runs of Translate: kept by this browser, or in files.

import { batch } from '@preact/signals'
import { pauseGpuUsers } from '../core/gpuUsers'
import { text as core, sentenceOf } from '../core/text'
import type { Wanted } from '../core/translation'
import { messageOf, sizeOf } from '../core/words'
import { download } from '../parts/download'
import { ask } from './ask'
import type { SavedTranslation } from './keepJobs'
import { draw, go, guarded, isCurrent, isDone, newTurn } from './loop'
import { bringAgain, hold } from './ownFiles'
import * as state from './state'
import { text } from './text'
import { ownPlacesOf } from './wanted'

/** Opens a run again whose device was lost. */
export async function reopened(mine: number): Promise<boolean> {
  pauseGpuUsers()
  batch(() => {
    state.phase.value = 'opening'
    state.status.say(() => text.value.status.reopening)
  })
  const found = await ask('translateRecover')
  if (!isCurrent(mine)) return false
  batch(() => {
    state.resume(found)
    state.phase.value = 'paused'
    state.status.say(() => sentenceOf(found.said))
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
    state.status.refuse(() => text.value.status.pauseFirst)
    return
  }
  const mine = newTurn()
  let wanted: Wanted | undefined
  try {
    batch(() => {
      state.phase.value = 'opening'
      state.status.say(() => text.value.status.reading)
    })
    pauseGpuUsers()
    state.place.value ??= await ask('translatePlace')
    wanted = await read()
    await bringAgain(ownPlacesOf(wanted), wanted.imageSize)
    state.status.say(() => core.value.status.compiling)
    const found = await ask('translateGoOn', state.namesNow())
    if (!isCurrent(mine)) return
    batch(() => {
      state.resume(found)
      state.phase.value = 'paused'
      state.status.say(() => sentenceOf(found.said))
    })
  } catch (error) {
    if (!isCurrent(mine)) return
    batch(() => {
      state.phase.value = before
      refuse(error)
      // The images that it learned from can be brought at once.
      if (wanted && !state.opened.value) state.choose(wanted)
    })
    return
  }
  await guarded(mine, async () => {
    if (!(await draw(mine))) return
    if (on && !isDone()) return go(mine)
    if (!isDone()) return
    const loaded = state.status.said
    batch(() => {
      state.phase.value = 'done'
      state.status.say(() => `${loaded()} ${text.value.status.loadedDone}`)
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
  state.status.say(() => text.value.status.saving)
  try {
    const { step, bytes } = await make()
    const name = `ganvas-translation-step${String(step).padStart(6, '0')}.zip`
    download(new Blob([bytes], { type: 'application/zip' }), name)
    state.status.say(() => `${name}, ${sizeOf(bytes.byteLength)}.`)
  } catch (error) {
    refuse(error)
  }
}

function refuse(error: unknown): void {
  const message = messageOf(error)
  state.status.refuse(() => sentenceOf(message))
}
