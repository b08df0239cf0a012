// The drawings of earlier steps: the slider goes back in time, and at its right end follows the run.

import { computed, signal } from '@preact/signals'
import { type Frame, frames } from '../frames'
import { count } from '../parts/words'
import { drawn } from '../store'

/** The step that somebody looks back to; undefined where the page shows the newest. */
const lookedAt = signal<number | undefined>(undefined)

const place = computed(() => {
  const all = frames.value
  const last = all.length - 1
  if (lookedAt.value === undefined) return last
  // Frames are thinned out, and gone after a reset: the last that is not later is shown.
  return all.findLastIndex(({ step }) => step <= (lookedAt.value ?? 0))
})

/** The drawings to be shown. */
export const shown = computed((): Frame | undefined =>
  lookedAt.value === undefined || place.value < 0 ? drawn.value : frames.value[place.value],
)

export function Scrubber() {
  const last = frames.value.length - 1
  const step = shown.value?.step ?? 0
  return (
    <label class="scrubber">
      <span class="unseen">Look back: step {count(step)}</span>
      <input
        id="scrub"
        type="range"
        min={0}
        max={Math.max(1, last)}
        value={last < 1 ? 1 : Math.max(0, place.value)}
        disabled={last < 1}
        aria-valuetext={`step ${count(step)}`}
        onInput={({ currentTarget }) => {
          const at = currentTarget.valueAsNumber
          lookedAt.value = at >= last ? undefined : frames.value[at]?.step
        }}
      />
    </label>
  )
}
