import { count } from '../../core/words'
import { ChoiceField, into, optionsOf } from '../../parts/Field'
import { titles } from '../../parts/titles'
import { faultOf } from '../parts/fault'
import { Slider } from '../parts/Slider'
import { logits, lossNames, PER_UNIT, REACH, roles } from '../tools/forms'
import { asked, batch, dots, fault, fixed, live, logit, middle, role, source } from './state'
import { text } from './text'

const range = {
  least: -REACH,
  most: REACH,
  step: 1 / PER_UNIT,
  show: (value: number) => fixed(value, 2),
}

export function LossControls() {
  const { controls, roles: roleTitles } = text.value
  return (
    <>
      <p id="loss-source" class="note" role="status">
        {aboutSource()}
      </p>
      <div class="controls">
        <ChoiceField
          id="loss-role"
          title={controls.role}
          value={role.value}
          options={optionsOf(roles, roleTitles)}
          changed={into(role)}
        />
        <Slider
          id="loss-x"
          title={controls.x}
          value={logit.value}
          {...range}
          changed={into(logit)}
        />
        <Slider
          id="loss-middle"
          title={controls.middle}
          value={middle.value}
          disabled={batch.value === 'run'}
          {...range}
          changed={(x) => (middle.value = x)}
        />
        {live.value && (
          <ChoiceField
            id="loss-batch"
            title={controls.dots}
            value={batch.value}
            options={[
              { value: 'pretend', title: controls.pretend },
              { value: 'run', title: controls.run },
            ]}
            changed={into(asked)}
          />
        )}
      </div>
      <p id="loss-dots" class="note">
        {aboutDots()}
      </p>
    </>
  )
}

function aboutSource(): string {
  const { sources } = text.value
  const name = source.value
  if (name === 'failed') return faultOf(fault.value)
  return name === 'tape'
    ? sources.tape(lossNames.length, roles.length, logits.length)
    : sources[name]
}

function aboutDots(): string {
  const words = text.value.dots
  const far = dots.value.filter((x) => Math.abs(x) > REACH).length
  const sentences = []
  if (batch.value === 'run' && live.value) {
    const { step, objective } = live.value
    sentences.push(words.run(dots.value.length, count(step), titles.value.objectives[objective]))
  } else {
    sentences.push(words.pretend)
    if (source.value !== 'paper') sentences.push(words.train)
  }
  if (far > 0) sentences.push(words.beyond(far))
  return sentences.join(' ')
}
