import { told } from '../parts/language'
import { en } from './en'

export const text = told(en, async () => (await import('./ko')).ko)
