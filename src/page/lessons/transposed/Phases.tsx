// The phases as small convolutions, and the work they save.

import { count } from '../../core/words'
import { Fact } from '../../parts/Fact'
import { colouring, pick, picked, setting, side } from './state'
import { text } from './text'
import { phaseKernel, phaseName, range, tapsMet, workOf } from './ties'

/** Buttons under the figure that they change. */
export function PhaseButtons() {
  const { value: window } = setting
  const words = text.value.phases
  const chosen = picked.value.side === 'phase' ? picked.value.phase : undefined
  return (
    <fieldset class="transposed-phase-buttons">
      <legend>{words.legend}</legend>
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
              {words.button(phaseName(phase), down, right)}
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
  const words = text.value.phases
  return (
    <section class="card stack transposed-phases" aria-label={words.label}>
      <dl class="figures">
        <Fact id="taps-all" title={words.taps} value={taps} />
        <Fact id="taps-met" title={words.met} value={tapsMet(window).toFixed(2)} />
        <Fact id="taps-ratio" title={words.ratio} value={(taps / tapsMet(window)).toFixed(2)} />
      </dl>
      <p class="note transposed-work" id="transposed-work">
        {words.work({
          outputs: side.value ** 2,
          taps,
          withZeros: count(withZeros),
          without: count(without),
        })}
      </p>
    </section>
  )
}
