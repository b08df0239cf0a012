// The fields of settings that change while a run goes on.

import type { GanConfig } from '../gan/config'
import type { Changes } from '../gan/live'
import { element } from './view'

const NAMES = ['lr', 'clip', 'lambda', 'criticSteps'] as const

const field = (name: (typeof NAMES)[number]) => element(`set-${name}`, HTMLInputElement)

/** Calls `changed` when somebody has typed another value. */
export function onChange(changed: (changes: Changes) => void): void {
  element('live', HTMLFormElement).addEventListener('submit', (event) => event.preventDefault())
  for (const name of NAMES) {
    const input = field(name)
    input.addEventListener('change', () => {
      if (input.reportValidity()) changed({ [name]: input.valueAsNumber })
    })
  }
}

/** Until the next `show`: there is no run whose settings could change. */
export function close(): void {
  for (const name of NAMES) field(name).disabled = true
}

/** Shows what the settings are. Those that other programs or networks would be needed for stay closed. */
export function show(config: GanConfig): void {
  for (const name of NAMES) {
    field(name).value = String(config[name])
    field(name).disabled = false
  }
  field('lambda').disabled = config.lambda === 0
  field('criticSteps').disabled = config.criticSteps === 1
}
