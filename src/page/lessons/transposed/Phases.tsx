// The phases as small convolutions, and what they save.

import { count } from '../../parts/words'
import { colouring, pick, picked, setting } from './state'
import { phaseKernel, phaseName, range, tapsMet, workOf } from './ties'

export function Phases() {
  const { value: window } = setting
  const { withZeros, without } = workOf(window)
  const chosen = picked.value.side === 'phase' ? picked.value.phase : undefined
  return (
    <section class="card transposed-phases" aria-label="Phases">
      <p class="note">Each phase, and the taps of its own small kernel. Choose one to see both.</p>
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
              {phaseName(phase)}: {down} × {right}
            </button>
          )
        })}
      </div>
      <dl class="figures">
        <div>
          <dt>taps of an output</dt>
          <dd id="taps-all">{window.kernel ** 2}</dd>
        </div>
        <div>
          <dt>that meet an input, mean of the phases</dt>
          <dd id="taps-met">{tapsMet(window).toFixed(2)}</dd>
        </div>
        <div>
          <dt>ratio: stride²</dt>
          <dd id="taps-ratio">{(window.kernel ** 2 / tapsMet(window)).toFixed(2)}</dd>
        </div>
      </dl>
      <p class="note transposed-work" id="transposed-work">
        In this small image, whose edges have zeros around them as well: {count(withZeros)} products
        with zeros, {count(without)} without.
      </p>
    </section>
  )
}
