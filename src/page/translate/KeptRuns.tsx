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
import { text as core } from '../core/text'
import type { Place } from '../core/translation'
import { sizeOf } from '../core/words'
import { aboutKept, type KeptEntry, KeptList } from '../parts/KeptList'
import { Offer } from '../parts/Offer'
import { text as parts } from '../parts/text'
import { forget, takeKept } from './ownFiles'
import { goOn, saveKept } from './saved'
import { choose, offered, phase, place, step, titleOf } from './state'
import { text } from './text'

const isShown = signal(false)

const isBusy = (): boolean => ['opening', 'training', 'pausing'].includes(phase.value)

export function KeptRuns() {
  const sets = keptSets.value.flatMap((set) => (set.place === undefined ? [] : [set]))
  return (
    <section class="sheet" aria-label={text.value.kept.label}>
      {refused.value && step.value > 0 && (
        <p id="translate-unkept" class="note fault" role="status">
          {parts.value.kept.refused(core.value.reason(refused.value))}
        </p>
      )}
      <KeptList
        id="translate-kept"
        shown={isShown}
        runs={keptTranslations.value.map(entryOfRun)}
        sets={sets.map(entryOfSet)}
        disabled={isBusy()}
        elsewhere={{ runs: keptGans.value, view: 'train' }}
      />
    </section>
  )
}

/** The adapter, and the run to go on with. */
export function More() {
  const run = offered.value
  const { adapter, software } = place.value ?? {}
  return (
    <section class="translate-more" aria-label={text.value.kept.adapter}>
      <p class="note">
        {adapter ? (software ? parts.value.software(adapter) : adapter) : '\u00a0'}
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
      ...(isPresent ? [] : [{ title: parts.value.kept.goOn, act: () => goOn(id) }]),
      { title: parts.value.kept.save, act: () => saveKept(id) },
    ],
    remove: isPresent ? undefined : () => deleteRun(id),
  }
}

function entryOfSet({ id, at, bytes, place: of, about }: StoredPart): KeptEntry {
  return {
    ...{ id, bytes, picture: about.picture },
    title: text.value.kept.yours[of](about.count),
    about: `${core.value.date(at)}, ${sizeOf(bytes)}`,
    actions: [{ title: parts.value.kept.use, act: () => use(id, of) }],
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
