// The phases as small convolutions, and what they save.

import { count } from '../../parts/words'
import { colouring, pick, picked, setting, side } from './state'
import { phaseKernel, phaseName, range, tapsMet, workOf } from './ties'

/** Under the figure that they change. */
export function PhaseButtons() {
  const { value: window } = setting
  const chosen = picked.value.side === 'phase' ? picked.value.phase : undefined
  return (
    <fieldset class="transposed-phase-buttons">
      <legend>Light up a phase: its outputs, and the taps of its own small kernel</legend>
      <div class="buttons">
        {range(window.stride ** 2).map((phase) => {
          const [down, right] = phaseKernel(phase, window)
          return (
            <button
              key={phase}
              type="button"
              id={`phase-${phaseName(phase)}`}
              aria-pressed={chosen === phase}
              onClick={() => {
                colouring.value = 'phases'
                pick({ side: 'phase', phase })
              }}
            >
              {phaseName(phase)}: {down * right === 0 ? 'no taps' : `${down} × ${right}`}
            </button>
          )
        })}
      </div>
    </fieldset>
  )
}

export function Phases() {
  const { value: window } = setting
  const { withZeros, without } = workOf(window)
  const taps = window.kernel ** 2
  return (
    <section class="card transposed-phases" aria-label="Phases">
      <dl class="figures">
        <div>
          <dt>taps of an output</dt>
          <dd id="taps-all">{taps}</dd>
        </div>
        <div>
          <dt>that meet an input, mean of the phases</dt>
          <dd id="taps-met">{tapsMet(window).toFixed(2)}</dd>
        </div>
        <div>
          <dt>ratio: stride²</dt>
          <dd id="taps-ratio">{(taps / tapsMet(window)).toFixed(2)}</dd>
        </div>
      </dl>
      <p class="note transposed-work" id="transposed-work">
        All {side.value ** 2} outputs × {taps} taps = {count(withZeros)} products, those with zeros
        between the inputs and around them included; without zeros {count(without)}.
      </p>
    </section>
  )
}
