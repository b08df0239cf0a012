// Bench: time of each kernel on this adapter, compared with the adapter's limits.

import './bench.css'
import { useMemo } from 'preact/hooks'
import { dayOf, meanOf } from '../../../bench/compare'
import type { Report } from '../../../bench/report'
import { sentenceOf } from '../core/text'
import { GaveWay } from '../parts/GaveWay'
import { rounded } from './estimate'
import { Filters } from './Filters'
import { compareWith, download } from './files'
import { Limits } from './Limits'
import { Roofline } from './Roofline'
import { Rows } from './Rows'
import { openPlan, toggle } from './session'
import * as state from './state'
import { text } from './text'

export function Bench() {
  useMemo(() => void openPlan(), [])
  const { problem } = state.chosen.value
  return (
    <main class="bench sheet">
      <section class="bench-bar" aria-label={text.value.bar.label}>
        <Buttons />
        <div class="said">
          <p
            id="bench-status"
            role="status"
            aria-live="polite"
            class={state.failed.value ? 'fault' : ''}
          >
            {state.status.value}
          </p>
          <Progress />
          <GaveWay id="bench-note" />
        </div>
      </section>
      <Filters />
      <p id="bench-problem" role="alert" class={problem ? 'fault' : 'unseen'}>
        {sentenceOf(problem)}
      </p>
      <Earlier />
      <div class="bench-figures sheet">
        <Roofline />
        <Limits />
      </div>
      <Rows />
    </main>
  )
}

function Buttons() {
  const idle = state.phase.value === 'idle'
  const words = text.value.bar
  return (
    <div class="buttons">
      <button
        type="button"
        id="bench-run"
        class="primary"
        disabled={state.phase.value === 'stopping' || (idle && state.chosen.value.problem !== '')}
        onClick={toggle}
      >
        {idle ? words.measure : words.stop}
      </button>
      <button
        type="button"
        id="bench-json"
        disabled={!state.report.value?.probes && !state.report.value?.kernels.length}
        onClick={download}
      >
        {words.download}
      </button>
      <label class="button file">
        {words.compare}
        <input
          id="bench-compare"
          class="unseen"
          type="file"
          accept=".json,application/json"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? []
            if (file) void compareWith(file)
            // Allows the same file to be chosen again.
            currentTarget.value = ''
          }}
        />
      </label>
    </div>
  )
}

/** Progress, or the expected time before it starts. */
function Progress() {
  const { done, total, left } = state.progress.value ?? {}
  const words = text.value.bar
  if (state.phase.value === 'idle') {
    const { rows } = state.chosen.value
    const software = state.plan.value?.software === true
    return (
      <p id="bench-expected" class="note">
        {rows.length > 0
          ? words.expected(rows.length, rounded(state.expected.value), software)
          : '\u00a0'}
      </p>
    )
  }
  return (
    <p id="bench-progress" class="note going">
      <progress aria-label={words.progress} max={total ?? 1} value={done ?? 0} />
      {total === undefined || left === undefined
        ? '\u00a0'
        : words.left(done ?? 0, total, rounded(left))}
    </p>
  )
}

/** The report compared with, and the mean ratio. */
function Earlier() {
  const earlier = state.earlier.value
  const now = state.report.value
  const ratios = state.ratios.value
  const words = text.value.earlier
  const mean = ratios && meanOf(ratios)
  return (
    <section class="earlier" aria-label={words.label}>
      <p id="bench-unreadable" role="alert" class={state.unreadable.value ? 'fault' : 'unseen'}>
        {state.unreadable.value?.()}
      </p>
      {earlier && (
        <p id="bench-against">
          <strong>{earlier.name}</strong>
          {saidOf(earlier.report, now)}{' '}
          {ratios ? `${mean ? words.mean(...mean) : words.none}. ` : `${words.press} `}
          <button
            type="button"
            class="plain"
            onClick={() => {
              state.earlier.value = undefined
            }}
          >
            {words.stop}
          </button>
        </p>
      )}
    </section>
  )
}

/** Which report it is, and whether it is of the same adapter. */
function saidOf(earlier: Report, now: Report | undefined): string {
  const words = text.value.earlier
  const { adapter, runtime } = earlier
  const day = dayOf(earlier)
  if (!now) return `${words.of(day, adapter.name, runtime)}.`
  const same = adapter.name === now.adapter.name && runtime === now.runtime
  const other = same ? '' : words.another(now.adapter.name, now.runtime)
  return `${words.against(day, adapter.name, runtime)}${other}.`
}
