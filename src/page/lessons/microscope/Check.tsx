// Why `ganvas check` asks float64 and not the GPU, in the numbers of the weight that is looked at.

import { best, epsilonAt, errors, fixed, here, scientific } from './state'
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
        A kernel that multiplies by 0.9999 where it should by 1 is wrong by 10⁻⁴. For this weight,
        with the best ε of all, a central difference in float32 is about as far off: it could not
        tell. So <code>ganvas check</code> takes no differences of what the GPU computed. Each op
        has a second forward in float64, in plain loops; differences of that, with h = 10⁻⁵, are
        good to about 10⁻¹⁰: the curve and the noise, which are <code>2⁻⁵³ / h</code> there, leave
        no more. What then differs from the GPU's gradient is the GPU's own rounding. It is counted
        in roundings of all that was added up, and more than {BOUND} fail (a dozen, where an op
        takes logarithms). The samples keep away from kinks.
      </p>
      <dl class="figures scope-check">
        <div>
          <dt>best central difference, float32</dt>
          <dd id="scope-best">
            off by {scientific(single)}{' '}
            <span class="note">at ε = {scientific(epsilonAt(place))}</span>
          </dd>
        </div>
        <div>
          <dt>central difference, float64, h = 10⁻⁵</dt>
          <dd id="scope-h">
            off by {scientific(double)}{' '}
            <span class="note">{fixed(double / rounding, 1)} roundings of g</span>
          </dd>
        </div>
        <div>
          <dt>a rounding of g, 2⁻²⁴ |g|</dt>
          <dd id="scope-g-rounding">{scientific(rounding)}</dd>
        </div>
      </dl>
    </>
  )
}
