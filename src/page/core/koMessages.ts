// Korean for messages that the code has in English: errors, and reports of the worker.

import { koMessages } from './koMessageTable'
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

const patterns = koMessages.map(([english, korean]) => ({
  matches: new RegExp(
    `^${english
      .split('{}')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('([\\s\\S]+?)')}\\.?$`,
    'i',
  ),
  korean,
}))

/** The message in Korean; undefined where no pattern matches. Its parts may be messages too. */
export function inKorean(message: string): string | undefined {
  for (const { matches, korean } of patterns) {
    const found = matches.exec(message)
    if (!found) continue
    return korean.replace(/\{(\d)(?::(.))?\}/g, (_, number: string, particle?: string) => {
      const part = found[Number(number)] ?? ''
      const said = inKorean(part) ?? part
      return particle === undefined ? said : (particles[particle]?.(said) ?? said)
    })
  }
  return undefined
}

/** The message as a Korean sentence, or several; in English where no pattern matches. */
export function koSentence(message: string): string {
  const whole = inKorean(message)
  if (whole !== undefined) return sentence(whole)
  const parts = message.split(/(?<=[.?!]) (?=[A-Z])/)
  return parts.length > 1 ? parts.map(koSentence).join(' ') : sentence(message)
}
