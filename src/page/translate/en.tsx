// Texts of the view Translate, in English.

import type { PairsName, Place, SetName } from '../core/translation'
import { count, sizeOf } from '../core/words'
import type { By } from './names'
import type { Row } from './run'

const sets: Record<SetName, string> = {
  mnist: 'digits',
  inverted: 'inverted digits',
  coloured: 'coloured digits',
  uci: 'digits of UCI',
  own: 'your images',
}

const pairs: Record<PairsName, string> = {
  coloured: 'coloured digits → digits',
  inverted: 'inverted digits → digits',
  own: 'your pairs',
}

const rows: Record<Row['name'], string> = {
  given: 'input',
  made: 'output',
  partner: 'true partner',
  back: 'and back',
}

const by: Record<By, string> = { run: 'this run', example: 'a trained example' }

const hint = 'Drop images, a folder or a zip here, or choose them: some hundred.'

const hints: Record<Place, string> = {
  a: hint,
  b: hint,
  pairs:
    'Drop a folder or a zip with A and B here, in which partners have one name; or pictures of two images side by side.',
}

const yours: Record<Place, (many: number) => string> = {
  a: (many) => `Your ${count(many)} images for From`,
  b: (many) => `Your ${count(many)} images for To`,
  pairs: (many) => `Your ${count(many)} pairs`,
}

export const en = {
  bar: {
    label: 'Translation',
    iterate: 'Step',
    save: 'Save',
    saves: 'A zip to translate with, or to go on with here or in a terminal',
    step: (steps: number | undefined) => (steps === undefined ? 'Step' : `Step of ${count(steps)}`),
    speed: 'Images/s',
  },
  status: {
    idle: 'Start learns to turn images of one set into images of the other.',
    pausing: 'Pausing…',
    pausingFor: (view: string) => `Pausing, since ${view} needs the GPU…`,
    opening: 'Reading images and compiling kernels…',
    reopening: 'Opening the GPU again…',
    pauseFirst: 'Pause first: the saved run takes the place of this one.',
    reading: 'Reading…',
    saving: 'Saving…',
    done: (steps: number) =>
      `All ${count(steps)} steps are done. Draw below, or choose more Steps to go on.`,
    extend: (steps: number) => `All ${count(steps)} steps are done. Choose more Steps to go on.`,
    loadedDone: 'All its steps are done: choose more Steps to go on.',
  },
  choose: {
    label: 'What is translated',
    kind: 'Learn from',
    kinds: { sets: 'two sets, without pairs (CycleGAN)', pairs: 'pairs of images (pix2pix)' },
    pairs: 'Pairs',
    from: 'From',
    to: 'To',
    imageSize: 'Image size',
    width: { title: 'Width', hint: 'Channels of the layer nearest the image' },
    batchSize: { title: 'Batch', hint: 'Images in a batch' },
    steps: {
      title: 'Steps',
      hint: 'Step to train to; the learning rate falls to 0 in the second half',
    },
    seed: { title: 'Seed', hint: 'Of weights, and of the order of images' },
    facts: ({ images, heldOut, grey, parameters, bytes }: Facts) =>
      `${count(images.a)} and ${count(images.b)} images to learn from, ${count(heldOut.a)} and ${count(heldOut.b)} held out, ${grey ? 'grey' : 'in colour'}. ${parameters.map(count).join(' + ')} parameters, ${Math.round(bytes / 1e6)} MB on the GPU.`,
  },
  sets,
  pairs,
  /** `Digits → inverted digits, 32 × 32, seed 1` */
  titleOf: (direction: string, imageSize: number, seed: number) =>
    `${direction.charAt(0).toUpperCase()}${direction.slice(1)}, ${imageSize} × ${imageSize}, seed ${seed}`,
  kept: {
    label: 'Keep the run',
    adapter: 'Adapter',
    yours,
  },
  losses: {
    title: 'Losses',
    discriminators: 'discriminators',
    translators: 'translators',
    difference: (paired: boolean) =>
      `difference ${paired ? 'from the true partner' : 'after the way back'}`,
    label: (difference: string) =>
      `Losses of the discriminators and translators, and the ${difference}, by step`,
  },
  own: {
    hints,
    private: 'Nothing is uploaded.',
    said: (many: number, skipped: number, place: Place) =>
      `${count(many)} ${place === 'pairs' ? 'pairs' : 'images'}${skipped > 0 ? `; ${count(skipped)} left out` : ''}.`,
    some: (place: Place): string =>
      place === 'pairs' ? 'Some of your pairs, partners below each other' : 'Some of your images',
    keep: (bytes: number) =>
      `Keep them in this browser, ${sizeOf(bytes)}: then the run can go on after a reload`,
    skipped: 'Left out',
    reading: 'Reading',
    stop: 'Stop reading',
    files: 'Files…',
    folder: 'Folder…',
    kept: (many: number, place: Place) =>
      `Your ${count(many)} kept ${place === 'pairs' ? 'pairs' : 'images'}`,
    ofOwn: 'Your own images: ',
  },
  rows: {
    label: 'Held-out images',
    titles: rows,
    heldOut: 'held out, step',
    strip: (row: string, direction: string, step: number) =>
      `${row}, ${direction}: eight images at step ${step}`,
  },
  draw: {
    label: 'Your drawing',
    title: 'Draw, and see it translated',
    translated: 'translated',
    back: 'and back',
    by: 'Translated by',
    names: by,
    direction: 'Direction',
    clear: 'Clear',
    sample: 'Use an image of the set',
    face: 'Use a face',
    picture: 'Choose a picture…',
    pen: 'Pen',
    result: (what: string) => `Your drawing, ${what}`,
    byRun: (step: number) => `By this run, as it was at step ${count(step)}.`,
    byExample: (
      <>
        By a translator trained beforehand, on a CPU: line art of emoji to colour, by{' '}
        <code>npx ganvas translate --pairs emoji</code>. Draw with black lines. Start your own run
        above to translate with that.
      </>
    ),
    noPicture: (file: string) =>
      `${file} is no picture that this browser can decode. Drop sets of images onto From or To.`,
  },
}

export interface Facts {
  images: { a: number; b: number }
  heldOut: { a: number; b: number }
  grey: boolean
  parameters: readonly number[]
  bytes: number
}
