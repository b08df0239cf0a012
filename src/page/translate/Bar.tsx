import { count } from '../core/words'
import { Fact } from '../parts/Fact'
import { iterate, reset, save, toggle } from './session'
import { losses, opened, phase, status, step } from './state'

const NAMES = {
  idle: 'Start',
  opening: 'Start',
  training: 'Pause',
  pausing: 'Pause',
  paused: 'Continue',
  done: 'Continue',
  fault: 'Start',
} as const

/** Stays in sight while the view scrolls. */
export function Bar() {
  const waits = phase.value === 'opening' || phase.value === 'pausing'
  const trains = phase.value === 'training' || waits
  const { imagesPerSecond = 0 } = losses.value ?? {}
  const { steps } = opened.value ?? {}
  return (
    <section class="bar" aria-label="Translation">
      <div class="buttons">
        <button type="button" id="translate-run" class="primary" disabled={waits} onClick={toggle}>
          {NAMES[phase.value]}
        </button>
        <button
          type="button"
          id="translate-step"
          disabled={trains || phase.value === 'done'}
          onClick={() => void iterate()}
        >
          Step
        </button>
        <button
          type="button"
          id="translate-reset"
          disabled={phase.value === 'idle'}
          onClick={() => void reset()}
        >
          Reset
        </button>
        <button
          type="button"
          id="translate-save"
          title="A zip to translate with, or to go on with in a terminal"
          disabled={trains || !opened.value}
          onClick={() => void save()}
        >
          Save
        </button>
      </div>
      <dl class="figures">
        <Fact
          id="translate-at"
          title={steps === undefined ? 'Step' : `Step of ${count(steps)}`}
          value={count(step.value)}
        />
        <Fact
          id="translate-speed"
          title="Images/s"
          value={imagesPerSecond > 0 ? imagesPerSecond.toFixed(1) : '–'}
        />
      </dl>
      <div class="said">
        <p
          id="translate-status"
          role="status"
          aria-live="polite"
          class={phase.value === 'fault' ? 'fault' : ''}
        >
          {status.value}
        </p>
      </div>
    </section>
  )
}
