// Runs and pictures of Train that this browser keeps.

import { signal } from '@preact/signals'
import { deleteRun, keptGans, keptSets, keptTranslations, presentId } from '../core/kept'
import type { StoredGan } from '../core/protocol'
import type { StoredSet } from '../core/storage'
import { text as core } from '../core/text'
import { sizeOf } from '../core/words'
import { aboutKept, type KeptEntry, KeptList } from '../parts/KeptList'
import { text } from '../parts/text'
import { titleOfRun } from '../parts/titles'
import { doing } from './keeping'
import { deleteSet, goOn, saveKept, takeSet } from './kept'

const isShown = signal(false)

export function KeptRuns() {
  const sets = keptSets.value.flatMap((set) => (set.place === undefined ? [set] : []))
  return (
    <KeptList
      id="kept-runs"
      shown={isShown}
      runs={keptGans.value.map(entryOfRun)}
      sets={sets.map(entryOfSet)}
      disabled={doing.value !== undefined}
      elsewhere={{ runs: keptTranslations.value, view: 'translate' }}
    />
  )
}

function entryOfRun(run: StoredGan): KeptEntry {
  const { id, picture, settings } = run
  const isPresent = id === presentId.value
  const words = text.value.kept
  return {
    ...{ id, picture, title: titleOfRun(settings), ...aboutKept(run, { isPresent }) },
    actions: [
      ...(isPresent ? [] : [{ title: words.goOn, act: () => goOn(id) }]),
      { title: words.save, act: () => saveKept(run) },
    ],
    remove: isPresent ? undefined : () => deleteRun(id),
  }
}

function entryOfSet({ id, at, bytes, summary }: StoredSet): KeptEntry {
  const words = text.value.kept
  return {
    ...{ id, bytes, picture: summary.sheet, title: words.yourImages(summary.count) },
    about: `${core.value.date(at)}, ${sizeOf(bytes)}`,
    actions: [{ title: words.use, act: () => takeSet(id) }],
    remove: () => deleteSet(id),
  }
}
