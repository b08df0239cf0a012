// Choice of the GANs to compare, and of their common settings. It is fixed during a comparison.

import { configOf } from '../../gan/model/presets'
import { modelNames, objectiveNames } from '../../gan/model/recipes'
import type { RivalChoice } from '../core/address'
import { choose } from '../core/choice'
import { chooseData } from '../core/dataChoice'
import { adapter } from '../core/store'
import { ChoiceField, NumberField, optionsOf } from '../parts/Field'
import { titles } from '../parts/titles'
import { chooseRival, common, comparison } from './choice'
import { phase } from './session'

const PLACES = ['First', 'Second', 'Third'] as const

export function Choose() {
  const fixed = phase.value !== 'idle' && phase.value !== 'fault'
  const { data, seed, width = usualWidth() } = common.value
  const { equal } = comparison.value
  return (
    <form
      id="choose"
      class="choose"
      aria-label="GANs to compare"
      autocomplete="off"
      onSubmit={(event) => event.preventDefault()}
    >
      {PLACES.map((title, i) => (
        <Place key={title} title={title} index={i} fixed={fixed} />
      ))}
      <fieldset class="all">
        <legend>All of them</legend>
        <ChoiceField
          id="compare-equal"
          title="Equal for all"
          hint="The same number of steps, or the same GPU time"
          value={equal}
          disabled={fixed}
          options={[
            { value: 'steps', title: 'steps' },
            { value: 'time', title: 'time' },
          ]}
          changed={(next) => {
            comparison.value = { ...comparison.value, equal: next }
          }}
        />
        <ChoiceField
          id="compare-data"
          title="Dataset"
          value={data}
          disabled={fixed}
          options={optionsOf(['mnist', 'own'], titles.value.data)}
          changed={chooseData}
        />
        <NumberField
          id="compare-seed"
          title="Seed"
          value={seed}
          least={0}
          most={2 ** 31 - 1}
          disabled={fixed}
          changed={(next) => choose('seed', next)}
        />
        <NumberField
          id="compare-width"
          title="Width"
          hint="Channels of the layer nearest the image"
          value={width}
          least={1}
          most={1024}
          disabled={fixed}
          changed={(next) => choose('width', next)}
        />
      </fieldset>
      <p class="note same">
        All use one seed: equal networks start with equal weights, and all draw from the same noise,
        so their first pictures are equal. Learning rates are those of each objective's recipe.
      </p>
    </form>
  )
}

function usualWidth(): number | undefined {
  const { software } = adapter.value ?? {}
  return software === undefined ? undefined : configOf({}, { software, channels: 1 }).width
}

interface PlaceProps {
  title: string
  index: number
  fixed: boolean
}

/** Fields of one rival: objective and networks. The third may be left out. */
function Place({ title, index, fixed }: PlaceProps) {
  const rival = comparison.value.rivals[index]
  const { objective, model = 'dcgan' } = rival ?? {}
  const change = (changed: Partial<RivalChoice>) =>
    chooseRival(index, { objective: objective ?? 'lsgan', model, ...changed })
  const objectives = optionsOf(objectiveNames, titles.value.objectives)
  return (
    <fieldset class={`place rival-${index}`}>
      <legend>{title}</legend>
      <ChoiceField
        id={`rival-${index}-objective`}
        title="Objective"
        value={objective ?? 'none'}
        disabled={fixed}
        options={index < 2 ? objectives : [...objectives, { value: 'none', title: 'none' }]}
        changed={(name) =>
          name === 'none' ? chooseRival(index, undefined) : change({ objective: name })
        }
      />
      <ChoiceField
        id={`rival-${index}-model`}
        title="Networks"
        value={model}
        disabled={fixed || !rival}
        options={optionsOf(modelNames, titles.value.models)}
        changed={(name) => change({ model: name })}
      />
    </fieldset>
  )
}
