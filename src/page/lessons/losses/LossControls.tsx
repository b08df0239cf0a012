// What one sets: whose loss, the logit, and the batch.

import { ChoiceField } from '../../parts/Field'
import { objectiveTitles } from '../../parts/titles'
import { count } from '../../parts/words'
import { Slider } from '../Slider'
import { logits, lossNames, PER_UNIT, REACH, type Role, roles } from './forms'
import { asked, batch, dots, fixed, live, logit, middle, role, source } from './state'

const roleTitles: Record<Role, string> = {
  generator: "G's, on a generated image",
  fake: "D's, on a generated image",
  real: "D's, on a real image",
}

const range = {
  least: -REACH,
  most: REACH,
  step: 1 / PER_UNIT,
  show: (value: number) => fixed(value, 2),
}

const sources = {
  asking: 'Drawn from the formulas on paper; the GPU is computing them.',
  tape: `Every point is the GPU's: ${lossNames.length} losses × ${roles.length} roles, each at ${logits.length} logits, and what the tape says of each.`,
  paper: 'There is no GPU here to ask: these are the formulas on paper.',
} as const

export function LossControls() {
  return (
    <>
      <p id="loss-source" class="note" role="status">
        {sources[source.value]}
      </p>
      <div class="loss-controls">
        <ChoiceField
          id="loss-role"
          title="Whose loss"
          value={role.value}
          options={(Object.keys(roleTitles) as Role[]).map((value) => ({
            value,
            title: roleTitles[value],
          }))}
          changed={(value) => {
            role.value = value
          }}
        />
        <Slider
          id="loss-x"
          title="Logit x"
          value={logit.value}
          {...range}
          changed={(x) => {
            logit.value = x
          }}
        />
        <Slider
          id="loss-middle"
          title="Middle of the batch"
          value={middle.value}
          disabled={batch.value === 'run'}
          {...range}
          changed={(x) => (middle.value = x)}
        />
        {live.value && (
          <ChoiceField
            id="loss-batch"
            title="The dots"
            value={batch.value}
            options={[
              { value: 'pretend', title: 'a batch to drag' },
              { value: 'run', title: "your run's last batch" },
            ]}
            changed={(value) => {
              asked.value = value
            }}
          />
        )}
      </div>
      <p id="loss-dots" class="note">
        {aboutDots()}
      </p>
    </>
  )
}

function aboutDots(): string {
  const far = dots.value.filter((x) => Math.abs(x) > REACH).length
  const beyond = far > 0 ? ` ${far} lie beyond the edge, and are drawn on it.` : ''
  if (batch.value === 'pretend' || !live.value) {
    const more = "Train, and come back: then they are what your D says of G's last batch."
    const said = source.value === 'paper' ? '16 made-up logits.' : `16 made-up logits. ${more}`
    return said + beyond
  }
  const { step, objective } = live.value
  const said = `${dots.value.length} images that G drew in step ${count(step)}, as your D (${objectiveTitles[objective]}) scores them.`
  return said + beyond
}
