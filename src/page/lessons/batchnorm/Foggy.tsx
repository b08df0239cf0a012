// Why D's input has no batch norm: it takes away what all images of a batch have in common.

import { ask } from '../../client'
import { useLive } from '../../latent/live'
import { Bitmap } from '../../parts/Bitmap'
import { CheckField } from '../../parts/Field'
import { sentence } from '../../parts/words'
import { Slider } from '../Slider'
import { signed } from './Channel'
import { digits, fog, problemOfDigits } from './state'

export function Foggy() {
  useLive(
    digits,
    () => {
      const { value } = fog
      return () => ask('normDigits', value)
    },
    problemOfDigits,
  )
  const { value: set } = fog
  const { before, after, mean, deviation, change, others } = digits.value ?? {}
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
          <span>What D would see without batch norm</span>
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
          <span>What D would see after batch norm, γ = 1, β = 0</span>
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
          ? (problemOfDigits.value && sentence(problemOfDigits.value)) ||
            'Eight digits are on their way.'
          : `The most that the fog changed a normalised pixel by: ${change.toFixed(4)} deviations, all of it ε's doing.`}
      </p>
      <p class="note norm-fogged" id="blank-change" data-others={others} role="status">
        {others === undefined
          ? 'Make the eighth image white: the seven others are left as they are before batch norm.'
          : `The white image moved the pixels of the seven others by up to ${others.toFixed(2)} deviations after batch norm, though before it they are the same.`}
      </p>
    </section>
  )
}
