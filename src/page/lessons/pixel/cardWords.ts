// Texts of an op's card in the reader's language, or in English if they are not translated.

import { text } from './text'
import type { PixelOp } from './tools'

export interface CardWords {
  title: string
  summary: string
  /** Set if the card's text is English in another language. */
  lang: 'en' | undefined
}

export function cardWords({ op, title, summary }: PixelOp): CardWords {
  const said = text.value.cards[op]
  return said ? { ...said, lang: undefined } : { title, summary, lang: 'en' }
}
