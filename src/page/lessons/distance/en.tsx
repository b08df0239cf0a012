// Texts of the chapter, in English.

import { Formula } from '../parts/Formula'
import type { LessonText } from '../parts/lesson'

const lesson: LessonText = {
  title: 'Jensen-Shannon against Earth-Mover',
  aim: "Say why WGAN's critic does not go flat, and what it measures.",
  question: {
    ask: 'The real pile is flat from 0 to 1, the generated one flat from 3 to 4. What is the Earth-Mover distance?',
    choices: ['log 2', '2', '3', '6'],
    answer: '3',
    because:
      'All of the earth goes 3 to the left. Jensen-Shannon would be log 2 for a distance of 3 and of 300 alike, since the piles do not touch.',
  },
}

export const en = {
  ...lesson,
  /** Titles of its steps. */
  parts: {
    plan: 'What is carried where',
    numbers: 'Both distances in numbers',
    apart: 'Far apart',
  },
  intro: (
    <>
      Training G means bringing its drawings closer to real images. How close they are depends on
      what you call close. Here all images lie on a line, and real and generated images are two
      piles of earth on it. Drag the generated pile, or use the slider.
    </>
  ),
  controls: {
    real: 'Real pile',
    fake: 'Generated pile',
    shift: 'Middle of the generated pile',
  },
  shapes: {
    hill: 'hill',
    flat: 'flat',
    'two hills': 'two hills',
    slope: 'slope',
  },
  piles: {
    title: 'Two piles, and the cheapest way to turn one into the other',
    hint: 'drag the generated pile',
    label: 'Real data above, generated below, and the earth that goes from one to the other',
    real: 'real',
    fake: 'generated',
  },
  plan: (
    <>
      The bands are the <b>transport plan</b>: the stronger its colour, the more earth a band
      carries; its width at its ends shows only how far that earth is spread. On a line, no earth
      overtakes other earth in the cheapest plan. Its cost, mass times distance summed over all
      bands, is the <b>Earth-Mover distance</b>. The <b>Jensen-Shannon divergence</b> instead
      compares the piles at each place separately: how well can you tell them apart there? It
      ignores distances.
    </>
  ),
  curves: {
    js: { title: 'Jensen-Shannon', label: 'The Jensen-Shannon divergence by place' },
    em: { title: 'Earth-Mover', label: 'The Earth-Mover distance by place' },
    hint: 'the straight line is its slope',
    across: 'middle of the generated pile',
  },
  says: {
    P: 'share of the real pile left of x, at the middle of the other pile',
    Q: 'share of the generated pile left of x, at its own middle',
    dx: 'an ever shorter piece of the line',
    js: 'the divergence in nats: 0 where both are the same, log 2 where they never meet.',
    jsSlope:
      'how it changes as the generated pile moves to the right, which is all that G learns from it.',
    em: 'the distance, from the shares P and Q of each pile that lie left of x. The plan costs the same.',
    emSlope:
      'the share of the pile to be carried to the left, minus the share to be carried to the right.',
  },
  apart: (
    <>
      Pull the piles apart until they no longer touch: beyond 5. Jensen-Shannon is{' '}
      <Formula tex="\log\,2 = 0.693" /> from there on, wherever the pile is, and its slope is{' '}
      <b>0</b>: nothing tells G which way to go. The Earth-Mover's slope is still 1: each step
      closer reduces the distance by a step. (The corners of the Jensen-Shannon curve, at whole
      numbers, come from the bars, which are 1 wide; at a corner, as at 5, the slope shown is the
      mean of both sides.)
    </>
  ),
  pull: 'Pull them apart',
  won: (
    <>
      This is what happens to the GAN of 2014 once D has won: the best D for the minimax loss
      measures exactly JS, since the least value of its loss is{' '}
      <Formula tex={String.raw`2 \log 2 - 2\, JS`} />. The flat end of minimax in{' '}
      <a href="#lessons/losses">Losses</a> and this flatness are the same fact. The non-saturating
      loss lets more through, almost 1 instead of <i>σ(x)</i>. But what it lets through is the
      change of D's score from image to image, and nothing keeps that from being flat. And real and
      generated images, two thin sheets in a large space, hardly ever touch.
    </>
  ),
  who: {
    title: 'Who measures the distance?',
    text: (
      <>
        A transport of all images cannot be planned in practice. But Kantorovich and Rubinstein
        found the same number in another way. A critic is a function <i>f</i> that is nowhere
        steeper than 1; take its mean over the real pile minus its mean over the generated one: the
        greatest value of this difference is the distance. Without that limit the difference could
        be made as large as you like, by scaling <i>f</i>. Draw one. Whatever you draw, it cannot
        exceed the distance; and if it comes near, its slope points the way the earth must go.
      </>
    ),
  },
  critic: {
    title: 'Your critic f',
    hint: 'draw on it; or focus it, and press arrow keys',
    role: 'critic',
    label: (x: string, height: string) =>
      `Your critic. Left and right choose a point, up and down move it; the point at ${x} is ${height} high`,
    taut: (taut: number, all: number) => `Segments with the full slope, 1: ${taut} of ${all}.`,
    wanted: (slope: string) =>
      `That move would have made a slope of ${slope}, so its neighbours were pulled along.`,
    best: 'Draw the best',
    flat: 'Flat again',
    reached: (percent: string) => (
      <>
        reached <b>{percent}</b> of the distance
      </>
    ),
    below: (
      <>
        Below 0 %: <i>f</i> stands higher over the generated pile than over the real one, and would
        send G away.
      </>
    ),
    says: {
      real: 'the mean height of your critic over the real pile.',
      fake: 'the same over the generated pile.',
      gap: "what WGAN's critic is trained to make large: minus its loss.",
      W: 'the Earth-Mover distance: no critic with slopes up to 1 exceeds it.',
      slope:
        'the mean slope of f under the generated pile: what G learns from. Below 0, G goes to the left.',
      jsSlope: 'what it would learn from Jensen-Shannon instead. Above 0, it would go to the left.',
    },
  },
  wgan: (
    <>
      This critic is WGAN's D. Training makes the difference large; WGAN-GP's gradient penalty holds
      the slope near 1 (only roughly), and clipping D's weights keeps it below some unknown number,
      so that W is scaled. Between the piles the best critic falls by 1 per step, however far apart
      they are; beyond them it may have any shape. As long as the critic is up to date, G's images
      lie on its slope and move up it. Draw the best at 3, then move the pile to 4: some of it now
      stands on the flat end, and the mean slope under it is no longer −1. That is why a critic
      takes several steps for each of G's.
    </>
  ),
}
