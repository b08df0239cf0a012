// Scatter and gather on the same pixels: a pixel picked on one side lights up pixels on the other.

import { ChoiceField, into, optionsOf } from '../../parts/Field'
import { faultOf } from '../parts/fault'
import { Slider } from '../parts/Slider'
import { PhaseButtons } from './Phases'
import { Pixels } from './Pixels'
import { said, written } from './say'
import {
  change,
  colouring,
  counts,
  lit,
  type Picked,
  pick,
  picked,
  problem,
  setting,
  side,
} from './state'
import { text } from './text'
import {
  KERNELS,
  mostPadding,
  type Pixel,
  phaseName,
  phaseOfOutput,
  phaseOfTap,
  SMALL,
  STRIDES,
} from './ties'

export function Windows() {
  const { value: window } = setting
  const { counted, found, equal } = counts.value
  const { windows: words } = text.value
  const most = Math.max(...counted)
  const hue = (phase: number) => (360 * phase) / window.stride ** 2
  const byPhase = (phase: number) => ({ text: phaseName(phase), strength: 0.8, hue: hue(phase) })
  const on = (which: 'input' | 'output') => at(picked.value, which)
  return (
    <section class="card stack transposed-windows" aria-label={words.label}>
      <div class="controls transposed-controls">
        <Slider
          id="kernel"
          title={words.kernel}
          value={window.kernel}
          {...KERNELS}
          changed={(kernel) => change({ kernel })}
        />
        <Slider
          id="stride"
          title={words.stride}
          value={window.stride}
          {...STRIDES}
          changed={(stride) => change({ stride })}
        />
        <Slider
          id="padding"
          title={words.padding}
          value={window.padding}
          least={0}
          most={mostPadding(window)}
          changed={(padding) => change({ padding })}
        />
        <ChoiceField
          id="colouring"
          title={words.show}
          value={colouring.value}
          options={optionsOf(['overlap', 'phases'], words.colourings)}
          changed={into(colouring)}
        />
      </div>
      <div class="transposed-grids">
        <figure class="small">
          <Pixels
            id="inputs"
            label={words.inputLabel(SMALL)}
            extent={SMALL}
            look={(pixel) => ({ text: `${pixel.row},${pixel.column}`, strength: 0.1 })}
            lit={lit.value.input}
            at={on('input')}
            pick={(pixel) => pick({ side: 'input', ...pixel })}
          />
          <figcaption>{words.input(SMALL)}</figcaption>
        </figure>
        <figure class="small">
          <Pixels
            id="taps"
            label={words.tapsLabel(window.kernel)}
            extent={window.kernel}
            look={(tap) => byPhase(phaseOfTap(tap, window))}
            lit={lit.value.tap}
          />
          <figcaption>{words.taps(window.kernel)}</figcaption>
        </figure>
        <figure class="large">
          <Pixels
            id="outputs"
            label={words.outputLabel(side.value)}
            extent={side.value}
            look={(pixel, i) => {
              if (colouring.value === 'phases') return byPhase(phaseOfOutput(pixel, window))
              const count = (found?.values ?? counted)[i] ?? 0
              return { text: count, strength: count / most }
            }}
            lit={lit.value.output}
            at={on('output')}
            pick={(pixel) => pick({ side: 'output', ...pixel })}
          />
          <figcaption>{words.output(side.value)}</figcaption>
        </figure>
        <div class="stack below">
          <PhaseButtons />
          <p id="transposed-said" class="transposed-said" aria-live="polite">
            {said(text.value.said, picked.value, window)}
          </p>
        </div>
      </div>
      <p id="transposed-written" class="transposed-written">
        {written(text.value.written, picked.value, window)}
      </p>
      <p id="transposed-checked" class="note" data-equal={equal}>
        {found
          ? words.checked(found.by, found.values.length, equal)
          : problem.value
            ? words.failed(faultOf(problem.value))
            : words.asking}
      </p>
    </section>
  )
}

const at = (value: Picked, which: 'input' | 'output'): Pixel | undefined =>
  value.side === which ? value : undefined
