// Findings of the check, line by line.

import { placeOf } from '../../catalogue/card'
import type { Judgement } from '../../catalogue/own'
import type { Verdict } from '../../catalogue/verify'
import { minus } from '../core/words'
import type { LineNote } from './editor'
import { text as words } from './text'

export type Suspect = Judgement['suspects'][number]

export function suspectText({ kind, entry, sample, array, index, lines, invocations }: Suspect) {
  const [first, second = first] = lines
  const [one, other = one] = invocations
  return words.value.notes[kind]({
    ...{ entry, sample, at: `${array}[${index}]` },
    ...{ lines: [first, second], invocations: [one, other] },
  })
}

const figure = (value: number): string => minus(String(Number(value.toPrecision(7))))

/** The element with the largest error: `[0, 2, 1]: 0.5, expected 0.7` */
export function worstText({ worst: { index, got, expected }, shape }: Verdict): string {
  return words.value.notes.worst(placeOf(index, shape).join(', '), figure(got), figure(expected))
}

/** Findings, a line each: first those that explain wrong values. */
export function faultsOf({ verdicts, unsteady, suspects }: Judgement): string[] {
  const { notes, judged } = words.value
  return [
    ...suspects.map((each) => `${judged[each.kind]} ${suspectText(each)}`),
    ...verdicts
      .filter(({ ok }) => !ok)
      .map((each) => notes.fault(each.input, each.sample, worstText(each))),
    ...unsteady.map((where) => notes.unsteady(where)),
  ]
}

/** A note for each line that a suspect names. */
export function notesOf({ suspects }: Judgement): LineNote[] {
  const told = new Map<number, Set<string>>()
  for (const { kind, array, index, lines } of suspects) {
    const at = `${array}[${index}]`
    const { lineOutside, lineRace } = words.peek().notes
    const message = kind === 'outside' ? lineOutside(at) : lineRace(at)
    for (const line of lines) told.set(line, (told.get(line) ?? new Set()).add(message))
  }
  return [...told].map(([line, messages]) => ({ line, message: [...messages].join('\n') }))
}
