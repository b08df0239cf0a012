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
import { text } from './text'

export function Choose() {
  const fixed = phase.value !== 'idle' && phase.value !== 'fault'
  const { data, seed, width = usualWidth() } = common.value
  const { equal } = comparison.value
  const words = text.value.choose
  return (
    <form
      id="choose"
      class="choose"
      aria-label={words.label}
      autocomplete="off"
      onSubmit={(event) => event.preventDefault()}
    >
      {words.places.map((title, i) => (
        <Place key={i} title={title} index={i} fixed={fixed} />
      ))}
      <fieldset class="all">
        <legend>{words.all}</legend>
        <ChoiceField
          id="compare-equal"
          title={words.equal}
          hint={words.equalHint}
          value={equal}
          disabled={fixed}
          options={optionsOf(['steps', 'time'], words.equals)}
          changed={(next) => {
            comparison.value = { ...comparison.value, equal: next }
          }}
        />
        <ChoiceField
          id="compare-data"
          title={words.data}
          value={data}
          disabled={fixed}
          options={optionsOf(['mnist', 'own'], titles.value.data)}
          changed={chooseData}
        />
        <NumberField
          id="compare-seed"
          title={words.seed}
          value={seed}
          least={0}
          most={2 ** 31 - 1}
          disabled={fixed}
          changed={(next) => choose('seed', next)}
        />
        <NumberField
          id="compare-width"
          title={words.width}
          hint={words.widthHint}
          value={width}
          least={1}
          most={1024}
          disabled={fixed}
          changed={(next) => choose('width', next)}
        />
      </fieldset>
      <p class="note same">{words.same}</p>
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
  const words = text.value.choose
  return (
    <fieldset class={`place rival-${index}`}>
      <legend>{title}</legend>
      <ChoiceField
        id={`rival-${index}-objective`}
        title={words.objective}
        value={objective ?? 'none'}
        disabled={fixed}
        options={index < 2 ? objectives : [...objectives, { value: 'none', title: words.none }]}
        changed={(name) =>
          name === 'none' ? chooseRival(index, undefined) : change({ objective: name })
        }
      />
      <ChoiceField
        id={`rival-${index}-model`}
        title={words.networks}
        value={model}
        disabled={fixed || !rival}
        options={optionsOf(modelNames, titles.value.models)}
        changed={(name) => change({ model: name })}
      />
    </fieldset>
  )
}
