import { ways } from '../../gan/latent/latent'
import { ChoiceField, into } from '../parts/Field'
import { way } from './state'

export function WayField() {
  return (
    <ChoiceField
      id="way"
      title="Way"
      hint="z of N(0, 1) lies near a sphere. The spherical way stays on it, the straight one cuts through."
      value={way.value}
      options={ways.map((name) => ({ value: name, title: name }))}
      changed={into(way)}
    />
  )
}
