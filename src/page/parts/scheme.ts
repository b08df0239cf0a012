// Light or dark: canvases are redrawn when it changes.

import { signal } from '@preact/signals'

const query = matchMedia('(prefers-color-scheme: dark)')
const dark = signal(query.matches)
query.addEventListener('change', () => {
  dark.value = query.matches
})

export const useScheme = (): 'light' | 'dark' => (dark.value ? 'dark' : 'light')

/** A custom property of the style sheet, such as --ink. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}
