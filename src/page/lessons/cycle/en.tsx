// Texts of the chapter, in English.

import type { LessonText } from '../parts/lesson'

const lesson: LessonText = {
  title: 'Style without pairs',
  aim: 'Say what D, the way back and the identity loss each demand of a translator, and what it hides.',
  question: {
    ask: 'G sends cluster 1 to 2, 2 to 3 and 3 to 1, and F sends each point back exactly. Which loss is not 0 or as good as it can be?',
    choices: [
      'the loss of D',
      'the loss of the way back',
      'the identity loss, if G leaves the points of B alone',
      'none of these',
    ],
    answer: 'none of these',
    because:
      'D sees all of B’s clusters, equally often. The way back returns every point. And G may treat the points of B differently from those of A, so even the identity loss can be 0. What makes the partner likely is only that a small network treats near points alike: nothing in the sum of the losses names it.',
  },
}

export const en = {
  ...lesson,
  /** Titles of its steps. */
  parts: {
    counted: 'What was counted',
    found: 'What was found',
  },
  intro: (
    <>
      A <b>translator</b> makes an image of one set into an image of another: a photograph into a
      painting, a coloured drawing into ink. Often there are no pairs to learn from: no one painted
      those photographs. Then the translator is the generator of a GAN, and D says only whether the
      result looks like the other set.
    </>
  ),
  maps: {
    title: 'D accepts many maps',
    points: (
      <>
        Here an image is a point of the plane. Set A has three clusters near the middle, set B has
        three farther out. Read the distance from the middle as the <i>style</i>, and the direction
        as the <i>content</i>: the partner of a cluster lies in the same direction. The translator G
        goes from A to B, and F from B to A.
      </>
    ),
    asks: (
      <>
        D asks that G’s points lie where B’s points lie. It does not ask which point came from
        where. All clusters sent to one, or two of them swapped: point by point, D finds nothing
        wrong.
      </>
    ),
  },
  cycle: {
    title: 'Cycle consistency: the way back',
    back: (
      <>
        CycleGAN trains both translators together, and asks one more thing: F must bring a
        translated point back to where it was. The same is asked of G for points of B.
      </>
    ),
    swaps: (
      <>
        This rules out maps that send two clusters to one place, since F could not part them again.
        It does not rule out a swap: F swaps back, and the loss is 0. All six ways to send three
        clusters to three pass.
      </>
    ),
  },
  identity: {
    title: 'Identity: what is right already stays',
    alone: <>The identity loss asks G to leave a point alone that lies in B already.</>,
    near: (
      <>
        What G does to a cluster of B, a small network also does, nearly, to points close to it. So
        a cluster of A is drawn to the nearest cluster of B. Between images, near means: dark stays
        dark, and red stays red. Switch the losses on and off, and train some seeds of each.
      </>
    ),
  },
  points: {
    label: 'Translation of points',
    controls: {
      cycle: 'Way back, λ = 4',
      identity: 'Identity, μ = 2',
      train: 'Train the next seed',
      stop: 'Stop',
    },
    status: {
      opening: 'Compiling kernels…',
      ready: 'Choose the losses, and train.',
      at: (seed: number, step: number, steps: number) =>
        `Seed ${seed}: iteration ${step} of ${steps}.`,
      recorded: (seed: number) =>
        `There is no GPU here: the end of a recorded training, seed ${seed}.`,
    },
    plane:
      'The plane: clusters of A near the middle, clusters of B farther out, and A translated by G',
    legend:
      'Rings: points of B. Small dots: points of A. Large dots at the ends of the lines: the same points, translated. Equal numbers: partners.',
    targets: 'Clusters 1, 2, 3 go to',
    outcome: 'Outcome',
    missed: 'The way back misses by',
    says: {
      targets: 'the cluster of B that at least 80 % of the points reach; ? if the cluster is torn.',
      outcome:
        'merged: two share a target, or one is torn; swapped: one to one, not all to partners.',
      missed: 'mean distance between a and F(G(a)).',
    },
    outcomes: { merged: 'merged', swapped: 'swapped', kept: 'partners' },
    short: { merged: 'm', swapped: 's', kept: 'p' },
    losses: 'Losses',
    mine: 'yours',
    settings: { none: 'D alone', c: 'D, way back', i: 'D, identity', ci: 'all three' },
    counted: (seeds: number) => `Outcomes of ${seeds} recorded seeds of each, and yours`,
    key: 'yours: m merged, s swapped, p partners.',
  },
  counted: {
    alone: (
      <>
        With D alone, all 20 seeds merge clusters. With the way back, 18 of 20 are one to one, but
        only 3 find the partners: with six maps to choose from, chance decides.
      </>
    ),
    with: (
      <>
        With the identity loss as well, 18 of 20 find the partners. Identity without the way back
        finds them here, too, but it squeezes each cluster together: in the first three seeds the
        way back misses by 0.16 to 0.19, against about 0.01 where it is trained without identity.
      </>
    ),
  },
  hidden: {
    title: 'What the net hides',
    ink: (
      <>
        The pictures here come from <code>ganvas translate</code>: coloured emoji become ink, after
        700 iterations without pairs. Ink has no colour, but the way back must restore it.
      </>
    ),
    must: (
      <>
        So G writes the colour into the ink: large areas become screens of dots, and F reads from
        the dots what colour to fill in. Change the picture in the middle, and see what still comes
        back.
      </>
    ),
    label: 'From colour to ink and back',
    treatment: 'The picture in the middle',
    treatments: {
      bytes: 'rounded to bytes',
      noise: 'with noise',
      blur: 'blurred',
      drawn: 'true line art',
    },
    middles: {
      bytes: 'In ink, rounded to bytes',
      noise: 'In ink, with noise (deviation 0.2)',
      blur: 'In ink, blurred (3 × 3)',
      drawn: 'The true line art',
    },
    given: 'In colour',
    back: 'And back',
    middle: 'Middle',
    colour: 'colour that returns',
    difference: 'difference',
    measured: (count: number) =>
      `Measured over ${count} held-out emoji. Of their colour, the difference of each pixel from its own grey, 100 % is all of it, and 0 % is grey.`,
    kept: (colour: string, difference: string) =>
      `Colour that returns: ${colour}. Mean difference to the picture in colour: ${difference}, of pixels from −1 to 1.`,
    found: (
      <>
        Rounding to bytes takes nothing away, and noise hardly anything: dots are a strong signal. A
        blur that leaves the outlines readable wipes the dots out, and most of the colour with them.
        From the true line art, which hides nothing, faces come back white.
      </>
    ),
    learned: (
      <>
        So a small loss of the way back does not show that G kept the content in a form that people
        can see. It shows that the content is somewhere in the picture. To know how well F colours,
        give it ink that G did not write.
      </>
    ),
  },
  pairs: {
    title: 'What pairs are worth',
    text: (
      <>
        These emoji exist both as line art and in colour. With such pairs no way back is needed:
        pix2pix asks G to come close to the true partner, and shows D both images of a pair side by
        side.
      </>
    ),
    label: 'Line art to colour, without pairs and with',
    rows: {
      drawn: 'Line art, as it is.',
      drawnBack: 'Coloured without pairs.',
      withPairs: 'Coloured with pairs.',
      colour: 'The true partner.',
    },
    numbers: (difference: string, colour: string) =>
      `Difference to the true partner ${difference}, colour ${colour}`,
    note: (count: number) =>
      `Means over ${count} held-out emoji. Without pairs: 700 iterations of CycleGAN; with pairs: 1,000 of pix2pix.`,
    worth: (pairs: string, without: string) => (
      <>
        With pairs the difference is {pairs}, without them {without}. Pairs tell which areas are
        filled and that faces are yellow; without pairs, white faces with coloured outlines look
        enough like the other set. Colours that the lines do not tell, such as that of the book, are
        guesses either way.
      </>
    ),
    more: (
      <>
        The papers are <a href="https://arxiv.org/abs/1703.10593">Zhu et al. 2017</a> (CycleGAN),{' '}
        <a href="https://arxiv.org/abs/1611.07004">Isola et al. 2016</a> (pix2pix) and{' '}
        <a href="https://arxiv.org/abs/1712.02950">Chu et al. 2017</a>, who found the hidden signal.
      </>
    ),
  },
  letters: {
    G: 'the translator from A to B',
    F: 'the translator back',
    a: 'an image, here a point',
    b: 'an image, here a point',
    of: (set: string) => `from set ${set}`,
    lambda: 'weight of the way back',
    mu: 'weight of the identity loss',
  },
}
