import { ways } from '../../gan/latent/latent'
import { ChoiceField, into, optionsOf } from '../parts/Field'
import { way } from './state'
import { text } from './text'

export function WayField() {
  const { title, hint, ways: titles } = text.value.way
  return (
    <ChoiceField
      id="way"
      title={title}
      hint={hint}
      value={way.value}
      options={optionsOf(ways, titles)}
      changed={into(way)}
    />
  )
}
