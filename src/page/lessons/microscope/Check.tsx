// Why `ganvas check` uses float64 and not the GPU, with the numbers of the chosen weight.

import { count } from '../../core/words'
import { Fact } from '../../parts/Fact'
import { bestCentral, epsilonAt, errors, here, scientific } from './state'
import { H, ROUNDING } from './sweep'
import { text } from './text'

export function Check() {
  const { value: off } = errors
  const { gradient = Number.NaN, terms = Number.NaN } = here.value?.sweep ?? {}
  const { check } = text.value
  const best = bestCentral()
  const measured = best?.found === 'measured'
  const single = (best && off?.central[best.place]) ?? Number.NaN
  const double = off?.double[H] ?? Number.NaN
  const rounding = { g: ROUNDING * Math.abs(gradient), terms: ROUNDING * terms }
  return (
    <>
      <p class="prose">{check.why}</p>
      <dl class="figures scope-check">
        <div>
          <dt>{check.single(measured)}</dt>
          <dd id="scope-best">
            <Off by={single} rounding={rounding} />
            <span class="note">
              {check.best({
                error: scientific(single),
                epsilon: scientific(epsilonAt(best?.place ?? -1)),
                measured,
              })}
            </span>
          </dd>
        </div>
        <div>
          <dt>{check.double}</dt>
          <dd id="scope-h">
            <Off by={double} rounding={rounding} />
            <span class="note">{scientific(double)}</span>
          </dd>
        </div>
        <Fact id="scope-g-rounding" title={check.ofG} value={scientific(rounding.g)} />
        <Fact id="scope-terms-rounding" title={check.ofTerms} value={scientific(rounding.terms)} />
      </dl>
    </>
  )
}

/** An error in two units: roundings of the sum, and roundings of its terms. */
function Off({ by, rounding }: { by: number; rounding: { g: number; terms: number } }) {
  const { inG, inTerms } = text.value.check
  return (
    <>
      <span data-unit="g">{inG(written(by / rounding.g))}</span>
      <span data-unit="terms">{inTerms(written(by / rounding.terms))}</span>
    </>
  )
}

const written = (many: number): string => {
  if (!Number.isFinite(many)) return '–'
  if (many >= 10) return count(Math.round(many))
  return many < 0.095 ? many.toFixed(3) : many.toFixed(1)
}
