// What an op's card says, in the language that is read; in English where nobody has said it in that one.

import { text } from './text'
import type { PixelOp } from './tools'

export interface CardWords {
  title: string
  summary: string
  /** Of a card that stays in English. */
  lang: 'en' | undefined
}

export function cardWords({ op, title, summary }: PixelOp): CardWords {
  const said = text.value.cards[op]
  return said ? { ...said, lang: undefined } : { title, summary, lang: 'en' }
}
