// Runs and images of Translate that this browser keeps, and the run to go on with.

import { signal } from '@preact/signals'
import {
  deleteRun,
  keptGans,
  keptSets,
  keptTranslations,
  presentTranslation,
  refused,
} from '../core/kept'
import type { StoredTranslation } from '../core/protocol'
import type { StoredPart } from '../core/storage'
import type { Place } from '../core/translation'
import { count, dateOf, sizeOf } from '../core/words'
import { aboutKept, type KeptEntry, KeptList } from '../parts/KeptList'
import { Offer } from '../parts/Offer'
import { forget, takeKept } from './ownFiles'
import { goOn, saveKept } from './saved'
import { choose, offered, phase, place, step, titleOf } from './state'

const isShown = signal(false)

const isBusy = (): boolean => ['opening', 'training', 'pausing'].includes(phase.value)

export function KeptRuns() {
  const sets = keptSets.value.flatMap((set) => (set.place === undefined ? [] : [set]))
  return (
    <section class="sheet" aria-label="Keep the run">
      {refused.value && step.value > 0 && (
        <p id="translate-unkept" class="note fault" role="status">
          This browser could not keep the run ({refused.value}). Save it before you leave the page.
        </p>
      )}
      <KeptList
        id="translate-kept"
        shown={isShown}
        runs={keptTranslations.value.map(entryOfRun)}
        sets={sets.map(entryOfSet)}
        disabled={isBusy()}
        elsewhere={{ runs: keptGans.value, view: 'Train' }}
      />
    </section>
  )
}

/** The adapter, and the run to go on with. */
export function More() {
  const run = offered.value
  const { adapter, software } = place.value ?? {}
  return (
    <section class="translate-more" aria-label="Adapter">
      <p class="note">
        {adapter ? `${adapter}${software ? ' (software rendering)' : ''}` : '\u00a0'}
      </p>
      <Offer
        prefix="translate-"
        run={run}
        title={run ? titleOf(run.wanted) : ''}
        disabled={isBusy()}
        goOn={goOn}
      />
    </section>
  )
}

function entryOfRun(run: StoredTranslation): KeptEntry {
  const { id, picture, wanted } = run
  const isPresent = id === presentTranslation.value
  return {
    ...{ id, picture, title: titleOf(wanted), ...aboutKept(run, { isPresent }) },
    actions: [
      ...(isPresent ? [] : [{ title: 'Go on', act: () => goOn(id) }]),
      { title: 'Save', act: () => saveKept(id) },
    ],
    remove: isPresent ? undefined : () => deleteRun(id),
  }
}

const placeTitles: Record<Place, string> = {
  a: 'images for From',
  b: 'images for To',
  pairs: 'pairs',
}

function entryOfSet({ id, at, bytes, place: of, about }: StoredPart): KeptEntry {
  return {
    ...{ id, bytes, picture: about.picture },
    title: `Your ${count(about.count)} ${placeTitles[of]}`,
    about: `${dateOf(at)}, ${sizeOf(bytes)}`,
    actions: [{ title: 'Use', act: () => use(id, of) }],
    remove: () => forget(id),
  }
}

async function use(id: string, of: Place): Promise<void> {
  await takeKept(id)
  choose(
    of === 'pairs'
      ? { paired: true, pairs: 'own' }
      : { paired: false, [of === 'a' ? 'from' : 'to']: 'own' },
  )
}
