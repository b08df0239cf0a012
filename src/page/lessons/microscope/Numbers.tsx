// The numbers at the chosen ε: each difference, its error against the tape, and the expected error.

import { Means } from '../parts/Legend'
import { Readings } from '../plot/Readings'
import { titleOf } from './say'
import { epsilon, fixed, here, kind, scientific } from './state'
import { BOUND, type Kind } from './sweep'
import { text } from './text'

export function Differences() {
  const { table } = text.value
  const { value: now } = here
  return (
    <table class="compared scope-table">
      <caption>{table.caption(scientific(epsilon.value))}</caption>
      <thead>
        <tr>
          <th scope="col">{table.difference}</th>
          <th scope="col">{table.says}</th>
          <th scope="col">{table.off}</th>
          <th scope="col">{table.expected}</th>
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
                    {table[each]}
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
                    {table[each]}
                  </label>
                )}
              </th>
              <td id={`scope-says-${each}`}>{fixed(row?.value ?? Number.NaN)}</td>
              <td id={`scope-off-${each}`}>{scientific(row?.error ?? Number.NaN)}</td>
              <td id={`scope-expected-${each}`}>
                {now && now.kinks > 0 ? table.kink : scientific(row?.expected ?? Number.NaN)}
              </td>
            </tr>
          )
        })}
        <tr>
          <th scope="row">{table.tape}</th>
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

/** The weight, and the losses of the formulas. */
export function Losses() {
  const { says } = text.value
  const { value: now } = here
  return (
    <>
      <Means tex="g" meaning={says.g} now={fixed(now?.sweep.gradient ?? Number.NaN)} />
      <Means tex="L" meaning={says.L} now={fixed(now?.L ?? Number.NaN)} />
      <Readings
        rows={[
          {
            id: 'scope-w',
            tex: 'w',
            value: fixed(now?.sweep.w ?? Number.NaN),
            says: says.w(now && titleOf(now.sweep.index)),
          },
          {
            id: 'scope-epsilon',
            tex: String.raw`\varepsilon`,
            value: scientific(epsilon.value),
            says: says.epsilon,
          },
          {
            id: 'scope-loss',
            tex: 'L(w)',
            value: fixed(now?.L ?? Number.NaN),
            says: says.loss,
          },
          {
            id: 'scope-up',
            tex: String.raw`L(w + \varepsilon)`,
            value: fixed(now?.up ?? Number.NaN),
            says: says.up,
          },
          {
            id: 'scope-down',
            tex: String.raw`L(w - \varepsilon)`,
            value: fixed(now?.down ?? Number.NaN),
            says: says.down,
          },
        ]}
      />
    </>
  )
}

/** Reasons for which a difference is not the derivative: rounding and kinks. */
export function Rounding() {
  const { says } = text.value
  const { value: now } = here
  return (
    <Readings
      rows={[
        {
          id: 'scope-rounding',
          tex: String.raw`2^{-24}\, |L|`,
          value: scientific(now?.rounding ?? Number.NaN),
          says: says.rounding,
        },
        {
          id: 'scope-noise',
          tex: String.raw`2^{-24}\, |L| \,/\, \varepsilon`,
          value: scientific(now?.noise ?? Number.NaN),
          says: says.noise,
        },
        {
          id: 'scope-most',
          tex: String.raw`8 \cdot 2^{-24}\, M \,/\, \varepsilon`,
          value: scientific(now?.most ?? Number.NaN),
          says: says.most(BOUND),
        },
        {
          id: 'scope-magnitude',
          tex: 'M',
          value: now ? now.sweep.magnitude.toFixed(2) : '–',
          says: says.magnitude,
        },
        {
          id: 'scope-kinks',
          name: says.kinksName,
          value: now ? String(now.kinks) : '–',
          says: says.kinks,
        },
      ]}
    />
  )
}
