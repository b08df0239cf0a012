// Step of the open chapter, from the address: `#lessons/tape/3`, or `#lessons/tape/all` for all of them below each other.

import { signal } from '@preact/signals'

/** Counted from 0. */
export const place = signal<number | 'all'>(0)

/** Reads the place again: the address has changed. */
export function readPlace(): void {
  const [, , part = ''] = location.hash.split('/')
  place.value = part === 'all' ? 'all' : Math.max(0, (Number.parseInt(part, 10) || 1) - 1)
}

/** Address of a step of the open chapter. */
export function addressOf(step: number | 'all'): string {
  const [view, chapter] = location.hash.split('/')
  return `${view}/${chapter}/${step === 'all' ? step : step + 1}`
}

/** Turns to a step. Back leaves the chapter, so the address is replaced. */
export function turnTo(step: number): void {
  history.replaceState(null, '', `${location.search}${addressOf(step)}`)
  place.value = step
  scrollTo(0, 0)
}
