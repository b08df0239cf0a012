import { en } from './en'
import { told } from './language'

export const text = told(en, async () => (await import('./ko')).ko)
