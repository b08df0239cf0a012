import { told } from '../core/language'
import { en } from './en'

/** Texts of the view Lab in the reader's language. */
export const text = told(en, async () => (await import('./ko')).ko)
