// Why D's input has no batch norm: it removes whatever all images of a batch have in common.

import { Bitmap } from '../../parts/Bitmap'
import { CheckField } from '../../parts/Field'
import { useLive } from '../../parts/live'
import { faultOf } from '../parts/fault'
import { Slider } from '../parts/Slider'
import { ask } from './ask'
import { signed } from './Channel'
import { digits, fog, problemOfDigits } from './state'
import { text } from './text'

export function Foggy() {
  useLive(
    digits,
    () => {
      const { value } = fog
      return () => ask('batchnormDigits', value)
    },
    problemOfDigits,
  )
  const { value: set } = fog
  const words = text.value.foggy
  const { before, after, mean, deviation, change, others } = digits.value ?? {}
  const alter = (part: Partial<typeof set>) => {
    fog.value = { ...fog.value, ...part }
  }
  const moments = (which: 0 | 1) =>
    mean && deviation ? words.moments(signed(mean[which]), signed(deviation[which])) : '…'
  return (
    <section class="card stack" aria-label={words.name}>
      <div class="controls norm-affine">
        <Slider
          id="fog"
          title={words.fog}
          value={set.fog}
          least={0}
          most={0.9}
          step={0.05}
          show={(value) => `${Math.round(100 * value)} %`}
          changed={(value) => alter({ fog: value })}
        />
        <Slider
          id="shade"
          title={words.shade}
          value={set.shade}
          least={-1}
          most={1}
          step={0.1}
          show={signed}
          changed={(value) => alter({ shade: value })}
        />
        <CheckField
          id="blank"
          title={words.blank}
          value={set.blank}
          changed={(value) => alter({ blank: value })}
        />
      </div>
      <figure>
        <figcaption>
          <span>{words.before}</span>
          <span id="fog-before">{moments(0)}</span>
        </figcaption>
        <Bitmap
          id="digits-before"
          label={words.beforeLabel}
          picture={before}
          width={224}
          height={28}
        />
      </figure>
      <figure>
        <figcaption>
          <span>{words.after}</span>
          <span id="fog-after">{moments(1)}</span>
        </figcaption>
        <Bitmap
          id="digits-after"
          label={words.afterLabel}
          picture={after}
          width={224}
          height={28}
        />
      </figure>
      <p class="note norm-fogged" id="fog-change" data-change={change} role="status">
        {change === undefined
          ? (problemOfDigits.value && faultOf(problemOfDigits.value)) || words.coming
          : words.change(change.toFixed(4))}
      </p>
      <p class="note norm-fogged" id="blank-change" data-others={others} role="status">
        {others === undefined ? words.makeWhite : words.others(others.toFixed(2))}
      </p>
    </section>
  )
}
