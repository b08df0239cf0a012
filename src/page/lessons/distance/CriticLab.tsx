// Draw a critic, and see how near it comes to the distance, which it can never exceed.

import { batch } from '@preact/signals'
import { minus } from '../../core/words'
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
import { text } from './text'

export function CriticLab() {
  const { critic: words } = text.value
  const { says } = words
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
          <h3>{words.title}</h3>
          <span>{words.hint}</span>
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
            {words.best}
          </button>
          <button type="button" id="critic-flat" onClick={() => take(flat)}>
            {words.flat}
          </button>
        </div>
        <Shift id="shift-again" />
        <label class="reached">
          <span>{words.reached(percent(reached.value, em))}</span>
          <progress max={1} value={em > 0 ? Math.min(1, Math.max(0, reached.value / em)) : 0} />
        </label>
        <p class="note">{words.below}</p>
      </figure>
      <Readings
        rows={[
          {
            id: 'critic-real',
            tex: String.raw`E_\text{real}\, f`,
            value: signed(ofReal),
            says: says.real,
          },
          {
            id: 'critic-fake',
            tex: String.raw`E_\text{fake}\, f`,
            value: signed(ofFake),
            says: says.fake,
          },
          {
            id: 'critic-gap',
            tex: String.raw`E_\text{real}\, f - E_\text{fake}\, f`,
            value: signed(reached.value),
            says: says.gap,
          },
          {
            id: 'critic-distance',
            tex: 'W',
            value: em.toFixed(3),
            says: says.W,
          },
          {
            id: 'critic-slope',
            tex: String.raw`E_\text{fake}\, f'`,
            value: signed(meanSlopeOver(critic.value, fake.value)),
            says: says.slope,
          },
          {
            id: 'critic-js-slope',
            tex: String.raw`\frac{d\,JS}{ds}`,
            value: signed(jsSlope),
            says: says.jsSlope,
          },
        ]}
      />
    </>
  )
}

function percent(part: number, whole: number): string {
  if (whole < 1e-9) return '–'
  // Rounded down, so that it never shows a share that is not reached.
  return `${minus(String(Math.floor((100 * part) / whole + 1e-6)))} %`
}

function sayTaut(): string {
  const words = text.value.critic
  const taut = slopes.value.filter(isTaut).length
  const many = words.taut(taut, slopes.value.length)
  const { value } = wanted
  if (value === undefined || value <= 1 + 1e-9) return many
  return `${many} ${words.wanted(value.toFixed(1))}`
}
