// The language that the address asks for: `?lang=ko`. The lessons speak it; the rest of the page speaks English.

import { signal } from '@preact/signals'

/** Each by its own name. */
export const languages = { en: 'English', ko: '한국어' } as const

export type Language = keyof typeof languages

const asked = new URLSearchParams(globalThis.location?.search ?? '').get('lang')

export const language = signal<Language>(asked === 'ko' ? 'ko' : 'en')

/** What follows the settings of runs in an address. */
export const languagePart = (): string => (language.value === 'en' ? '' : `&lang=${language.value}`)
