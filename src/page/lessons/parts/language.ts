// Texts of the lessons in the reader's language. English is part of the page; Korean is loaded when it is
// requested. Each chapter has `en.tsx`, `ko.tsx` of the same type, and `text.ts`, which chooses one of them.

import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { type Language, language } from '../../core/language'

/** Current language of the lessons: the one in the address, once its texts are loaded. */
export const spoken = signal<Language>('en')

/** Could the texts not be loaded? A browser requests them again only when the page is reloaded. */
export const missing = signal(false)

const fetches: (() => Promise<void>)[] = []

/** Texts in the current language: read `.value` where they are shown. */
export function told<Words>(en: Words, fetchKo: () => Promise<Words>): ReadonlySignal<Words> {
  const ko = signal<Words | undefined>(undefined)
  fetches.push(async () => {
    ko.value ??= await fetchKo()
  })
  return computed(() => (spoken.value === 'ko' && ko.value) || en)
}

/** Changes the language: in the address at once, in the lessons once its texts are loaded. */
export async function speak(wanted: Language): Promise<void> {
  language.value = wanted
  try {
    if (wanted === 'ko') await Promise.all(fetches.map((fetch) => fetch()))
    spoken.value = wanted
  } catch {
    missing.value = true
  }
}
