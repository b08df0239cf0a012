// Runs and pictures that this browser keeps: go on, save as a file, delete.

import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { deleteRun, keptRuns, keptSets, presentId } from '../core/kept'
import type { Picture, StoredRun } from '../core/protocol'
import { type StoredSet, timeOf } from '../core/storage'
import { count, dateOf, sizeOf } from '../core/words'
import { Bitmap } from '../parts/Bitmap'
import { titleOfRun } from '../parts/titles'
import { doing } from './keeping'
import { deleteSet, goOn, saveKept, takeSet } from './kept'

/** The list stays open while another view is shown. */
const isShown = signal(false)

/** Entry whose deletion waits for a second press. */
const unsure = signal<string | undefined>(undefined)

const bytesOf = ({ states }: StoredRun) => states.reduce((sum, { bytes }) => sum + bytes, 0)

export function KeptRuns() {
  const [runs, sets] = [keptRuns.value, keptSets.value]
  const sizes = [...runs.map(bytesOf), ...sets.map(({ bytes }) => bytes)]
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const what = `${count(runs.length)}${sets.length > 0 ? ' and your images' : ''}`
  return (
    <details
      id="kept-runs"
      open={isShown.value}
      onToggle={({ currentTarget }) => {
        isShown.value = currentTarget.open
      }}
    >
      <summary>Kept runs: {runs.length > 0 ? `${what}, ${sizeOf(total)}` : what}</summary>
      {isShown.value && (
        <>
          <p class="note">
            Every 15 seconds of training, when you pause, and when you leave the page, this browser
            keeps the run: its last two states. Nothing leaves this machine.
          </p>
          <ul class="kept-list">
            {runs.map((run) => (
              <RunEntry key={run.id} run={run} />
            ))}
            {sets.map((set) => (
              <SetEntry key={set.id} set={set} />
            ))}
          </ul>
        </>
      )}
    </details>
  )
}

function RunEntry({ run }: { run: StoredRun }) {
  const { id, picture, states } = run
  const title = titleOfRun(run.settings)
  const size = sizeOf(bytesOf(run))
  const about = `Step ${count(states[0]?.step ?? 0)}, ${dateOf(timeOf(run))}, ${size}`
  const isPresent = id === presentId.value
  return (
    <Entry id={id} title={title} about={isPresent ? `${about}: this run` : about} picture={picture}>
      {!isPresent && <Action title="Go on" of={title} act={() => goOn(id)} />}
      <Action title="Save" of={title} act={() => saveKept(run)} />
      {!isPresent && <Delete id={id} of={title} act={() => deleteRun(id)} />}
    </Entry>
  )
}

function SetEntry({ set }: { set: StoredSet }) {
  const { id, at, bytes, summary } = set
  const title = `Your ${count(summary.count)} images`
  return (
    <Entry id={id} title={title} about={`${dateOf(at)}, ${sizeOf(bytes)}`} picture={summary.sheet}>
      <Action title="Use" of={title} act={() => takeSet(id)} />
      <Delete id={id} of={title} act={() => deleteSet(id)} />
    </Entry>
  )
}

interface EntryProps {
  id: string
  title: string
  about: string
  picture: Picture
  children: ComponentChildren
}

function Entry({ id, title, about, picture, children }: EntryProps) {
  return (
    <li data-id={id}>
      <Bitmap picture={picture} width={256} height={256} />
      <p>
        {title}
        <span class="note">{about}</span>
      </p>
      <div class="buttons">{children}</div>
    </li>
  )
}

interface ActionProps {
  title: string
  /** Name of the entry, for screen readers. */
  of: string
  act: () => Promise<void>
}

function Action({ title, of, act }: ActionProps) {
  return (
    <button type="button" disabled={doing.value !== undefined} onClick={() => void act()}>
      {title}
      <span class="unseen">: {of}</span>
    </button>
  )
}

/** Deletes at the second press. */
function Delete({ id, of, act }: Omit<ActionProps, 'title'> & { id: string }) {
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
      {isSure ? 'Delete for good' : 'Delete'}
      <span class="unseen">: {of}</span>
    </button>
  )
}
