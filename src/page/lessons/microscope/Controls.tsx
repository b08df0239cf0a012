import { ChoiceField, into, optionsOf } from '../../parts/Field'
import { titles } from '../../parts/titles'
import { faultOf } from '../parts/fault'
import { Slider } from '../parts/Slider'
import { lossNames } from '../tools/forms'
import type { Activation, ScopeLoss } from './net'
import { colouring, epsilonAt, problem, scientific, setting, step, taped } from './state'
import { EPSILONS } from './sweep'
import { text } from './text'

const scopeLosses = lossNames.filter((name): name is ScopeLoss => name !== 'minimax')

const activations: readonly Activation[] = ['leakyRelu', 'tanh']

const titleOf = (loss: ScopeLoss): string =>
  loss === 'non-saturating' ? text.value.controls.bce : titles.value.objectives[loss]

export function Controls() {
  const { controls } = text.value
  return (
    <div class="controls">
      <ChoiceField
        id="scope-loss-name"
        title={controls.loss}
        value={setting.value.loss}
        options={scopeLosses.map((value) => ({ value, title: titleOf(value) }))}
        changed={(loss) => {
          setting.value = { ...setting.value, loss }
        }}
      />
      <ChoiceField
        id="scope-activation"
        title={controls.activation}
        value={setting.value.activation}
        options={optionsOf(activations, controls)}
        changed={(activation) => {
          setting.value = { ...setting.value, activation }
        }}
      />
      <ChoiceField
        id="scope-colouring"
        title={controls.colouring}
        value={colouring.value}
        options={[
          { value: 'gradients', title: controls.gradients },
          { value: 'weights', title: controls.weights },
        ]}
        changed={into(colouring)}
      />
    </div>
  )
}

export function Epsilon() {
  return (
    <Slider
      id="scope-step"
      title="ε"
      value={step.value}
      least={0}
      most={EPSILONS.length - 1}
      show={(place) => scientific(epsilonAt(place))}
      changed={into(step)}
    />
  )
}

/** Line below the figure: what computes the numbers, or what went wrong. */
export function source(): string {
  if (problem.value) return faultOf(problem.value)
  const { sources } = text.value
  const { value: known } = taped
  if (!known) return sources.asking
  return known.by === 'GPU' ? sources.GPU : sources.paper
}
