// What a run learns from, and how: fields for every setting.

import { signal } from '@preact/signals'
import { rules } from '../../gan/model/config'
import { augmentations, imageSizes, modelNames, objectiveNames } from '../../gan/model/recipes'
import { dataNames } from '../core/address'
import { choose, comesToChosen, isToy, next } from '../core/choice'
import { chooseData, classCount } from '../core/dataChoice'
import { chosen, isAnother, phase } from '../core/store'
import { CheckField, ChoiceField, Fields, NumberField } from '../parts/Field'
import { dataTitles, modelTitles, objectiveTitles } from '../parts/titles'
import { Own } from './Own'
import { presets } from './presets'

const options = <Value extends string | number>(
  values: readonly Value[],
  titles: Partial<Record<Value, string>> = {},
) => values.map((value) => ({ value, title: titles[value] ?? String(value) }))

export function Setup() {
  const settings = chosen.value
  const points = isToy(settings)
  return (
    <form
      id="setup"
      class="setup"
      aria-label="Settings"
      autocomplete="off"
      onSubmit={(event) => event.preventDefault()}
    >
      <ChoiceField
        id="preset"
        title="Known to work"
        value={presetOf()}
        options={[
          ...presets.map(({ name, title }) => ({ value: name, title })),
          { value: '', title: 'Custom' },
        ]}
        changed={takePreset}
      />
      <Fields>
        <div class="wide">
          <ChoiceField
            id="data"
            title="Learns from"
            value={settings.data}
            options={options(dataNames, dataTitles)}
            changed={chooseData}
          />
        </div>
        <ChoiceField
          id="model"
          title="Networks"
          value={points ? 'mlp' : (settings.model ?? 'dcgan')}
          disabled={points}
          options={options(modelNames, modelTitles)}
          changed={(model) => choose('model', model)}
        />
        <NumberField
          id="seed"
          title="Seed"
          hint="The same seed gives the same run"
          value={settings.seed}
          rule={rules.seed}
          least={0}
          changed={(seed) => choose('seed', seed)}
        />
        <div class="wide">
          <ChoiceField
            id="objective"
            title="Objective"
            hint="What D and G each try to make small: their losses"
            value={settings.objective ?? (points ? 'wgan-gp' : 'non-saturating')}
            options={options(objectiveNames, objectiveTitles)}
            changed={(objective) => choose('objective', objective)}
          />
        </div>
      </Fields>
      <Own />
      <p
        id="choice-hint"
        class="note"
        hidden={!isAnother.value || phase.value === 'loading' || phase.value === 'empty'}
      >
        Reset to begin with these.
      </p>
      {!points && <More />}
    </form>
  )
}

/** Open settings stay so while another view is shown. */
const isMoreShown = signal(false)

/** What most runs leave as it is. */
function More() {
  const all = next.value
  const { augment = '' } = all ?? {}
  return (
    <details
      id="more"
      open={isMoreShown.value}
      onToggle={({ currentTarget }) => {
        isMoreShown.value = currentTarget.open
      }}
    >
      <summary>More settings</summary>
      <Fields>
        <NumberField
          id="lr"
          title="Learning rate"
          value={all?.lr}
          rule={rules.lr}
          least={0}
          whole={false}
          changed={(lr) => choose('lr', lr)}
        />
        <NumberField
          id="lrD"
          title="… of D"
          value={all?.lrD}
          rule={rules.lrD}
          least={0}
          whole={false}
          changed={(lrD) => choose('lrD', lrD)}
        />
        <NumberField
          id="beta1"
          title="Adam's β₁"
          value={all?.beta1}
          rule={rules.beta1}
          least={0}
          whole={false}
          changed={(beta1) => choose('beta1', beta1)}
        />
        <NumberField
          id="criticSteps"
          title="Critic steps"
          hint="Steps of D for each step of G"
          value={all?.criticSteps}
          rule={rules.criticSteps}
          least={1}
          changed={(steps) => choose('criticSteps', steps)}
        />
        <NumberField
          id="clip"
          title="Clip"
          hint="D's weights are clamped to ± this; 0 for not at all"
          value={all?.clip}
          rule={rules.clip}
          least={0}
          whole={false}
          changed={(clip) => choose('clip', clip)}
        />
        <NumberField
          id="lambda"
          title="Penalty λ"
          hint="Weight of the gradient penalty; 0 for none"
          value={all?.lambda}
          rule={rules.lambda}
          least={0}
          whole={false}
          changed={(lambda) => choose('lambda', lambda)}
        />
        <NumberField
          id="r1"
          title="R1"
          hint="Weight of a penalty on D's gradient at real images; 0 for none"
          value={all?.r1}
          rule={rules.r1}
          least={0}
          whole={false}
          changed={(r1) => choose('r1', r1)}
        />
        <NumberField
          id="ema"
          title="EMA"
          hint="Share of itself that a moving average of G keeps each step; 0 for none"
          value={all?.ema}
          rule={rules.ema}
          least={0}
          whole={false}
          changed={(ema) => choose('ema', ema)}
        />
        <ChoiceField
          id="imageSize"
          title="Image size"
          value={all?.imageSize}
          options={options(imageSizes)}
          changed={(size) => choose('imageSize', size)}
        />
        <NumberField
          id="width"
          title="Width"
          hint="Channels of the layer nearest the image"
          value={all?.width}
          rule={rules.width}
          least={1}
          changed={(width) => choose('width', width)}
        />
        <NumberField
          id="latent"
          title="Latent"
          hint="Length of the noise z"
          value={all?.latent}
          rule={rules.latent}
          least={1}
          changed={(latent) => choose('latent', latent)}
        />
        <NumberField
          id="batchSize"
          title="Batch"
          value={all?.batchSize}
          rule={rules.batchSize}
          least={1}
          changed={(batch) => choose('batchSize', batch)}
        />
      </Fields>
      <CheckField
        id="spectralNorm"
        title="Spectral norm in D"
        value={all?.spectralNorm}
        changed={(norm) => choose('spectralNorm', norm)}
      />
      <CheckField
        id="conditional"
        title="Tell both the class"
        hint="Needs images with labels, such as the digits"
        value={all && all.classes > 0}
        disabled={classCount.value < 2}
        changed={(told) => choose('classes', told ? classCount.value : 0)}
      />
      <fieldset>
        <legend>Augmentation: D sees images changed by</legend>
        {augmentations.map((name) => (
          <CheckField
            key={name}
            id={`augment-${name}`}
            title={name}
            value={all && augment.split(',').includes(name)}
            changed={(on) => choose('augment', withOne(augment, name, on))}
          />
        ))}
      </fieldset>
    </details>
  )
}

/** A policy with one of its parts in it, or not, in the order in which all are listed. */
function withOne(policy: string, name: string, on: boolean): string {
  const parts = new Set(policy.split(','))
  if (on) parts.add(name)
  else parts.delete(name)
  return augmentations.filter((each) => parts.has(each)).join(',')
}

/** The name of the preset that is chosen, whatever the seed; empty if none is. */
const presetOf = (): string => presets.find(({ settings }) => comesToChosen(settings))?.name ?? ''

function takePreset(name: string): void {
  const preset = presets.find((each) => each.name === name)
  if (preset) chosen.value = { seed: chosen.value.seed, ...preset.settings }
}
