// Texts on the user's images, in English.

import type { CropLoss } from '../../data/pictures'
import type { Crop } from '../../data/resize'
import type { Reading } from '../../data/setReading'
import type { OwnSummary } from '../core/protocol'
import { count, dimensions, sizeOf } from '../core/words'

/** Most classes to name. */
const NAMED = 6

/** `1 image`, `1,204 images` */
const images = (many: number): string => `${count(many)} ${many === 1 ? 'image' : 'images'}`

/** The first names; the rest are counted. */
function named(parts: readonly string[]): string {
  const first = parts.slice(0, NAMED).join(', ')
  const more = parts.length - NAMED
  return more > 0 ? `${first}, and ${count(more)} more` : first
}

export const percent = (share: number): string => `${Math.max(1, Math.round(100 * share))} %`

const crops: Record<Crop, string> = { centre: 'Centre', pad: 'Pad with black' }

export const enOwn = {
  named,
  label: 'Your own images',
  reading: 'Reading',
  stop: 'Stop reading',
  /** `has`: are there such images already, and are they the data? */
  bring: (has: { data: boolean; images: boolean }) => {
    const lead = !has.data ? 'Or drop your own' : has.images ? 'Or drop others' : 'Drop your own'
    return `${lead} onto the page: images, a folder, a zip, IDX or .npy files. Nothing is uploaded.`
  },
  files: 'Files…',
  folder: 'Folder…',
  ofOwn: 'Your own images: ',
  kept: (many: number) => `Your ${count(many)} kept ${many === 1 ? 'image' : 'images'}`,
  sheets: 'Sprite sheets',
  side: 'Side of each square in pixels; 0 for no sheets',
  some: 'Some of your images',
  batch: (batch: number, many: number) =>
    `Batch size: ${batch}, since there ${many === 1 ? 'is' : 'are'} ${images(many)}.`,
  labels: 'Class labels: G draws a row of each class',
  smaller: (size: number) =>
    `Trained at ${size} × ${size}: on a CPU the next size takes four times as long. Change it with Image size, under More settings.`,
  few: 'Overfitting: D memorises so few images in a long run. Adaptive augmentation changes as many of them as D overfits.',
  augment: 'Turn on adaptive augmentation',
  keep: (bytes: number) =>
    `Keep them in this browser, ${sizeOf(bytes)}: then the run can go on after a reload`,
  begin: 'Begin with these',
  digits: 'Use digits again',
  crop: 'Crop',
  crops,
  sheet: {
    isCut: (side: number) => `The picture is cut into squares of ${side} pixels.`,
    sure: 'The only picture looks like a sprite sheet.',
    unsure: 'There is one picture only. Is it a sprite sheet?',
    side: 'Side of a sprite in pixels',
    cut: (many: number) => `Cut into ${images(many)}`,
  },
  pick: {
    choose: (out: number, all: number) =>
      `Choose pictures${out > 0 ? `, ${count(out)} of ${count(all)} left out` : ''}`,
    previous: 'Previous',
    next: 'Next',
    all: 'Take all back',
    range: (from: number, to: number, all: number) =>
      `${count(from)} to ${count(to)} of ${count(all)}`,
  },
  notes: (many: number) => `${count(many)} ${many === 1 ? 'note' : 'notes'}`,
  /** `1,204 images, 32 × 32, colour.` */
  said: ({ count: many, of, height, width, channels }: OwnSummary): string => {
    const some = of > many ? `${count(many)} of ${images(of)}` : images(many)
    return `${some}, ${dimensions([width, height])}, ${channels === 3 ? 'colour' : 'grey'}.`
  },
  /** `1 file is left out`, `9 files are left out` */
  skipped: (many: number): string =>
    many === 1 ? '1 file is left out' : `${count(many)} files are left out`,
  classes: ({ classes }: OwnSummary): string => {
    const each = classes.map(({ name, count: images }) => `${name} ${count(images)}`)
    return `${count(classes.length)} classes: ${named(each)}.`
  },
  /** `12 pictures are not square: a centre crop cuts off 20 % of each on average, 44 % at most.` */
  cut: ({ count: many, mean, most }: CropLoss): string => {
    const lost =
      many === 1
        ? `${percent(most)} of it`
        : `${percent(mean)} of each on average, ${percent(most)} at most`
    const which = many === 1 ? '1 picture is not square' : `${count(many)} pictures are not square`
    return `${which}: a centre crop cuts off ${lost}.`
  },
  progress: ({ doing, done, total }: Reading): string =>
    doing === 'looking'
      ? `Looking at ${count(done)} of ${count(total)} files…`
      : `Reading ${count(done)} of ${images(total)}…`,
}
