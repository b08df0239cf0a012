// Runs and pictures of Train that this browser keeps.

import { signal } from '@preact/signals'
import { deleteRun, keptGans, keptSets, keptTranslations, presentId } from '../core/kept'
import type { StoredGan } from '../core/protocol'
import type { StoredSet } from '../core/storage'
import { count, dateOf, sizeOf } from '../core/words'
import { aboutKept, type KeptEntry, KeptList } from '../parts/KeptList'
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
      elsewhere={{ runs: keptTranslations.value, view: 'Translate' }}
    />
  )
}

function entryOfRun(run: StoredGan): KeptEntry {
  const { id, picture, settings } = run
  const isPresent = id === presentId.value
  return {
    ...{ id, picture, title: titleOfRun(settings), ...aboutKept(run, { isPresent }) },
    actions: [
      ...(isPresent ? [] : [{ title: 'Go on', act: () => goOn(id) }]),
      { title: 'Save', act: () => saveKept(run) },
    ],
    remove: isPresent ? undefined : () => deleteRun(id),
  }
}

function entryOfSet({ id, at, bytes, summary }: StoredSet): KeptEntry {
  return {
    ...{ id, bytes, picture: summary.sheet, title: `Your ${count(summary.count)} images` },
    about: `${dateOf(at)}, ${sizeOf(bytes)}`,
    actions: [{ title: 'Use', act: () => takeSet(id) }],
    remove: () => deleteSet(id),
  }
}
