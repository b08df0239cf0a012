// Why `ganvas check` asks float64 and not the GPU, in the numbers of the weight that is looked at.

import { count } from '../../parts/words'
import { bestCentral, epsilonAt, errors, here, scientific } from './state'
import { BOUND, H, ROUNDING } from './sweep'

export function Check() {
  const { value: off } = errors
  const { gradient = Number.NaN, terms = Number.NaN } = here.value?.sweep ?? {}
  const best = bestCentral()
  const single = (best && off?.central[best.place]) ?? Number.NaN
  const double = off?.double[H] ?? Number.NaN
  const rounding = { g: ROUNDING * Math.abs(gradient), terms: ROUNDING * terms }
  return (
    <>
      <h3>How the library is checked</h3>
      <p class="prose">
        A gradient in float32 is right to a few roundings of the terms it sums. Where these cancel
        and <i>g</i> is small, that can be a hundred roundings of <i>g</i> itself, and nothing is
        wrong. But a kernel that is ten roundings of its terms off has a mistake in it. Differences
        of float32 losses seldom show that: even with the best ε they are themselves off by more
        than the tape is, unless L is a parabola, as LSGAN's is for layer 2, where ε may be large.
      </p>
      <p class="prose">
        So <code>ganvas check</code> compares the GPU's gradient with a reference that uses nothing
        of the GPU's. Each op has a second forward, in float64 and in plain loops; central
        differences of that, with ε = 10⁻⁵, are good to about 10⁻¹⁰, since the bend leaves ε² and
        the noise 2⁻⁵³ / ε. What then differs is the GPU's own rounding. It is counted in roundings
        of the terms, and the check fails when a sum of products is more than {BOUND} roundings off.
        The samples keep away from kinks.
      </p>
      <dl class="figures scope-check">
        <div>
          <dt>
            central difference, float32, {best?.found === 'measured' ? 'smallest error' : 'best ε'}
          </dt>
          <dd id="scope-best">
            <Off by={single} rounding={rounding} />
            <span class="note">
              {scientific(single)} at ε = {scientific(epsilonAt(best?.place ?? -1))}
              {best?.found === 'measured' && '; with kinks so near, no ε is best by any rule'}
            </span>
          </dd>
        </div>
        <div>
          <dt>central difference, float64, ε = 10⁻⁵</dt>
          <dd id="scope-h">
            <Off by={double} rounding={rounding} />
            <span class="note">{scientific(double)}</span>
          </dd>
        </div>
        <div>
          <dt>a rounding of g, 2⁻²⁴ |g|</dt>
          <dd id="scope-g-rounding">{scientific(rounding.g)}</dd>
        </div>
        <div>
          <dt>a rounding of its terms, 2⁻²⁴ Σ|terms|</dt>
          <dd id="scope-terms-rounding">{scientific(rounding.terms)}</dd>
        </div>
      </dl>
    </>
  )
}

/** In both units: of what is left of the sum, and of what went into it. */
function Off({ by, rounding }: { by: number; rounding: { g: number; terms: number } }) {
  return (
    <>
      <span data-unit="g">{roundings(by / rounding.g)} of g</span>
      <span data-unit="terms">{roundings(by / rounding.terms)} of its terms</span>
    </>
  )
}

const roundings = (many: number): string => {
  if (!Number.isFinite(many)) return '– roundings'
  if (many >= 10) return `${count(Math.round(many))} roundings`
  return `${many < 0.095 ? many.toFixed(3) : many.toFixed(1)} roundings`
}
