// Settings out of the page's address, for tests and for the curious: `?objective=lsgan&seed=3&width=8`.
// What is not named takes the preset of the terminal.

import { LARGE } from '../gan/config'
import { modelNames } from '../gan/models'
import { objectiveNames } from '../gan/objectives'
import type { Settings } from './protocol'

/** The least and the most of each setting; the models refuse what they cannot build themselves. */
const LIMITS = {
  seed: [0, 2 ** 31 - 1],
  imageSize: [1, 1024],
  width: [1, 1024],
  latent: [1, 65536],
  batchSize: [1, 65536],
  lr: [0, LARGE],
  clip: [0, LARGE],
  lambda: [0, LARGE],
  criticSteps: [1, 1000],
} as const satisfies Partial<Record<keyof Settings, readonly [number, number]>>

type Named = keyof typeof LIMITS

const FRACTIONS: readonly Named[] = ['lr', 'clip', 'lambda']

/** @throws RangeError that says which setting is wrong, and what it must be */
export function readSettings(search: string): Settings {
  const given = new URLSearchParams(search)
  const settings: Settings = {
    seed: 1,
    ...oneOf(given, 'objective', objectiveNames),
    ...oneOf(given, 'model', modelNames),
  }
  for (const [name, [least, most]] of Object.entries(LIMITS) as [
    Named,
    readonly [number, number],
  ][]) {
    const text = given.get(name)
    if (text === null) continue
    const value = Number(text)
    const isFraction = FRACTIONS.includes(name)
    const kind = isFraction ? 'number' : 'whole number'
    const fits = value >= least && value <= most && (isFraction || Number.isInteger(value))
    if (text.trim() === '' || !fits) {
      throw new RangeError(
        `the address says ${name}=${text}, but it must be a ${kind} from ${least} to ${most}`,
      )
    }
    settings[name] = value
  }
  return settings
}

function oneOf<Name extends string, Value extends string>(
  given: URLSearchParams,
  name: Name,
  values: readonly Value[],
): { [Key in Name]?: Value } {
  const text = given.get(name)
  const found = values.find((value) => value === text)
  if (text !== null && found === undefined) {
    throw new RangeError(
      `the address says ${name}=${text}, but it must be one of ${values.join(', ')}`,
    )
  }
  return (found === undefined ? {} : { [name]: found }) as { [Key in Name]?: Value }
}
