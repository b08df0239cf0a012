// Bench: time of each kernel on this adapter, compared with the adapter's limits.

import './bench.css'
import { useMemo } from 'preact/hooks'
import { against, dayOf, meanText } from '../../../bench/compare'
import { count, sentence } from '../core/words'
import { GaveWay } from '../parts/GaveWay'
import { about } from './estimate'
import { Filters } from './Filters'
import { compareWith, download } from './files'
import { Limits } from './Limits'
import { Roofline } from './Roofline'
import { Rows } from './Rows'
import { openPlan, toggle } from './session'
import * as state from './state'

export function Bench() {
  useMemo(() => void openPlan(), [])
  const { problem } = state.chosen.value
  return (
    <main class="bench sheet">
      <section class="bench-bar" aria-label="Measuring">
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
        {problem && sentence(problem)}
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
  return (
    <div class="buttons">
      <button
        type="button"
        id="bench-run"
        class="primary"
        disabled={state.phase.value === 'stopping' || (idle && state.chosen.value.problem !== '')}
        onClick={toggle}
      >
        {idle ? 'Measure' : 'Stop'}
      </button>
      <button
        type="button"
        id="bench-json"
        disabled={!state.report.value?.probes && !state.report.value?.kernels.length}
        onClick={download}
      >
        Download JSON
      </button>
      <label class="button file">
        Compare with a file…
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
  if (state.phase.value === 'idle') {
    const { rows } = state.chosen.value
    const where = state.plan.value?.software ? ' here, on the CPU' : ' here'
    return (
      <p id="bench-expected" class="note">
        {rows.length > 0
          ? `${count(rows.length)} rows and this adapter's limits: ${about(state.expected.value)}${where}.`
          : '\u00a0'}
      </p>
    )
  }
  return (
    <p id="bench-progress" class="note going">
      <progress aria-label="Rows measured" max={total ?? 1} value={done ?? 0} />
      {total === undefined || left === undefined
        ? '\u00a0'
        : `${done} of ${total} rows, ${about(left)} left`}
    </p>
  )
}

/** The report compared with, and the mean ratio. */
function Earlier() {
  const earlier = state.earlier.value
  const now = state.report.value
  const ratios = state.ratios.value
  return (
    <section class="earlier" aria-label="An earlier report">
      <p id="bench-unreadable" role="alert" class={state.unreadable.value ? 'fault' : 'unseen'}>
        {state.unreadable.value}
      </p>
      {earlier && (
        <p id="bench-against">
          <strong>{earlier.name}</strong>
          {now
            ? `: ${against(earlier.report, now).join('; ')}. `
            : `: of ${dayOf(earlier.report)}, ${earlier.report.adapter.name} in ${earlier.report.runtime}. `}
          {ratios ? `${meanText(ratios)}. ` : 'Press Measure to compare each row with it. '}
          <button
            type="button"
            class="plain"
            onClick={() => {
              state.earlier.value = undefined
            }}
          >
            Stop comparing
          </button>
        </p>
      )}
    </section>
  )
}
