// Why D's input has no batch norm: it takes away what all images of a batch have in common.

import { ask } from '../../client'
import { useLive } from '../../latent/live'
import { Bitmap } from '../../parts/Bitmap'
import { CheckField } from '../../parts/Field'
import { sentence } from '../../parts/words'
import { Slider } from '../Slider'
import { signed } from './Channel'
import { digits, fog, problem } from './state'

export function Foggy() {
  useLive(
    digits,
    () => {
      const { value } = fog
      return () => ask('normDigits', value)
    },
    problem,
  )
  const { value: set } = fog
  const { before, after, mean, deviation, change } = digits.value ?? {}
  const alter = (part: Partial<typeof set>) => {
    fog.value = { ...fog.value, ...part }
  }
  const moments = (which: 0 | 1) =>
    mean && deviation ? `mean ${signed(mean[which])}, deviation ${signed(deviation[which])}` : '…'
  return (
    <section class="card norm-foggy" aria-label="Eight digits">
      <div class="norm-affine">
        <Slider
          id="fog"
          title="Fog over the batch"
          value={set.fog}
          least={0}
          most={0.9}
          step={0.05}
          show={(value) => `${Math.round(100 * value)} %`}
          changed={(value) => alter({ fog: value })}
        />
        <Slider
          id="shade"
          title="Its shade"
          value={set.shade}
          least={-1}
          most={1}
          step={0.1}
          show={signed}
          changed={(value) => alter({ shade: value })}
        />
        <CheckField
          id="blank"
          title="The eighth image is all white"
          value={set.blank}
          changed={(value) => alter({ blank: value })}
        />
      </div>
      <figure>
        <figcaption>
          <span>What comes in</span>
          <span id="fog-before">{moments(0)}</span>
        </figcaption>
        <Bitmap
          id="digits-before"
          label="Eight digits behind fog"
          picture={before}
          width={224}
          height={28}
        />
      </figure>
      <figure>
        <figcaption>
          <span>After batch norm, γ = 1, β = 0</span>
          <span id="fog-after">{moments(1)}</span>
        </figcaption>
        <Bitmap
          id="digits-after"
          label="The same digits, normalised over the batch"
          picture={after}
          width={224}
          height={28}
        />
      </figure>
      <p class="note norm-fogged" id="fog-change" data-change={change} role="status">
        {change === undefined
          ? (problem.value && sentence(problem.value)) || 'Eight digits are on their way.'
          : `The most that the fog changed a normalised pixel by: ${change.toFixed(4)} deviations, all of it ε's doing.`}
      </p>
    </section>
  )
}
