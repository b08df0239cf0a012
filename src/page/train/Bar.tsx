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
import { clock, count, findingText } from '../core/words'
import { Fact } from '../parts/Fact'
import { Offer } from '../parts/Offer'
import { titleOfRun } from '../parts/titles'
import { difference } from './difference'
import { doing } from './keeping'
import { goOn } from './kept'

/** Stays in sight while the view scrolls. */
export function Bar() {
  const training = phase.value === 'training'
  const going = step.value > 0 && (phase.value !== 'fault' || stranded.value !== undefined)
  return (
    <section class="bar" aria-label="Training">
      <div class="buttons">
        <button type="button" id="run" class="primary" onClick={toggle}>
          {training ? 'Pause' : going ? 'Continue' : 'Start'}
        </button>
        <button type="button" id="iterate" disabled={training} onClick={iterate}>
          Step
        </button>
        <button type="button" id="reset" onClick={reset}>
          Reset
        </button>
      </div>
      <dl class="figures">
        <Fact id="step" title="Step" value={count(step.value)} />
        <Fact
          id="speed"
          title="Images/s"
          value={imagesPerSecond.value > 0 ? count(Math.round(imagesPerSecond.value)) : '–'}
        />
        <Fact id="time" title="Time" value={clock(seconds.value)} />
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
  return (
    <section class="bar-more" aria-label="Adapter and health">
      <p id="adapter" class="note">
        {adapter.value
          ? `${adapter.value.name}${adapter.value.software ? ' (software rendering)' : ''}`
          : recorded.value
            ? 'Below is a recorded run: play it, or drag its slider.'
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
      {finding && findingText(at, finding)}
    </p>
  )
}
