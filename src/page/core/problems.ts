// One line for errors, shared by several actions: an action clears its own error, not another's.

import type { Signal } from '@preact/signals'

/** The last message in each place, and its author. */
const signed = new WeakMap<Signal<string>, { by: object; message: string }>()

export function tell(place: Signal<string>, by: object, message: string): void {
  signed.set(place, { by, message })
  place.value = message
}

/** Author of the present message; undefined where it was not set by `tell`. */
export function teller(place: Signal<string>): object | undefined {
  const last = signed.get(place)
  return last?.message === place.peek() ? last.by : undefined
}

/** Clears the message if `by` is its author. */
export function takeBack(place: Signal<string>, by: object): void {
  if (teller(place) === by) place.value = ''
}
