// The numbers at the ε that is chosen: each difference, how far it is from the tape, and how far it may be.

import { Means } from '../Legend'
import { Readings } from '../plot/Readings'
import { titleOf } from './net'
import { epsilon, fixed, here, kind, scientific } from './state'
import { BOUND, type Kind } from './sweep'

const titles: Record<Kind, string> = {
  forward: 'forward',
  central: 'central',
  double: 'central, float64',
}

export function Differences() {
  const { value: now } = here
  return (
    <table class="scope-table">
      <caption>
        Differences with ε = {scientific(epsilon.value)}, beside the tape; in float32, unless it is
        said
      </caption>
      <thead>
        <tr>
          <th scope="col">Difference</th>
          <th scope="col">says</th>
          <th scope="col">is off by</th>
          <th scope="col">about, at worst</th>
        </tr>
      </thead>
      <tbody>
        {(['forward', 'central', 'double'] as const).map((each) => {
          const row = now?.rows[each]
          return (
            <tr key={each} class={each === kind.value ? 'chosen' : ''}>
              <th scope="row">
                {each === 'double' ? (
                  <span class="check">
                    <Key of={each} />
                    {titles[each]}
                  </span>
                ) : (
                  <label class="check">
                    <input
                      type="radio"
                      name="difference"
                      id={`scope-${each}`}
                      checked={each === kind.value}
                      onChange={() => {
                        kind.value = each
                      }}
                    />
                    <Key of={each} />
                    {titles[each]}
                  </label>
                )}
              </th>
              <td id={`scope-says-${each}`}>{fixed(row?.value ?? Number.NaN)}</td>
              <td id={`scope-off-${each}`}>{scientific(row?.error ?? Number.NaN)}</td>
              <td id={`scope-expected-${each}`}>
                {now && now.kinks > 0 ? 'a kink' : scientific(row?.expected ?? Number.NaN)}
              </td>
            </tr>
          )
        })}
        <tr>
          <th scope="row">the tape</th>
          <td id="scope-gradient">{fixed(now?.sweep.gradient ?? Number.NaN)}</td>
          <td />
          <td />
        </tr>
      </tbody>
    </table>
  )
}

function Key({ of }: { of: Kind }) {
  return (
    <svg class="key" viewBox="0 0 20 8" aria-hidden="true">
      <path class={`scope-error bold ${of}`} d="M0 4H20" />
    </svg>
  )
}

export function Symbolics() {
  const { value: now } = here
  return (
    <>
      <Means
        tex="g"
        meaning="the gradient that the tape says"
        now={fixed(now?.sweep.gradient ?? Number.NaN)}
      />
      <Means tex="L" meaning="D's loss" now={fixed(now?.L ?? Number.NaN)} />
      <Readings
        rows={[
          {
            id: 'scope-w',
            tex: 'w',
            value: fixed(now?.sweep.w ?? Number.NaN),
            says: now ? `the weight: ${titleOf(now.sweep.index)}.` : 'the weight.',
          },
          {
            id: 'scope-epsilon',
            tex: String.raw`\varepsilon`,
            value: scientific(epsilon.value),
            says: 'how far the weight is moved, to either side.',
          },
          {
            id: 'scope-loss',
            tex: 'L(w)',
            value: fixed(now?.L ?? Number.NaN),
            says: "D's loss, all weights as they are.",
          },
          {
            id: 'scope-up',
            tex: String.raw`L(w + \varepsilon)`,
            value: fixed(now?.up ?? Number.NaN),
            says: 'the same program, replayed with the weight moved up.',
          },
          {
            id: 'scope-down',
            tex: String.raw`L(w - \varepsilon)`,
            value: fixed(now?.down ?? Number.NaN),
            says: 'and with the weight moved down.',
          },
          {
            id: 'scope-rounding',
            tex: String.raw`2^{-24}\, |L|`,
            value: scientific(now?.rounding ?? Number.NaN),
            says: 'what one rounding of L to float32 may change it by.',
          },
          {
            id: 'scope-noise',
            tex: String.raw`2^{-24}\, |L| \,/\, \varepsilon`,
            value: scientific(now?.noise ?? Number.NaN),
            says: 'what that rounding becomes in the difference: the dashed line that falls.',
          },
          {
            id: 'scope-most',
            tex: String.raw`8 \cdot 2^{-24}\, M \,/\, \varepsilon`,
            value: scientific(now?.most ?? Number.NaN),
            says: `what the noise never exceeds: ${BOUND} roundings of M, over ε.`,
          },
          {
            id: 'scope-magnitude',
            tex: 'M',
            value: now ? now.sweep.magnitude.toFixed(2) : '–',
            says: 'the sum of |terms| in L: those of the loss, and those of each logit by how much L follows it.',
          },
          {
            id: 'scope-kinks',
            name: 'kinks',
            value: now ? String(now.kinks) : '–',
            says: 'inputs of the activation (and of a hinge) that change sides between w − ε and w + ε.',
          },
        ]}
      />
    </>
  )
}
