// Compare: two or three GANs from one seed, side by side, with curves and scores.

import './compare.css'
import { GaveWay } from '../parts/GaveWay'
import { Choose } from './Choose'
import { Column } from './Column'
import { Kept } from './Kept'
import { Overview } from './Overview'
import { rivals } from './rivals'
import { phase, reset, status, toggle } from './session'

const NAMES = {
  idle: 'Start',
  opening: 'Start',
  training: 'Pause',
  pausing: 'Pause',
  paused: 'Continue',
  fault: 'Start',
} as const

export function Compare() {
  const waits = phase.value === 'opening' || phase.value === 'pausing'
  return (
    <main class="compare sheet">
      <section class="compare-bar" aria-label="Comparison">
        <div class="buttons">
          <button type="button" id="compare-run" class="primary" disabled={waits} onClick={toggle}>
            {NAMES[phase.value]}
          </button>
          <button
            type="button"
            id="compare-reset"
            disabled={phase.value === 'idle'}
            onClick={() => void reset()}
          >
            Reset
          </button>
        </div>
        <div class="said">
          <p
            id="compare-status"
            role="status"
            aria-live="polite"
            class={phase.value === 'fault' ? 'fault' : ''}
          >
            {status.value}
          </p>
          <GaveWay id="compare-note" />
        </div>
      </section>
      <Choose />
      <section class="columns" aria-label="Side by side">
        {rivals.value.map((rival, i) => (
          <Column key={i} rival={rival} index={i} />
        ))}
      </section>
      <Overview />
      <Kept />
    </main>
  )
}
