import type { Reading } from '../../data/setReading'
import type { OwnSummary } from '../core/protocol'
import { count, dimensions } from '../core/words'

/** Most reasons and classes to name; the rest are counted. */
const NAMED = { reasons: 2, classes: 6 }

/** `1,204 images, 32 × 32, colour; 3 skipped: notes.txt is no image, …` */
export function sayOwn(summary: OwnSummary): string {
  const { count: images, of, height, width, channels, skipped, skippedCount } = summary
  const many = of > images ? `${count(images)} of ${count(of)}` : count(images)
  const size = dimensions([width, height])
  const said = `${many} images, ${size}, ${channels === 3 ? 'colour' : 'grey'}`
  if (skippedCount === 0) return `${said}.`
  return `${said}; ${count(skippedCount)} skipped: ${first(skipped, NAMED.reasons, skippedCount)}.`
}

export function sayClasses({ classes }: OwnSummary): string {
  const each = classes.map(({ name, count: images }) => `${name} ${count(images)}`)
  return `${count(classes.length)} classes: ${first(each, NAMED.classes, classes.length)}.`
}

function first(parts: readonly string[], most: number, all: number): string {
  const named = parts.slice(0, most).join(', ')
  return all > most ? `${named}, and ${count(all - most)} more` : named
}

export const sayReading = ({ doing, done, total }: Reading): string =>
  doing === 'looking'
    ? `Looking at ${count(done)} of ${count(total)} files…`
    : `Reading ${count(done)} of ${count(total)} images…`
