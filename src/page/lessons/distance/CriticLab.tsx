// Draw a critic, and see how near it comes to the distance, which it never beats.

import { batch } from '@preact/signals'
import { Readings } from '../plot/Readings'
import { CriticPad } from './CriticPad'
import { best, flat, meanOver, meanSlopeOver, nearest } from './critic'
import { Shift } from './Shift'
import {
  critic,
  fake,
  isTaut,
  numbers,
  point,
  reached,
  real,
  signed,
  slopes,
  wanted,
} from './state'

export function CriticLab() {
  const { em, jsSlope } = numbers.value
  const [ofReal, ofFake] = [meanOver(critic.value, real.value), meanOver(critic.value, fake.value)]
  const take = (next: typeof flat) =>
    batch(() => {
      critic.value = next
      point.value = nearest(next, 0)
      wanted.value = undefined
    })
  return (
    <>
      <figure class="card">
        <figcaption>
          <h3>Your critic f</h3>
          <span>draw on it; or focus it, and press arrow keys</span>
        </figcaption>
        <CriticPad />
        <p id="critic-says" class="note" role="status">
          {sayTaut()}
        </p>
        <div class="buttons">
          <button
            type="button"
            id="critic-best"
            onClick={() => take(best({ real: real.value, fake: fake.value }))}
          >
            Draw the best
          </button>
          <button type="button" id="critic-flat" onClick={() => take(flat)}>
            Flat again
          </button>
        </div>
        <Shift id="shift-again" />
        <label class="reached">
          <span>
            reached <b>{percent(reached.value, em)}</b> of the distance
          </span>
          <progress max={1} value={em > 0 ? Math.min(1, Math.max(0, reached.value / em)) : 0} />
        </label>
        <p class="note">
          Below 0 %: <i>f</i> stands higher over the generated pile than over the real one, and
          would send G away.
        </p>
      </figure>
      <Readings
        rows={[
          {
            id: 'critic-real',
            tex: String.raw`E_\text{real}\, f`,
            value: signed(ofReal),
            says: 'the mean height of your critic over the real pile.',
          },
          {
            id: 'critic-fake',
            tex: String.raw`E_\text{fake}\, f`,
            value: signed(ofFake),
            says: 'the same over the generated pile.',
          },
          {
            id: 'critic-gap',
            tex: String.raw`E_\text{real}\, f - E_\text{fake}\, f`,
            value: signed(reached.value),
            says: "what WGAN's critic is trained to make large: minus its loss.",
          },
          {
            id: 'critic-distance',
            tex: 'W',
            value: em.toFixed(3),
            says: 'the Earth-Mover distance: no critic that is nowhere steeper than 1 gets beyond it.',
          },
          {
            id: 'critic-slope',
            tex: String.raw`E_\text{fake}\, f'`,
            value: signed(meanSlopeOver(critic.value, fake.value)),
            says: 'the mean slope of f under the generated pile: what G learns from. Below 0, G goes to the left.',
          },
          {
            id: 'critic-js-slope',
            tex: String.raw`\frac{d\,JS}{ds}`,
            value: signed(jsSlope),
            says: 'what it would learn from Jensen-Shannon instead. Above 0, it would go to the left.',
          },
        ]}
      />
    </>
  )
}

function percent(part: number, whole: number): string {
  if (whole < 1e-9) return '–'
  // Never rounded up to what it has not reached.
  return `${Math.floor((100 * part) / whole + 1e-6)} %`.replace('-', '−')
}

function sayTaut(): string {
  const taut = slopes.value.filter(isTaut).length
  const many = `Stretches with the full slope, 1: ${taut} of ${slopes.value.length}.`
  const { value } = wanted
  if (value === undefined || value <= 1 + 1e-9) return many
  return `${many} That move wanted a slope of ${value.toFixed(1)}: its neighbours were pulled along.`
}
