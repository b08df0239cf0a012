// The user's texts and solved exercises, which this browser keeps.

import { signal } from '@preact/signals'

const keyOf = (place: string): string => `ganvas kernel ${place}`

/** @param place  part of the address: `conv2d`, `exercise/border` */
export function keptText(place: string): string | undefined {
  try {
    return localStorage.getItem(keyOf(place)) ?? undefined
  } catch {
    return undefined
  }
}

/** Keeps a text, or forgets it where there is none of the user's. */
export function keepText(place: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(keyOf(place))
    else localStorage.setItem(keyOf(place), text)
  } catch {
    // Without storage, it stays until the page is closed.
  }
}

const SOLVED = 'ganvas kernels solved'

function readSolved(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(SOLVED) ?? '[]')
    return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : []
  } catch {
    return []
  }
}

export const solved = signal<ReadonlySet<string>>(new Set(readSolved()))

export function solve(name: string): void {
  solved.value = new Set([...solved.value, name])
  try {
    localStorage.setItem(SOLVED, JSON.stringify([...solved.value]))
  } catch {
    // Without storage, it is remembered until the page is closed.
  }
}
