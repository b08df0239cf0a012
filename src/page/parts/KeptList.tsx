// Runs and pictures that this browser keeps: go on, save as a file, delete.

import './kept.css'
import { type Signal, signal } from '@preact/signals'
import type { ViewName } from '../core/gpuUsers'
import type { Picture, StoredRun } from '../core/protocol'
import { timeOf } from '../core/storage'
import { text as core } from '../core/text'
import { Bitmap } from './Bitmap'
import { text } from './text'

/** A run or pictures in the list. */
export interface KeptEntry {
  id: string
  title: string
  about: string
  bytes: number
  picture: Picture
  actions: readonly { title: string; act: () => Promise<void> }[]
  /** undefined where it cannot be deleted now. */
  remove: (() => Promise<void>) | undefined
}

interface KeptListProps {
  id: string
  /** Whether the list is open: it stays so while another view is shown. */
  shown: Signal<boolean>
  runs: readonly KeptEntry[]
  sets: readonly KeptEntry[]
  disabled: boolean
  /** Runs that another view lists. */
  elsewhere: { runs: readonly StoredRun[]; view: ViewName }
}

/** Entry whose deletion waits for a second press. */
const unsure = signal<string | undefined>(undefined)

const bytesOf = (runs: readonly StoredRun[]): number =>
  runs.flatMap(({ states }) => states).reduce((sum, { bytes }) => sum + bytes, 0)

/** Size and age of a kept run. `isPresent`: is it the run that the view shows? */
export function aboutKept(run: StoredRun, { isPresent }: { isPresent: boolean }) {
  const bytes = bytesOf([run])
  const { about: say, present } = text.value.kept
  const about = say(run.states[0]?.step ?? 0, core.value.date(timeOf(run)), bytes)
  return { about: isPresent ? present(about) : about, bytes }
}

export function KeptList({ id, shown, runs, sets, disabled, elsewhere }: KeptListProps) {
  const total = [...runs, ...sets].reduce((sum, { bytes }) => sum + bytes, 0)
  const words = text.value.kept
  return (
    <details
      id={id}
      open={shown.value}
      onToggle={({ currentTarget }) => {
        shown.value = currentTarget.open
      }}
    >
      <summary>
        {words.runs}: {words.many(runs.length, sets.length > 0, total)}
      </summary>
      {shown.value && (
        <>
          <p class="note">{words.how}</p>
          <ul class="kept-list">
            {[...runs, ...sets].map((entry) => (
              <Entry key={entry.id} entry={entry} disabled={disabled} />
            ))}
          </ul>
          {elsewhere.runs.length > 0 && (
            <p class="note">
              {words.elsewhere(
                core.value.views[elsewhere.view],
                elsewhere.runs.length,
                bytesOf(elsewhere.runs),
              )}
            </p>
          )}
        </>
      )}
    </details>
  )
}

function Entry({ entry, disabled }: { entry: KeptEntry; disabled: boolean }) {
  const { id, title, about, picture, actions, remove } = entry
  return (
    <li data-id={id}>
      <Bitmap picture={picture} width={256} height={256} />
      <p>
        {title}
        <span class="note">{about}</span>
      </p>
      <div class="buttons">
        {actions.map(({ title: name, act }) => (
          <button key={name} type="button" disabled={disabled} onClick={() => void act()}>
            {name}
            <span class="unseen">: {title}</span>
          </button>
        ))}
        {remove && <Delete id={id} of={title} act={remove} />}
      </div>
    </li>
  )
}

/** Deletes at the second press. */
function Delete({ id, of, act }: { id: string; of: string; act: () => Promise<void> }) {
  const isSure = unsure.value === id
  return (
    <button
      type="button"
      class={isSure ? 'fault' : ''}
      onBlur={() => {
        unsure.value = undefined
      }}
      onClick={() => {
        unsure.value = isSure ? undefined : id
        if (isSure) void act()
      }}
    >
      {isSure ? text.value.kept.removeForGood : text.value.kept.remove}
      <span class="unseen">: {of}</span>
    </button>
  )
}
