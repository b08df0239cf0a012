// The words of the lessons in the language that is read. English stands in the page; Korean comes when it is
// asked for. Each chapter has `en.tsx`, `ko.tsx` of the same type, and `text.ts`, which tells one of them.

import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { type Language, language } from '../core/language'

/** What the lessons speak now: what the address asks for, as soon as its words have come. */
export const spoken = signal<Language>('en')

/** The words did not come. A browser asks for them again only when the page is reloaded. */
export const missing = signal(false)

const fetches: (() => Promise<void>)[] = []

/** Words in the language that is spoken: read `.value` where they are shown. */
export function told<Words>(en: Words, fetchKo: () => Promise<Words>): ReadonlySignal<Words> {
  const ko = signal<Words | undefined>(undefined)
  fetches.push(async () => {
    ko.value ??= await fetchKo()
  })
  return computed(() => (spoken.value === 'ko' && ko.value) || en)
}

/** Changes the language: in the address at once, in the lessons when its words have come. */
export async function speak(wanted: Language): Promise<void> {
  language.value = wanted
  try {
    if (wanted === 'ko') await Promise.all(fetches.map((fetch) => fetch()))
    spoken.value = wanted
  } catch {
    missing.value = true
  }
}
