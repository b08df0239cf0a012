// Korean for messages that the code has in English: errors, and reports of the worker.

import { koFiles } from './koFileTable'
import { koMessages } from './koMessageTable'
import { koRuns } from './koRunTable'
import { and, by, object, subject, topic } from './particles'
import { sentence } from './words'

/** Particles after a part: `{1:은}`. */
const particles: Record<string, (word: string) => string> = {
  은: topic,
  이: subject,
  을: object,
  과: and,
  로: by,
}

/** Boundary of sentences. */
const SENTENCES = /(?<=[.?!]) (?=[A-Z])/

/** Places of a pattern: any text, or a number. */
const PLACES = /\{#?\}/

const wordsOf = (english: string): number => english.split(PLACES).join('').length

function matcher(english: string): RegExp {
  const literal = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const source = english
    .split(/(\{#?\})/)
    .map((part) => (part === '{}' ? '([\\s\\S]+?)' : part === '{#}' ? '([\\d,]+)' : literal(part)))
  return new RegExp(`^${source.join('')}\\.?$`, 'i')
}

/** The first pattern that matches counts: those with more words of their own come first. */
const patterns = [...koMessages, ...koFiles, ...koRuns]
  .toSorted(([a], [b]) => wordsOf(b) - wordsOf(a))
  .map(([english, korean]) => ({ matches: matcher(english), korean }))

/** The message in Korean; undefined where no pattern matches one of its sentences. */
export function inKorean(message: string): string | undefined {
  const all = message.split(SENTENCES).map(partInKorean)
  return all.every((each) => each !== undefined) ? all.join('. ') : undefined
}

/** A sentence or a part of one; its parts may be messages too. Of a list each entry counts by itself. */
function partInKorean(part: string): string | undefined {
  for (const { matches, korean } of patterns) {
    const found = matches.exec(part)
    if (found) return filled(korean, found)
  }
  const list = part.split('; ')
  if (list.length < 2) return undefined
  const said = list.map(partInKorean)
  return said.some((each) => each !== undefined)
    ? said.map((each, i) => each ?? list[i]).join('; ')
    : undefined
}

const filled = (korean: string, found: readonly string[]): string =>
  korean.replace(/\{(\d)(?::(.))?\}/g, (_, number: string, particle?: string) => {
    const part = found[Number(number)] ?? ''
    const said = inKorean(part) ?? dated(part)
    return particle === undefined ? said : (particles[particle]?.(said) ?? said)
  })

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `29 Nov, 21:03` → `11월 29일 21:03`; other parts as they are. */
const dated = (part: string): string =>
  part.replace(
    /^(\d+) (\w{3})\w*, (\d\d:\d\d)$/,
    (_, day, month, time) => `${MONTHS.indexOf(month) + 1}월 ${day}일 ${time}`,
  )

/** The message as Korean sentences; a sentence that no pattern matches stays English. */
export const koSentence = (message: string): string =>
  message
    .split(SENTENCES)
    .map((each) => sentence(partInKorean(each) ?? each))
    .join(' ')
