import { en } from './en'
import { told } from './language'

/** The words around the chapters. */
export const text = told(en, async () => (await import('./ko')).ko)
