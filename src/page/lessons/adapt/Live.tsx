// The adaptation as it runs: map, curves, numbers, and the digits that were wrong.

import { count } from '../../core/words'
import { ChoiceField, optionsOf } from '../../parts/Field'
import { faultOf } from '../parts/fault'
import { Readings } from '../plot/Readings'
import { attemptNames, attempts } from './attempts'
import { Curves } from './Curves'
import { Digits } from './Digits'
import { firstWrong } from './geometry'
import * as state from './state'
import { text } from './text'
import { WorldMap } from './WorldMap'

/** Digits of the target that were wrong at first and are watched. */
const WATCHED = 12

export const percent = (share: number | undefined): string =>
  share === undefined ? '–' : `${(100 * share).toFixed(1)} %`

export function Live() {
  const words = text.value.live
  const { step = 0, target, figures } = state.now.value ?? {}
  const d = (value: number | undefined) => value?.toFixed(2) ?? '–'
  const { label, taken, count: many, of } = target?.worst ?? { label: 0, taken: 0, count: 0, of: 0 }
  return (
    <section id="adapt-live" class="card stack" aria-label={words.label}>
      <Controls />
      <div class="adapt-pair">
        <figure>
          <WorldMap id="adapt-map" label={words.map(count(step))} target={target} />
          <figcaption class="note">{words.legend}</figcaption>
        </figure>
        <div class="stack">
          <figure class="adapt-curves">
            <Curves />
            <figcaption class="note adapt-key">
              <span class="accuracy">{words.accuracy}</span>
              <span class="known">{words.dSource}</span>
              <span class="away">{words.dTarget}</span>
            </figcaption>
          </figure>
          <Readings
            rows={[
              {
                id: 'adapt-accuracy',
                name: words.accuracy,
                value: percent(target?.accuracy),
                says: words.says.accuracy,
              },
              {
                id: 'adapt-worst',
                name: words.worst,
                value: target ? words.takenFor(label, taken) : '–',
                says: words.says.worst(many, of),
              },
              {
                id: 'adapt-d-source',
                name: words.dSource,
                value: d(figures?.dSource),
                says: words.says.dSource,
              },
              {
                id: 'adapt-d-target',
                name: words.dTarget,
                value: d(figures?.dTarget),
                says: words.says.dTarget,
              },
            ]}
          />
        </div>
      </div>
    </section>
  )
}

/** Digits of the target that were wrong at first, and what is said of them now. */
export function Watched() {
  const { now, before, digits } = state
  const { watched: title } = text.value.live
  const start = before.value?.target
  const watched =
    start && digits.value ? firstWrong(start.named, digits.value.target.labels, WATCHED) : []
  return (
    <figure class="card stack">
      <p class="note">{title}</p>
      <Digits
        id="adapt-watched"
        label={title}
        shown={digits.value?.target}
        numbers={watched}
        named={now.value?.target.named}
      />
    </figure>
  )
}

function Controls() {
  const { attempt, before, busy, fault, frames, isOver, now, running } = state
  const { controls, titles, status } = text.value.live
  const step = count(now.value?.step ?? 0)
  const steps = count(attempts[attempt.value].steps)
  return (
    <>
      <div class="controls">
        <ChoiceField
          id="adapt-attempt"
          title={controls.attempt}
          value={attempt.value}
          options={optionsOf(attemptNames, titles)}
          changed={state.choose}
        />
        <div class="buttons">
          <button
            type="button"
            id="adapt-run"
            class="primary"
            disabled={!before.value || isOver.value || (busy.value && !running.value)}
            onClick={() => void state.run()}
          >
            {running.value ? controls.pause : controls.start}
          </button>
          <button
            type="button"
            id="adapt-restart"
            disabled={running.value || busy.value || frames.value.length === 0}
            onClick={state.restart}
          >
            {controls.restart}
          </button>
        </div>
      </div>
      <p class="note" id="adapt-status" role="status">
        {fault.value ? faultOf(fault.value) : status[state.by.value](step, steps)}
      </p>
    </>
  )
}
