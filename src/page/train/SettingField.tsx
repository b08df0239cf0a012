import { type PageName, rules } from '../../gan/model/config'
import { policyNames } from '../../gan/model/recipes'
import type { Row } from '../../gan/model/row'
import { settings } from '../../gan/model/settings'
import { choose } from '../core/choice'
import { classCount, sizesFor } from '../core/dataChoice'
import { chosen } from '../core/store'
import { CheckField, ChoiceField, Hint, NumberField } from '../parts/Field'
import { titles } from '../parts/titles'
import { text } from './text'

const options = <Value extends string | number>(values: readonly Value[]) => {
  const { models, objectives } = titles.value
  const named: Record<string, string> = { ...models, ...objectives }
  return values.map((value) => ({ value, title: named[String(value)] ?? String(value) }))
}

interface SettingFieldProps {
  name: PageName
  value: string | number | boolean | undefined
  disabled?: boolean
}

export function SettingField({ name, value, ...rest }: SettingFieldProps) {
  const { value: kind }: Row = settings[name]
  const words = text.value.setup
  const { title, help: hint } = words.settings[name]
  const field = { id: name, title, hint, ...rest, changed: (to: typeof value) => choose(name, to) }
  const [written, number] = [String(value ?? ''), typeof value === 'number' ? value : undefined]
  const offered = (values: readonly number[]) =>
    name === 'imageSize' ? sizesFor(chosen.value) : values
  switch (kind.kind) {
    case 'number':
      return <NumberField {...field} value={number} rule={rules[name]} least={0} whole={false} />
    case 'whole':
      if (kind.offered)
        return <ChoiceField {...field} value={number} options={options(offered(kind.offered))} />
      return <NumberField {...field} value={number} rule={rules[name]} least={kind.least} />
    case 'choice':
      return (
        <ChoiceField
          {...field}
          value={typeof value === 'string' ? value : undefined}
          options={options(kind.of)}
        />
      )
    case 'flag':
      return <CheckField {...field} value={value === undefined ? value : value === true} />
    case 'classes':
      return (
        <CheckField
          {...field}
          id="conditional"
          value={number === undefined ? number : number > 0}
          disabled={classCount.value < 2}
          changed={(told) => choose(name, told ? classCount.value : 0)}
        />
      )
    case 'policy':
      return (
        <fieldset title={hint} aria-describedby={`${name}-hint`}>
          <legend>{title}</legend>
          {policyNames.map((part) => (
            <CheckField
              key={part}
              id={`${name}-${part}`}
              title={words.augmentations[part]}
              value={value === undefined ? value : written.split(',').includes(part)}
              changed={(on) => choose(name, withOne(written, part, on))}
            />
          ))}
          <Hint id={name} hint={hint} />
        </fieldset>
      )
  }
}

/** A policy with a part added or removed, in the order of `policyNames`. */
function withOne(policy: string, name: string, on: boolean): string {
  const parts = new Set(policy.split(','))
  if (on) parts.add(name)
  else parts.delete(name)
  return policyNames.filter((each) => parts.has(each)).join(',')
}
