// Findings of the check, line by line.

import { placeOf } from '../../catalogue/card'
import type { Judgement } from '../../catalogue/own'
import type { Verdict } from '../../catalogue/verify'
import { minus } from '../core/words'
import type { LineNote } from './editor'

export type Suspect = Judgement['suspects'][number]

export function suspectText({ kind, entry, sample, array, index, lines, invocations }: Suspect) {
  const [first, second = first] = lines
  const [one, other = one] = invocations
  const at = `${array}[${index}]`
  if (kind === 'outside') {
    return `${entry}, sample ${sample}: line ${first} uses ${at}, beyond its end (invocation ${one})`
  }
  const who = `invocation ${one} in line ${first}, invocation ${other} in line ${second}`
  return `${entry}, sample ${sample}: ${at} is used by two without a barrier between: ${who}`
}

const figure = (value: number): string => minus(String(Number(value.toPrecision(7))))

/** The element with the largest error: `[0, 2, 1]: 0.5, expected 0.7` */
export function worstText({ worst: { index, got, expected }, shape }: Verdict): string {
  return `[${placeOf(index, shape).join(', ')}]: ${figure(got)}, expected ${figure(expected)}`
}

/** Findings, a line each: first those that explain wrong values. */
export function faultsOf({ verdicts, unsteady, suspects }: Judgement): string[] {
  return [
    ...suspects.map(
      (each) => `${each.kind === 'outside' ? 'OUTSIDE' : 'RACE'} ${suspectText(each)}`,
    ),
    ...verdicts
      .filter(({ ok }) => !ok)
      .map((each) => `${each.input} of sample ${each.sample} at ${worstText(each)}`),
    ...unsteady.map((where) => `two runs of sample ${where} gave different bits`),
  ]
}

/** A note for each line that a suspect names. */
export function notesOf({ suspects }: Judgement): LineNote[] {
  const told = new Map<number, Set<string>>()
  for (const { kind, array, index, lines } of suspects) {
    const at = `${array}[${index}]`
    const message =
      kind === 'outside'
        ? `OUTSIDE: uses ${at}, beyond its end`
        : `RACE: ${at} is used by two invocations without a barrier between`
    for (const line of lines) told.set(line, (told.get(line) ?? new Set()).add(message))
  }
  return [...told].map(([line, messages]) => ({ line, message: [...messages].join('\n') }))
}
