// Scatter and gather on the same pixels: what is picked on one side lights up on the other.

import { ChoiceField } from '../../parts/Field'
import { sentence } from '../../parts/words'
import { Slider } from '../Slider'
import { PhaseButtons } from './Phases'
import { Pixels } from './Pixels'
import { byWhom, said, written } from './say'
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
  const most = Math.max(...counted)
  const hue = (phase: number) => (360 * phase) / window.stride ** 2
  const byPhase = (phase: number) => ({ text: phaseName(phase), strength: 0.8, hue: hue(phase) })
  const on = (which: 'input' | 'output') => at(picked.value, which)
  return (
    <section class="card transposed-windows" aria-label="Scatter and gather">
      <div class="transposed-controls">
        <Slider
          id="kernel"
          title="Kernel size"
          value={window.kernel}
          {...KERNELS}
          changed={(kernel) => change({ kernel })}
        />
        <Slider
          id="stride"
          title="Stride"
          value={window.stride}
          {...STRIDES}
          changed={(stride) => change({ stride })}
        />
        <Slider
          id="padding"
          title="Padding"
          value={window.padding}
          least={0}
          most={mostPadding(window)}
          changed={(padding) => change({ padding })}
        />
        <ChoiceField
          id="colouring"
          title="Outputs show"
          value={colouring.value}
          options={[
            { value: 'overlap', title: 'how many products' },
            { value: 'phases', title: 'their phase' },
          ]}
          changed={(value) => {
            colouring.value = value
          }}
        />
      </div>
      <div class="transposed-grids">
        <figure class="small">
          <Pixels
            id="inputs"
            label={`Input, ${SMALL} × ${SMALL} pixels`}
            extent={SMALL}
            look={(pixel) => ({ text: `${pixel.row},${pixel.column}`, strength: 0.1 })}
            lit={lit.value.input}
            at={on('input')}
            pick={(pixel) => pick({ side: 'input', ...pixel })}
          />
          <figcaption>
            Input, {SMALL} × {SMALL}
          </figcaption>
        </figure>
        <figure class="small">
          <Pixels
            id="taps"
            label={`Kernel, ${window.kernel} × ${window.kernel} taps, each with its phase`}
            extent={window.kernel}
            look={(tap) => byPhase(phaseOfTap(tap, window))}
            lit={lit.value.tap}
          />
          <figcaption>
            Kernel, {window.kernel} × {window.kernel}
          </figcaption>
        </figure>
        <figure class="large">
          <Pixels
            id="outputs"
            label={`Output, ${side.value} × ${side.value} pixels`}
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
          <figcaption>
            Output, {side.value} × {side.value}
          </figcaption>
        </figure>
      </div>
      <PhaseButtons />
      <p id="transposed-said" class="transposed-said" aria-live="polite">
        {said(picked.value, window)}
      </p>
      <p id="transposed-written" class="transposed-written">
        {written(picked.value, window)}
      </p>
      <p id="transposed-checked" class="note" data-equal={equal}>
        {found
          ? `The numbers are what convTranspose2d gave of an input of ones and a kernel of ones, ${byWhom(found.by)}; ${equal ? `all ${found.values.length} are` : 'they are not'} those that counting gives.`
          : (problem.value && sentence(problem.value)) ||
            'The numbers were counted; the GPU is still asked.'}
      </p>
    </section>
  )
}

const at = (value: Picked, which: 'input' | 'output'): Pixel | undefined =>
  value.side === which ? value : undefined
