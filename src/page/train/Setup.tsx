import { batch, signal } from '@preact/signals'
import type { PageName } from '../../gan/model/config'
import { usualObjective } from '../../gan/model/recipes'
import { namesOf } from '../../gan/model/row'
import { settings } from '../../gan/model/settings'
import { dataNames } from '../core/address'
import { chooseDefaults, choosePreset, comesToChosen, isNear, isToy, next } from '../core/choice'
import { chooseData } from '../core/dataChoice'
import { chosen } from '../core/store'
import { ChoiceField, explained, Fields, optionsOf } from '../parts/Field'
import { titles } from '../parts/titles'
import { Own } from './Own'
import { presets } from './presets'
import { SettingField } from './SettingField'
import { text } from './text'

export function Setup() {
  const { data, model, seed, objective } = chosen.value
  const points = isToy({ data })
  const words = text.value.setup
  return (
    <form
      id="setup"
      class={explained.value ? 'setup explained' : 'setup'}
      aria-label={words.label}
      autocomplete="off"
      onSubmit={(event) => event.preventDefault()}
    >
      <ChoiceField
        id="preset"
        title={words.preset}
        value={presetOf()}
        options={[
          ...presets.map(({ name }) => ({ value: name, title: words.presets[name] })),
          { value: '', title: custom() },
        ]}
        changed={takePreset}
      />
      <Fields>
        <div class="wide">
          <ChoiceField
            id="data"
            title={words.data}
            value={data}
            options={optionsOf(dataNames, titles.value.data)}
            changed={chooseData}
          />
        </div>
        <SettingField
          name="model"
          value={points ? 'mlp' : (model ?? settings.model.value.default)}
          disabled={points}
        />
        <SettingField name="seed" value={seed} />
        <div class="wide">
          <SettingField
            name="objective"
            value={
              objective ??
              (points ? 'wgan-gp' : usualObjective[model ?? settings.model.value.default])
            }
          />
        </div>
      </Fields>
      <div class="buttons">
        <button
          type="button"
          id="explain"
          aria-pressed={explained.value}
          onClick={() => {
            explained.value = !explained.value
          }}
        >
          {explained.value ? words.hide : words.explain}
        </button>
      </div>
      <Own />
      {!points && <More />}
    </form>
  )
}

/** Open settings stay open while another view is shown. */
const isMoreShown = signal(false)

const ofGroup = (group: string) => namesOf<PageName>(settings, ({ page }) => page?.group === group)
const more = [...ofGroup('learning'), ...ofGroup('networks')]
const checks = (['flag', 'classes', 'policy'] as const).flatMap((kind) =>
  more.filter((name) => settings[name].value.kind === kind),
)
const fields = more.filter((name) => !checks.includes(name))

/** Settings that most runs leave at their defaults. */
function More() {
  const field = (name: PageName) => (
    <SettingField key={name} name={name} value={next.value?.[name]} />
  )
  return (
    <details
      id="more"
      open={isMoreShown.value}
      onToggle={({ currentTarget }) => {
        isMoreShown.value = currentTarget.open
      }}
    >
      <summary>{text.value.setup.more}</summary>
      <Fields>{fields.map(field)}</Fields>
      {checks.map(field)}
      <div class="buttons">
        <button type="button" id="defaults" onClick={takeDefaults}>
          {text.value.setup.defaults}
        </button>
      </div>
    </details>
  )
}

/** Name of the chosen preset, with any seed; empty if none is chosen. */
const presetOf = (): string => presets.find(({ settings }) => comesToChosen(settings))?.name ?? ''

/** Title of settings that are no preset: of a preset, with other settings that the user typed. */
function custom(): string {
  const near = presets.find(({ settings }) => isNear(settings))
  const { presets: titled, changed, custom: own } = text.value.setup
  return near ? changed(titled[near.name]) : own
}

/** With the image size and batch that the data allows. */
function takeDefaults(): void {
  batch(() => {
    chooseDefaults()
    chooseData(chosen.value.data)
  })
}

function takePreset(name: string): void {
  const preset = presets.find((each) => each.name === name)
  if (!preset) return
  batch(() => {
    chooseData(preset.settings.data)
    choosePreset(preset.settings)
  })
}
