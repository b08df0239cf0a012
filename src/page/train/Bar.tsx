import { offered } from '../core/kept'
import {
  adapter,
  health,
  imagesPerSecond,
  phase,
  recorded,
  seconds,
  status,
  step,
  stranded,
} from '../core/store'
import { iterate, reset, toggle } from '../core/studio'
import { text as core } from '../core/text'
import { clock, count } from '../core/words'
import { Fact } from '../parts/Fact'
import { Offer } from '../parts/Offer'
import { text as parts } from '../parts/text'
import { titleOfRun } from '../parts/titles'
import { difference } from './difference'
import { doing } from './keeping'
import { goOn } from './kept'
import { text } from './text'

/** Stays in sight while the view scrolls. */
export function Bar() {
  const training = phase.value === 'training'
  const going = step.value > 0 && (phase.value !== 'fault' || stranded.value !== undefined)
  const { label, ...words } = text.value.bar
  const { start, pause, goOn: goesOn, reset: resets } = parts.value.bar
  return (
    <section class="bar" aria-label={label}>
      <div class="buttons">
        <button type="button" id="run" class="primary" onClick={toggle}>
          {training ? pause : going ? goesOn : start}
        </button>
        <button type="button" id="iterate" disabled={training} onClick={iterate}>
          {words.iterate}
        </button>
        <button type="button" id="reset" onClick={reset}>
          {resets}
        </button>
      </div>
      <dl class="figures">
        <Fact id="step" title={words.step} value={count(step.value)} />
        <Fact
          id="speed"
          title={words.speed}
          value={imagesPerSecond.value > 0 ? count(Math.round(imagesPerSecond.value)) : '–'}
        />
        <Fact id="time" title={words.time} value={clock(seconds.value)} />
      </dl>
      <div class="said">
        <p
          id="status"
          role="status"
          aria-live="polite"
          class={phase.value === 'fault' ? 'fault' : ''}
        >
          {status.value}
        </p>
        <p id="choice-hint" class="note" role="status" hidden={difference.value === ''}>
          {difference.value}
        </p>
      </div>
    </section>
  )
}

/** Adapter and warnings, and the run to go on with. */
export function BarMore() {
  const run = offered.value
  const { more, recorded: playIt } = text.value.bar
  return (
    <section class="bar-more" aria-label={more}>
      <p id="adapter" class="note">
        {adapter.value
          ? adapter.value.software
            ? parts.value.software(adapter.value.name)
            : adapter.value.name
          : recorded.value
            ? playIt
            : '\u00a0'}
      </p>
      <Health />
      <Offer
        run={run}
        title={run ? titleOfRun(run.settings) : ''}
        disabled={doing.value !== undefined}
        goOn={goOn}
      />
    </section>
  )
}

function Health() {
  const { step: at = 0, finding } = health.value ?? {}
  return (
    <p id="health" class="note" role="status" aria-live="polite">
      {finding && core.value.finding(at, finding)}
    </p>
  )
}
