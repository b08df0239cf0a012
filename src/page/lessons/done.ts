// Completed chapters, stored in this browser if it allows that.

import { signal } from '@preact/signals'

const KEY = 'ganvas lessons done'

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : []
  } catch {
    return []
  }
}

export const done = signal<ReadonlySet<string>>(new Set(read()))

export function tick(name: string): void {
  done.value = new Set([...done.value, name])
  try {
    localStorage.setItem(KEY, JSON.stringify([...done.value]))
  } catch {
    // Without storage, it is remembered until the page is closed.
  }
}
