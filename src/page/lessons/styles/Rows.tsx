// Rows of drawings: as it was trained above, with the user's switches or two styles below.

import { Bitmap } from '../../parts/Bitmap'
import { ChoiceField, into } from '../../parts/Field'
import { useLive } from '../../parts/live'
import { greyPicture } from '../parts/grey'
import { Slider } from '../parts/Slider'
import { Readings } from '../plot/Readings'
import { ask } from './ask'
import { Diagram } from './Diagram'
import {
  COUNT,
  grain,
  mixed,
  moved,
  PARTS,
  problem,
  psi,
  type Shown,
  SIZES,
  seed,
  shownOf,
  spread,
  spreadNow,
  switched,
  switches,
  upTo,
  whole,
} from './state'
import { text } from './text'

/** The generator's parts, each with a switch, and what is drawn without it. */
export function Parts() {
  useLive(
    switched,
    () => {
      const how = { seed: seed.value, count: COUNT, grain: grain.value }
      const { value } = switches
      return async () => shownOf(await ask('stylesDraw', how, value))
    },
    problem,
  )
  const { tries, says } = text.value
  const far = (value: number | undefined) => value?.toFixed(1) ?? '–'
  return (
    <section class="card stack" aria-label={tries.label}>
      <div class="styles-switches">
        {PARTS.map((part) => (
          <label key={part} class="check">
            <input
              id={`styles-${part}`}
              type="checkbox"
              checked={switches.value[part]}
              onChange={({ currentTarget }) => {
                switches.value = { ...switches.value, [part]: currentTarget.checked }
              }}
            />
            {tries.switches[part]}
          </label>
        ))}
        <button type="button" id="styles-z" onClick={() => void seed.value++}>
          {tries.otherZ}
        </button>
        <button
          type="button"
          id="styles-grain"
          disabled={!switches.value.noise}
          onClick={() => void grain.value++}
        >
          {tries.otherNoise}
        </button>
      </div>
      <Diagram />
      <Row id="styles-whole" title={tries.whole} of={whole.value} />
      <Row id="styles-now" title={tries.now} of={switched.value} />
      <Readings
        rows={[
          { id: 'styles-spread', name: tries.whole, value: far(spread.value), says: says.spread },
          {
            id: 'styles-spread-now',
            name: tries.now,
            value: far(spreadNow.value),
            says: says.spread,
          },
          { id: 'styles-moved', name: says.between, value: far(moved.value), says: says.moved },
        ]}
      />
    </section>
  )
}

/** Each picture with the first one's style in its large layers, and nearer to the mean of W. */
export function Mixed() {
  useLive(
    mixed,
    () => {
      const how = { seed: seed.value, count: COUNT }
      const styling = { upTo: upTo.value, psi: psi.value }
      return async () => shownOf(await ask('stylesMix', how, styling))
    },
    problem,
  )
  const { tries, mix } = text.value
  return (
    <section class="card stack" aria-label={mix.label}>
      <div class="controls">
        <ChoiceField
          id="styles-up-to"
          title={mix.upTo}
          value={upTo.value}
          options={SIZES.map((value) => ({ value, title: mix.sizes(value) }))}
          changed={into(upTo)}
        />
        <Slider
          id="styles-psi"
          title={mix.psi}
          value={psi.value}
          least={0}
          most={1}
          step={0.05}
          show={(value) => value.toFixed(2)}
          changed={into(psi)}
        />
      </div>
      <Row id="styles-own" title={tries.whole} of={whole.value} />
      <Row id="styles-mixed" title={mix.row} of={mixed.value} />
    </section>
  )
}

function Row({ id, title, of }: { id: string; title: string; of: Shown | undefined }) {
  const { images, side = 32 } = of ?? {}
  const row = new Float32Array(COUNT * side * side)
  for (const [i, image] of images?.entries() ?? []) {
    for (let y = 0; y < side; y++) {
      const shades = image.subarray(y * side, (y + 1) * side).map((value) => (value + 1) / 2)
      row.set(shades, (y * COUNT + i) * side)
    }
  }
  return (
    <figure class="styles-row">
      <Bitmap
        id={id}
        label={title}
        picture={images && greyPicture(row, COUNT * side)}
        width={COUNT * side}
        height={side}
      />
      <figcaption>{title}</figcaption>
    </figure>
  )
}
