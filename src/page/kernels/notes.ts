// Findings of the check, line by line.

import { placeOf } from '../../catalogue/card'
import type { Judgement } from '../../catalogue/own'
import type { Verdict } from '../../catalogue/verify'
import { minus } from '../core/words'
import type { LineNote } from './editor'
import { text } from './text'
import type { Suspect } from './types'

export const suspectText = (suspect: Suspect): string => text.value.found[suspect.kind](suspect)

const figure = (value: number): string => minus(String(Number(value.toPrecision(7))))

/** The element with the largest error: `[0, 2, 1]: 0.5, expected 0.7` */
export function worstText({ worst: { index, got, expected }, shape }: Verdict): string {
  const place = placeOf(index, shape).join(', ')
  return text.value.found.expected(place, figure(got), figure(expected))
}

/** Findings, a line each: first those that explain wrong values. */
export function faultsOf({ verdicts, unsteady, suspects }: Judgement): string[] {
  const { found } = text.value
  return [
    ...suspects.map((each) => `${found.kinds[each.kind]} ${suspectText(each)}`),
    ...verdicts
      .filter(({ ok }) => !ok)
      .map((each) => found.value(each.input, each.sample, worstText(each))),
    ...unsteady.map((where) => found.unsteady(where)),
  ]
}

/** A note for each line that a suspect names. */
export function notesOf({ suspects }: Judgement): LineNote[] {
  const { found } = text.value
  const told = new Map<number, Set<string>>()
  for (const { kind, array, index, lines } of suspects) {
    const at = `${array}[${index}]`
    const message = kind === 'outside' ? found.outsideNote(at) : found.raceNote(at)
    for (const line of lines) told.set(line, (told.get(line) ?? new Set()).add(message))
  }
  return [...told].map(([line, messages]) => ({ line, message: [...messages].join('\n') }))
}
