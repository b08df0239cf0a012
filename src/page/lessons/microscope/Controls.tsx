// What one sets: the loss, the activation, what the map shows, and ε.

import { ChoiceField } from '../../parts/Field'
import { objectiveTitles } from '../../parts/titles'
import { sentence } from '../../parts/words'
import { lossNames } from '../losses/forms'
import { Slider } from '../Slider'
import type { Activation, ScopeLoss } from './net'
import { colouring, epsilonAt, problem, scientific, setting, step, taped } from './state'
import { EPSILONS } from './sweep'

const scopeLosses = lossNames.filter((name): name is ScopeLoss => name !== 'minimax')

/** To D minimax and non-saturating are the same. */
const titleOf = (loss: ScopeLoss): string =>
  loss === 'non-saturating' ? 'BCE (minimax, non-saturating)' : objectiveTitles[loss]

const activationTitles: Record<Activation, string> = {
  leakyRelu: 'LeakyReLU: a kink at 0',
  tanh: 'tanh: no kink',
}

export function Controls() {
  return (
    <>
      <p id="scope-source" class="note" role="status">
        {source()}
      </p>
      <div class="scope-controls">
        <ChoiceField
          id="scope-loss-name"
          title="D's loss"
          value={setting.value.loss}
          options={scopeLosses.map((value) => ({ value, title: titleOf(value) }))}
          changed={(loss) => {
            setting.value = { ...setting.value, loss }
          }}
        />
        <ChoiceField
          id="scope-activation"
          title="Between the layers"
          value={setting.value.activation}
          options={(Object.keys(activationTitles) as Activation[]).map((value) => {
            return { value, title: activationTitles[value] }
          })}
          changed={(activation) => {
            setting.value = { ...setting.value, activation }
          }}
        />
        <ChoiceField
          id="scope-colouring"
          title="The map shows"
          value={colouring.value}
          options={[
            { value: 'gradients', title: "gradients, the tape's" },
            { value: 'weights', title: 'weights' },
          ]}
          changed={(value) => {
            colouring.value = value
          }}
        />
      </div>
    </>
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
      changed={(place) => {
        step.value = place
      }}
    />
  )
}

function source(): string {
  if (problem.value) return sentence(problem.value)
  const { value: known } = taped
  if (!known) return 'The small D is being recorded.'
  return known.by === 'GPU'
    ? `136 gradients, by the tape; every L is a replay of the same program on the GPU.`
    : 'There is no GPU here to ask. L is the float64 reference of the ops, rounded once to float32, which is less than a GPU rounds; a difference in float64 stands for the tape.'
}
