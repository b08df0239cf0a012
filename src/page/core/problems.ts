// What went wrong, said in one place by several who do something there.

import type { Signal } from '@preact/signals'

/** What was signed last in each place. */
const signed = new WeakMap<Signal<string>, { by: object; message: string }>()

export function tell(place: Signal<string>, by: object, message: string): void {
  signed.set(place, { by, message })
  place.value = message
}

/** Who says what stands there; nobody where it was not signed. */
export function teller(place: Signal<string>): object | undefined {
  const last = signed.get(place)
  return last?.message === place.peek() ? last.by : undefined
}

/** What another said stays. */
export function takeBack(place: Signal<string>, by: object): void {
  if (teller(place) === by) place.value = ''
}
