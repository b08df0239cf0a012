import { told } from '../../core/language'
import { en } from './en'

export const text = told(en, async () => (await import('./ko')).ko)
