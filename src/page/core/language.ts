// Language of the lessons, from the address: `?lang=ko`. The rest of the page is English.

import { signal } from '@preact/signals'

export const languages = { en: 'English', ko: '한국어' } as const

export type Language = keyof typeof languages

const asked = new URLSearchParams(globalThis.location?.search ?? '').get('lang')

export const language = signal<Language>(asked === 'ko' ? 'ko' : 'en')

/** Part of the address of lessons, after the settings of runs. */
export const languagePart = (): string => (language.value === 'en' ? '' : `&lang=${language.value}`)
