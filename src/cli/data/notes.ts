import type { LoadedSet } from '../../data/setReading'
import { quoted } from '../terminal/quoted'

/** Most lines of a kind about a data set. */
const MOST_LINES = 20

/** Skipped pictures with reasons, and other notes about a data set, a line each. */
export function sayNotes({ skipped, notes }: Pick<LoadedSet, 'skipped' | 'notes'>, data: string) {
  return [...listed(skipped, 'skipped', data), ...listed(notes, 'note', data)]
}

function listed(lines: readonly string[], kind: string, data: string): string[] {
  const first = lines.slice(0, MOST_LINES).map((line) => `${kind.padEnd(10)} ${line}`)
  const more = lines.length - first.length
  const rest = `${kind.padEnd(10)} ${more} more: npx ganvas data ${quoted(data)} --json lists them`
  return more > 0 ? [...first, rest] : first
}
