// Why `ganvas check` asks float64 and not the GPU, in the numbers of the weight that is looked at.

import { count } from '../../parts/words'
import { best, epsilonAt, errors, here, scientific } from './state'
import { BOUND, EPSILONS, ROUNDING } from './sweep'

/** The step of `ganvas check`, among those of the sweep. */
export const H = EPSILONS.findIndex((epsilon) => Math.abs(epsilon / 1e-5 - 1) < 1e-9)

export function Check() {
  const { value: off } = errors
  const g = here.value?.sweep.gradient ?? Number.NaN
  const place = best('central')
  const [single, double] = [off?.central[place] ?? Number.NaN, off?.double[H] ?? Number.NaN]
  const rounding = ROUNDING * Math.abs(g)
  return (
    <>
      <h3>How the library is checked</h3>
      <p class="prose">
        A gradient in float32 is right to a rounding or two, so a kernel that is ten roundings off
        has a mistake in it. No difference of float32 losses can find that: even with the best ε it
        is itself off by far more. So <code>ganvas check</code> takes none of what the GPU computed.
        Each op has a second forward, in float64 and in plain loops; central differences of that,
        with <i>h</i> = 10⁻⁵, are good to about 10⁻¹⁰, since the bend leaves h² and the noise 2⁻⁵³ /
        h. What then differs is the GPU's own rounding. It is counted in roundings of all that was
        added up, and a sum of products fails at {BOUND}. The samples keep away from kinks.
      </p>
      <dl class="figures scope-check">
        <div>
          <dt>best central difference, float32</dt>
          <dd id="scope-best">
            {inRoundings(single / rounding)}{' '}
            <span class="note">
              {scientific(single)} at ε = {scientific(epsilonAt(place))}
            </span>
          </dd>
        </div>
        <div>
          <dt>central difference, float64, h = 10⁻⁵</dt>
          <dd id="scope-h">
            {inRoundings(double / rounding)} <span class="note">{scientific(double)}</span>
          </dd>
        </div>
        <div>
          <dt>a rounding of this gradient, 2⁻²⁴ |g|</dt>
          <dd id="scope-g-rounding">{scientific(rounding)}</dd>
        </div>
      </dl>
    </>
  )
}

const inRoundings = (many: number): string => {
  if (!Number.isFinite(many)) return '–'
  return `${many < 10 ? many.toFixed(1) : count(Math.round(many))} roundings off`
}
