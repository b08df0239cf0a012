// The drawings of earlier steps: the slider goes back in time, and at its right end follows the run.

import { type Film, lookedAt } from '../frames'
import { count } from '../parts/words'

export function Scrubber<Frame extends { step: number }>({ film }: { film: Film<Frame> }) {
  const frames = film.frames.value
  const last = frames.length - 1
  const shown = film.shown.value
  const step = shown?.step ?? 0
  // The newest need not be among those that are kept.
  const place =
    lookedAt.value === undefined ? last : frames.findIndex(({ step }) => step === shown?.step)
  return (
    <label class="scrubber">
      <span class="unseen">Look back: step {count(step)}</span>
      <input
        id="scrub"
        type="range"
        min={0}
        max={Math.max(1, last)}
        value={last < 1 ? 1 : Math.max(0, place)}
        disabled={last < 1}
        aria-valuetext={`step ${count(step)}`}
        onInput={({ currentTarget }) => {
          const at = currentTarget.valueAsNumber
          lookedAt.value = at >= last ? undefined : frames[at]?.step
        }}
      />
    </label>
  )
}
