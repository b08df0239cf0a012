import type { CropLoss } from '../../data/pictures'
import type { Reading } from '../../data/setReading'
import type { OwnSummary } from '../core/protocol'
import { count, dimensions } from '../core/words'

/** Most classes to name. */
const NAMED = 6

/** `1 image`, `1,204 images` */
export const images = (many: number): string => `${count(many)} ${many === 1 ? 'image' : 'images'}`

/** `1,204 images, 32 × 32, colour.` */
export function sayOwn({ count: many, of, height, width, channels }: OwnSummary): string {
  const some = of > many ? `${count(many)} of ${images(of)}` : images(many)
  return `${some}, ${dimensions([width, height])}, ${channels === 3 ? 'colour' : 'grey'}.`
}

/** `1 file is left out`, `9 files are left out` */
export const saySkipped = (many: number): string =>
  many === 1 ? '1 file is left out' : `${count(many)} files are left out`

export function sayClasses({ classes }: OwnSummary): string {
  const each = classes.map(({ name, count: images }) => `${name} ${count(images)}`)
  return `${count(classes.length)} classes: ${named(each)}.`
}

/** The first names; the rest are counted. */
export function named(parts: readonly string[]): string {
  const first = parts.slice(0, NAMED).join(', ')
  const more = parts.length - NAMED
  return more > 0 ? `${first}, and ${count(more)} more` : first
}

const percent = (share: number): string => `${Math.max(1, Math.round(100 * share))} %`

/** `12 pictures are not square: a centre crop cuts off 20 % of each on average, 44 % at most.` */
export function sayCut({ count: many, mean, most }: CropLoss): string {
  const lost =
    many === 1
      ? `${percent(most)} of it`
      : `${percent(mean)} of each on average, ${percent(most)} at most`
  const which = many === 1 ? '1 picture is not square' : `${count(many)} pictures are not square`
  return `${which}: a centre crop cuts off ${lost}.`
}

export const sayReading = ({ doing, done, total }: Reading): string =>
  doing === 'looking'
    ? `Looking at ${count(done)} of ${count(total)} files…`
    : `Reading ${count(done)} of ${images(total)}…`
