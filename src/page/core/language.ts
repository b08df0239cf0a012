// Language of the page: the one in the address (`?lang=ko`), else the one that this browser keeps, else English.
// English is part of the page; Korean is loaded when it is chosen. A room has its texts in `en.ts` and `ko.ts`, of
// one type, and `text.ts`, which chooses between them.

import { computed, type ReadonlySignal, signal } from '@preact/signals'

export const languages = { en: 'English', ko: '한국어' } as const

export type Language = keyof typeof languages

const KEY = 'ganvas language'

function kept(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

function keep(chosen: Language): void {
  try {
    localStorage.setItem(KEY, chosen)
  } catch {
    // Without storage, the address alone keeps the choice.
  }
}

const asked = new URLSearchParams(globalThis.location?.search ?? '').get('lang') ?? kept()

/** The user's choice. */
export const language = signal<Language>(asked === 'ko' ? 'ko' : 'en')

/** Language of the page: the user's choice, once its texts are loaded. */
export const spoken = signal<Language>('en')

/** Could the texts not be loaded? A browser requests them again only when the page is reloaded. */
export const missing = signal(false)

/** Part of the address, after the settings of runs. */
export const languagePart = (): string => (language.value === 'en' ? '' : `&lang=${language.value}`)

const fetches: (() => Promise<void>)[] = []

/** Texts in the current language: read `.value` where they are shown. */
export function told<Words>(en: Words, fetchKo: () => Promise<Words>): ReadonlySignal<Words> {
  const ko = signal<Words | undefined>(undefined)
  fetches.push(async () => {
    ko.value ??= await fetchKo()
  })
  return computed(() => (spoken.value === 'ko' && ko.value) || en)
}

/** Loads the texts of the chosen language that are not loaded yet, and changes to it. */
export async function speak(): Promise<void> {
  const wanted = language.peek()
  try {
    if (wanted === 'ko') await Promise.all(fetches.map((fetch) => fetch()))
    spoken.value = wanted
  } catch {
    missing.value = true
  }
}

export function chooseLanguage(wanted: Language): Promise<void> {
  language.value = wanted
  keep(wanted)
  return speak()
}
