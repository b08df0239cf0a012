// Lab: the user's kernel in place of one of ours, judged and raced.

import './kernels.css'
import { useSignalEffect } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { gaveWay } from '../core/store'
import { partTitle } from '../core/title'
import { download } from '../parts/download'
import { ChoiceField } from '../parts/Field'
import { GaveWay } from '../parts/GaveWay'
import { text as shared } from '../parts/text'
import { check, race, train } from './actions'
import { KernelEditor } from './editor'
import { Judged } from './Judged'
import { Raced } from './Raced'
import { Size } from './Size'
import { change, openAddress } from './session'
import { chooseRow } from './sizes'
import * as state from './state'
import { ExerciseCard, List, Onward, Primer } from './Tasks'
import { Training } from './Training'
import { text as tasks } from './tasks/text'
import { text } from './text'
import { stop } from './work'

export function Lab() {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<KernelEditor>(undefined)
  const { isBusy, opened, phase, isGiven, isWrong } = state
  useMemo(() => void openAddress(), [])
  useEffect(() => {
    const changed = () => void (location.hash.startsWith('#lab') && openAddress())
    addEventListener('popstate', changed)
    return () => removeEventListener('popstate', changed)
  }, [])
  useEffect(() => {
    if (!host.current) return
    const made = new KernelEditor(host.current, () => text.peek().editor.keys, change)
    editor.current = made
    return () => made.destroy()
  }, [])
  // The text of another kernel; the user's changes come from the editor itself.
  useSignalEffect(() => {
    if (!opened.value) return
    const { files, file, exercise } = opened.value
    const [first] = files.find((each) => each.file === file)?.entries ?? []
    editor.current?.open(state.text.peek(), `fn ${exercise?.of.entry ?? first}(`)
  })
  useSignalEffect(() => {
    // Its label and its notes follow the language.
    if (text.value) editor.current?.note(state.notes.value())
  })
  const exercise = opened.value?.exercise?.of
  const title = (exercise && tasks.value.tasks[exercise.name].title) ?? opened.value?.op ?? ''
  useEffect(() => {
    partTitle.value = title
    return () => {
      partTitle.value = ''
    }
  }, [title])
  const { bar } = text.value
  const { label, note } = text.value.editor
  const jump = (line: number) => editor.current?.jump(line)
  return (
    <main class="lab sheet">
      <section class="lab-bar" aria-label={bar.label}>
        {exercise ? (
          <details id="lab-otherwise">
            <summary>{text.value.exercise.otherwise}</summary>
            <Choices />
          </details>
        ) : (
          <Choices />
        )}
        <div class="buttons">
          <button
            type="button"
            id="lab-check"
            class="primary"
            disabled={!opened.value || phase.value === 'opening'}
            onClick={() => (isBusy.value ? stop() : void check())}
          >
            {isBusy.value ? bar.stop : bar.check}
          </button>
          <button
            type="button"
            id="lab-race"
            disabled={!opened.value || phase.value !== 'idle'}
            onClick={() => void race()}
          >
            {bar.race}
          </button>
          <button
            type="button"
            id="lab-train"
            disabled={!opened.value || phase.value !== 'idle'}
            onClick={() => void train()}
          >
            {bar.train}
          </button>
          <button
            type="button"
            id="lab-reset"
            disabled={!opened.value || isGiven.value || isBusy.value}
            onClick={() => editor.current?.replace(opened.value?.given ?? '')}
          >
            {opened.value?.exercise ? bar.toStart : bar.toOurs}
          </button>
          <button
            type="button"
            id="lab-save"
            disabled={!opened.value}
            onClick={() => download(new Blob([state.text.value]), fileName())}
          >
            {bar.save}
          </button>
        </div>
        <div class="lab-said">
          <p
            id="lab-status"
            role="status"
            aria-live="polite"
            class={state.failed.value || isWrong.value ? 'fault' : ''}
          >
            {state.status.value}
          </p>
          <Onward exercise={exercise} />
          {gaveWay.value && <GaveWay id="lab-note" />}
        </div>
      </section>
      <div class="lab-halves">
        {opened.value?.exercise && (
          <ExerciseCard
            exercise={opened.value.exercise.of}
            show={() => editor.current?.replace(opened.value?.exercise?.solution ?? '')}
          />
        )}
        <section class="lab-text" aria-label={label}>
          <div ref={host} id="lab-editor" class="lab-editor" />
          <p class="note">{note}</p>
          {exercise && <Primer exercise={exercise} />}
        </section>
        <div class="sheet lab-found">
          <Judged jump={jump} />
          <Raced />
          <Training />
          <Size />
          <List />
        </div>
      </div>
    </main>
  )
}

/** Op and file, or the exercise, as the address has them. */
function fileName(): string {
  const { place = '' } = state.opened.value ?? {}
  return `${place.replace(/\.wgsl$/, '').replaceAll('/', '-')}.wgsl`
}

function Choices() {
  const { op, file, files = [], rows = [], place = '', exercise } = state.opened.value ?? {}
  const { bar } = text.value
  const { layer } = shared.value
  const entries = files.find((each) => each.file === file)?.entries ?? []
  const parts = [
    { value: '', title: bar.whole },
    ...entries.map((entry) => ({ value: `/${entry}`, title: bar.alone(entry) })),
    ...entries.map((entry) => ({ value: `/${entry}/empty`, title: bar.empty(entry) })),
  ]
  const isBusy = state.isBusy.value
  const go = (to: string) => {
    location.hash = `#lab/${to}`
  }
  return (
    <div class="controls">
      <ChoiceField
        id="lab-op"
        title={bar.op}
        value={op}
        disabled={isBusy || state.ops.value.length === 0}
        options={state.ops.value.map((name) => ({ value: name, title: name }))}
        changed={go}
      />
      <ChoiceField
        id="lab-file"
        title={bar.file}
        value={file}
        disabled={isBusy || files.length === 0}
        options={files.map((each) => ({
          value: each.file,
          title: `${each.file}: ${each.entries.join(', ')}`,
        }))}
        changed={(name) => go(`${op}/${name}`)}
      />
      <ChoiceField
        id="lab-part"
        title={bar.part}
        value={
          exercise
            ? ''
            : place
                .split('/')
                .slice(2)
                .map((each) => `/${each}`)
                .join('')
        }
        disabled={isBusy || !file || exercise !== undefined}
        options={parts}
        changed={(part) => go(`${op}/${file}${part}`)}
      />
      <ChoiceField
        id="lab-row"
        title={bar.row}
        value={rows.length > 0 ? state.row.value : undefined}
        disabled={isBusy || rows.length === 0}
        options={rows.map(({ size, what }, i) => ({
          value: i,
          title: `${layer(size)}, ${layer(what)}`,
        }))}
        changed={chooseRow}
      />
    </div>
  )
}
