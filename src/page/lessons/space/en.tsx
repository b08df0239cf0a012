// Texts of the chapter, in English.

import type { ComponentChildren } from 'preact'
import { Formula } from '../parts/Formula'
import type { LessonText } from '../parts/lesson'

const lesson: LessonText = {
  title: 'The latent space',
  aim: 'Say how long a z is, why to walk along an arc, and what an average costs.',
  question: {
    ask: 'z has 64 numbers, each from a normal distribution. About how long is the mean of four draws?',
    choices: ['0', '2', '4', '8'],
    answer: '4',
    because:
      'A draw is about √64 = 8 long, the mean of n draws about √(64 / n): for four of them √16 = 4. The picture of such a z is not like a draw’s, until it is scaled back to length 8.',
  },
}

const ORDINALS: Readonly<Record<number, string>> = { 2: 'second', 4: 'fourth', 8: 'eighth' }

export const en = {
  ...lesson,
  /** Titles of its steps. */
  parts: {
    even: 'In every direction?',
    smooth: 'How smooth is a way?',
  },
  intro: (numbers: number) => (
    <>
      G takes a vector z, here of {numbers} numbers drawn from a normal distribution, and gives a
      picture. All z together are the <b>latent space</b>. What a generator has learned shows less
      in single pictures than in how they are arranged there. The pictures here are drawn while you
      watch, by a generator of digits that was trained beforehand.
    </>
  ),
  status: {
    coming: 'The first drawings are on their way.',
    ready: (drawings: number) =>
      `${drawings} drawings are ready, each of its own z; everything in this chapter starts from these.`,
    paper: 'There is no GPU here: this page draws them itself, in plain loops.',
  },
  /** Meanings of letters in formulas that have no row of their own. */
  letters: {
    z: 'what G draws from',
    delta: 'what is added to z',
    d: 'how many numbers z has',
    t: 'share of the way from a to b',
    a: 'the z where the way begins',
    b: 'the z where it ends',
    n: 'draws that are averaged',
    long: (length: string) => `${length} long`,
    range: (least: number, most: number) => `${least} to ${most}`,
  },
  small: {
    title: 'A small step changes little',
    text: (blackToWhite: number) => (
      <>
        Distances between pictures are counted over all pixels, black −1 and white 1: the root of
        the sum of squared differences. All black and all white are {blackToWhite} apart. Move z by{' '}
        <Formula tex={String.raw`\delta`} />, a little in a direction drawn at random. G is a chain
        of continuous functions, so the picture moves a little too; for small steps, in proportion:
      </>
    ),
    even: (draws: string, pictures: string, slope: string, ratio: string) => (
      <>
        Being continuous is nothing special: every network is. The numbers tell more. Two draws,
        each a z of d numbers, are about √(2d) = {draws} apart, and their pictures {pictures}: a way
        that changes evenly would have the slope {slope}. In the figure, λ is {ratio} times that.
        More than 1 means that the picture changes faster at first, and then levels off; but it is
        not a cliff. A generator that had stored its images would be flat around each of them, and
        steep as a cliff in between.
      </>
    ),
  },
  near: {
    label: 'Small steps',
    walk: 'Walk ‖δ‖',
    otherZ: 'Another z',
    otherWay: 'Another direction',
    here: 'The drawing of z',
    there: 'The drawing of z + δ',
    change: 'The change: grey where nothing changed',
    difference: 'difference',
    curve: 'Change of the picture by change of z; the straight line is the slope at the start',
    axis: '‖δ‖; upwards ‖G(z + δ) − G(z)‖',
    says: {
      z: (numbers: number) => `the length of z, the root of its ${numbers} squares.`,
      delta: 'how far z was moved, in a direction drawn at random.',
      far: (unrelated: string) =>
        `how far the picture went. Two of the 64 drawings are ${unrelated} apart on average: the dotted line.`,
      slope: 'the slope at the start: how many units the picture goes for each unit of z.',
    },
  },
  lie: {
    title: 'Where the draws lie',
    text: (
      <>
        The most likely z is 0. Yet no draw comes near it:{' '}
        <Formula tex={String.raw`\lVert z \rVert^2`} /> is a sum of d squares, each 1 on average, so
        the length is about <Formula tex={String.raw`\sqrt d`} />, give or take 0.7 unless d is very
        small. Draws lie in a thin shell. Slide d from 1 upwards, and see the shell leave the
        middle.
      </>
    ),
    midway: (
      <>
        The point midway between two draws is not like a draw: their numbers cancel, and its length
        is <Formula tex={String.raw`\sqrt{d/2}`} />. In 100 dimensions the two heaps hardly touch
        any more. G was never shown a z of that length.
      </>
    ),
  },
  shell: {
    label: 'Lengths of draws',
    d: 'Numbers of z: d',
    plot: (draws: string, d: number) =>
      `Lengths of ${draws} draws in ${d} dimensions, and of the points midway between two`,
    axis: '‖z‖; upwards how many of 1,000',
    draws: (draws: string) => `${draws} draws`,
    middles: 'points midway between two of them',
    roots: '√d and √(d/2)',
    ofDraws: '‖z‖ of the draws',
    ofMiddles: '‖z‖ midway',
    says: {
      root: 'where the sum of d squares, each 1 on average, puts the length.',
      coming: 'the draws are on their way.',
      draws: (shortest: string, longest: string) =>
        `mean and deviation of the draws. The shortest is ${shortest}, the longest ${longest}.`,
      middles: (root: string) => `the same for the points midway; √(d/2) is ${root}.`,
      asLong: (many: number, draws: string) =>
        `At least as long as the shortest draw: ${many} of ${draws}.`,
    },
  },
  way: {
    title: 'From one to the other',
    text: 'So the straight way from a to b cuts through the empty inside. The arc stays on the shell:',
    smooth: (steps: number, every: number) => (
      <>
        Smoothness can be measured: the largest step divided by the mean step, in pixels. 1 would be
        perfectly even. The way is cut into {steps} steps, of which every {ORDINALS[every]} picture
        is shown; a single jump would give {steps}. Here the straight way and the arc both look
        good, and either may win by this measure: G draws well a little inside the shell, too. The
        difference shows far from it, in the next step. The third row knows only these 64 drawings:
        for each picture on the arc, it shows the nearest of the 64. It stands still, then jumps.
      </>
    ),
  },
  between: {
    label: 'From a to b',
    share: 'Share t of the way from a to b',
    another: 'Another pair',
    titles: { linear: 'straight', spherical: 'on the arc', memory: 'only 64 remembered' },
    at: (way: string) => `At t, ${way}`,
    figure: 'largest ÷ mean step',
    film: (shown: number, frames: number, way: string) =>
      `${shown} of ${frames} pictures from a to b, ${way}`,
    onArc: 'on the arc',
    plot: 'The length of z on both ways, and the shell where draws lie',
    axis: 't; upwards ‖z‖, and the shell √d ± 1.4',
    says: {
      ends: (a: number, b: number) =>
        `the lengths of both ends: drawings ${a} and ${b} of the seed.`,
      angle:
        'the angle between a and b: in a space of many dimensions, two draws are nearly at right angles.',
      linear: 'the length on the straight way.',
      spherical: 'the length there: it turns from that of a into that of b.',
    },
  },
  means: {
    title: 'Means get shorter',
    text: (
      <>
        The mean of n draws has the length <Formula tex={String.raw`\sqrt{d/n}`} />: each number is
        a mean of n independent ones, and has 1/n of their variance. So means walk towards 0, and
        their pictures towards the one picture that G draws of 0. At the length of a draw the same
        direction gives a picture like others.
      </>
    ),
    label: 'Means of n draws',
    of: (n: number) => `The mean of ${n} draws`,
    note: '“length √d”: the same direction, as long as a draw.',
  },
  /** Both lengths of a sum. */
  lengths: {
    asIs: 'as is',
    long: 'length √d',
    isAsIs: (sum: string) => `${sum}, as it is`,
    isLong: (sum: string) => `${sum}, at length √d`,
  },
  sums: {
    text: (
      <>
        Directions can mean something. Take the mean of the z of three drawings that lean (A), so
        that their other features average out; subtract that of three that stand upright (B): what
        is left should be the leaning. Add it to fours that stand upright (C), and see them lean.
        With three drawings in each mean, the length happens to be right:{' '}
        <Formula tex={String.raw`\sqrt{d/3 + d/3 + d/3} = \sqrt d`} />. Pick others, more or fewer:
        not every sum works so well.
      </>
    ),
    letter: 'Drawings are picked for',
    drawing: (i: number, letters: readonly string[]) =>
      `Drawing ${i}${letters.length > 0 ? `, in ${letters.join(' and ')}` : ''}`,
    mean: (letter: string) => `Mean of ${letter}`,
    lengths: (length: ComponentChildren, expected: ComponentChildren) => (
      <>
        length {length}, expected {expected}
      </>
    ),
  },
  rates: {
    title: 'How often it works',
    text: (count: string, chance: number) => (
      <>
        One sum that works may be luck, so sums were counted. A thick digit − a thin one + a thin{' '}
        <i>b</i> should be a thick <i>b</i>, by a classifier and by its ink. Of {count} sums, this
        many were; chance alone would give {chance} %. The more drawings in each mean, the less is
        left of what they do not share.
      </>
    ),
    fitted: (count: string) => (
      <>
        A direction can also be fitted to many labelled drawings at once. Success is stricter here:
        the stroke changes, and the digit stays. Of {count} edits each, best of all did those that
        follow the gradient of a classifier, step by step from the given z.
      </>
    ),
    label: 'Measured rates of success',
    caption: 'Success in %',
    meansOf: (n: number) => (n === 1 ? 'single drawings' : `means of ${n}`),
    random: 'a random change, as long',
    edits: 'a fitted direction',
    linear: 'added once',
    needed: 'added as far as the drawing needs',
    guided: 'guided by the gradient',
  },
  more: (
    <>
      With your own images, a map of the space, and the way back from a picture to its z: in the{' '}
      <a href="#latent">latent view</a>. The paper that started it:{' '}
      <a href="https://arxiv.org/abs/1511.06434">Radford, Metz, Chintala 2015</a>; why to walk along
      the arc: <a href="https://arxiv.org/abs/1609.04468">White 2016</a>.
    </>
  ),
}
