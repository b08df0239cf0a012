// Texts of the view Latent space, in English.

import type { Way } from '../../gan/latent/latent'
import { count } from '../core/words'
import type { Source } from './jobs'
import type { Compared } from './looks'
import type { PlaneName, ToolName } from './names'

const tools: Record<ToolName, string> = {
  slide: 'Slide',
  sliders: 'Sliders',
  arithmetic: 'Arithmetic',
  map: 'Map',
  draw: 'Draw',
}

const sources: Record<Source, string> = { run: 'this run', example: 'a trained example' }

const ways: Record<Way, string> = { spherical: 'spherical', linear: 'linear' }

const planes: Record<PlaneName, string> = { corners: 'between three', around: 'around A' }

/** Text on the search for the nearest training image. */
const comparisons: Record<Compared, string> = {
  judge:
    'The nearest training image is the one with the nearest features: 64 numbers per image, computed by the judge, a small classifier of digits. Pixels are not compared.',
  pixels:
    'The nearest training image is the one with the least sum of squared differences of pixels.',
}

export const en = {
  tools,
  toolsLabel: 'Tools',
  sources,
  sourceLabel: 'Whose drawings',
  drawnBy: 'Drawn by',
  comparisons,
  clear: 'Clear',
  way: {
    title: 'Way',
    hint: 'z of N(0, 1) lies near a sphere. The spherical way stays on it, the straight one cuts through.',
    ways,
  },
  status: {
    drawing: 'Drawing…',
    example: (
      <>
        Trained beforehand, on a CPU: a DCGAN with hinge loss, 1,000 steps on digits, by{' '}
        <code>npx ganvas train --objective hinge --ema 0</code>. Train your own run to explore that
        instead.
      </>
    ),
    training: (step: number) =>
      `G as it was at step ${count(step)}. Training goes on, and the drawings follow.`,
    still: (step: number) => `G as it is at step ${count(step)}.`,
  },
  sliders: {
    intro:
      'A direction is fitted to 1,024 drawings: what changes in z with one attribute while the others stay. Drag, and G draws.',
    label: 'A, changed',
    reset: 'All to 0',
    finding: 'Finding directions…',
    mean: 'distance from the mean of W',
    name: (attribute: string) => attribute,
  },
  palette: {
    title: '64 drawings, each of random noise z',
    label: '64 drawings. Arrow keys move, Enter picks',
    drawing: (number: number) => `Drawing ${number}`,
    pickedAs: (label: string, letters: readonly string[]) =>
      `${label}, picked as ${letters.join(' and ')}`,
    seed: 'Seed',
    seedHint: 'The same seed gives the same z',
    class: 'Class',
    classHint: 'The class that G is given with z',
    other: 'Other noise',
  },
  shelf: {
    title: 'Kept',
    empty: 'Nothing kept yet',
    /** Name of a kept vector. */
    name: (number: number, what: string) => `Kept ${number}: ${what}`,
  },
  slots: {
    label: (letter: string, name: string | undefined) =>
      `${letter}: ${name === undefined ? 'empty' : `image ${name}`}`,
    next: 'The next image you pick goes here',
    fill: 'Fill this place next',
  },
  result: {
    keep: 'Keep',
    like: 'The training image most like it',
    nearest: 'nearest training image',
    compared: (percent: number) => `${percent} % of them compared…`,
    /** `no. 1,234, labelled 7` */
    number: (index: number, label: string | undefined) =>
      `no. ${count(index)}${label === undefined ? '' : `, labelled ${label}`}`,
  },
  slide: {
    intro:
      'G draws every picture in between from a z between those of A and B. A generator that only stored images would show one, then jump to another.',
    label: 'Between A and B',
    at: (share: string) => `at ${share}`,
    share: 'Share of the way from A to B',
    strip: (many: number) => `${many} drawings on the way from A to B`,
    nearest: 'The training image most like each',
    caption: 'above from A to B; below the training image nearest to each',
    steps: (above: preact.JSX.Element, below: preact.JSX.Element) => (
      <>
        largest step: above {above} below {below}
      </>
    ),
    measure: (steps: number, compared: Compared | undefined) =>
      `The largest of ${steps} steps divided by their mean, in ${compared === 'pixels' ? 'pixels' : "the judge's features"}: 1 if all are equal, ${steps} for a single jump. Training images always jump.`,
  },
  arithmetic: {
    intro:
      'What A has and B does not, added to C. The mean of three images shows what they have in common better than any one of them.',
    mean: (letter: string) => `The mean of ${letter}`,
    meanOf: (letter: string) => `mean of ${letter}`,
  },
  map: {
    intro: {
      corners: 'A plane through three images: A top left, B top right, C bottom left.',
      around: 'A plane around A, along the two directions in which drawings differ most.',
    } satisfies Record<PlaneName, string>,
    move: 'Move the pointer over the map, or focus it and press arrow keys.',
    plane: 'Plane',
    planes,
    under: 'Under the pointer',
    at: (place: string) => `at ${place}`,
    role: 'map',
    label: (x: string, y: string) => `Map. Arrow keys move the point; it is at ${x}, ${y}`,
  },
  draw: {
    intro:
      'Draw a digit, large and in the middle, or pick an image. From four random z, gradient descent finds where G draws the image most like it.',
    stop: 'Stop',
    find: 'Find its z',
    real: 'Real image no.',
    realHint: 'For digits, one of the held-out images',
    put: 'Put it on the pad',
    found: 'Found',
    error: (error: string | undefined) => `error ${error}`,
    searched: 'The image searched for',
    target: 'target',
    search: 'The search',
    progress: (step: preact.JSX.Element, error: preact.JSX.Element, first: preact.JSX.Element) => (
      <>
        step {step}, error {error}, at first {first}
      </>
    ),
    how: 'The error is the mean squared difference of pixels, which go from −1 to 1. Press Keep to pick the result as A, B or C in the other tools.',
  },
}
