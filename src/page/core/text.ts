import { en } from './en'
import { told } from './language'

export const text = told(en, async () => (await import('./ko')).ko)

/** Message of an error, in English in the code, as a sentence in the current language. */
export const sentenceOf = (message: string): string =>
  message === '' ? '' : text.value.sentence(message)
