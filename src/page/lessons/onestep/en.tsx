// Texts of the chapter, in English.

import type { LessonText } from '../parts/lesson'
import type { Turn } from './games'

const lesson: LessonText = {
  title: 'One step of a GAN: win, lose, collapse',
  aim: 'Say what one step of D and one of G change, and how the game goes wrong.',
  question: {
    ask: 'D stands still while G takes many steps. Where do the generated points go?',
    choices: [
      'evenly to all eight clusters',
      'together to a place that D takes for real',
      'they stay where they are',
      'away from all clusters',
    ],
    answer: 'together to a place that D takes for real',
    because:
      'G is only asked to raise the probability that D gives its points. While D does not move, the place where that is highest stays the best answer for every point, so they all go there. Nothing in the loss of one point asks where the others are. (Choose the third game and watch.)',
  },
}

export const en = {
  ...lesson,
  /** Titles of its steps. */
  parts: {
    players: 'Two players',
    games: 'Three games',
  },
  intro: (
    <>
      Before images, points: real ones lie in eight small clusters on a ring. The generator <b>G</b>{' '}
      turns random numbers into points and has never seen a real one. The discriminator <b>D</b>{' '}
      gives every place of the plane a probability that a point there is real. Both are small
      networks, trained by the same kernels as those for images.
    </>
  ),
  step: (
    <>
      One round has two turns. In <b>D's step</b>, D is shown real and generated points, and its
      weights move so that it tells them apart: the colour of the plane changes, the points do not.
      In <b>G's step</b>, the gradient of the loss says for every generated point in which direction
      D's probability rises (the short lines); G's weights move so that its points follow. Now D is
      a little wrong again.
    </>
  ),
  controls: {
    game: 'Game',
    turn: (next: Turn) => `${next}'s turn`,
    run: 'Run',
    stop: 'Stop',
    begin: 'Start over',
    real: 'D at real points',
    fake: 'D at generated points',
    push: 'Push',
    reached: 'Clusters reached',
  },
  games: {
    fair: {
      title: 'Fair: one step each',
      text: 'D and G take one step each. First press the turns one by one, then Run.',
      look: 'At first all points go to one side, and D drives them away from there: they chase around the ring. As they spread, D finds ever fewer places that only one kind of points has, and its probability goes to ½ where they overlap. After a few hundred rounds most clusters are reached.',
    },
    win: {
      title: 'D wins: ten steps of D for one of G',
      text: 'D takes ten steps in each of its turns, and G follows the minimax loss. Press the turns five times each, and watch the push.',
      look: 'After ten to twenty rounds D is sure: almost 1 at real points, almost 0 at generated ones. There minimax is flat, so the push is 0, and G stands still in the middle for good. The chapter on losses shows the slope that is missing here; the non-saturating loss keeps it.',
    },
    collapse: {
      title: 'Collapse: five steps of G for one of D',
      text: 'G takes five steps in each of its turns, against a D that stands still meanwhile. Run it.',
      look: 'All points gather where D is highest: whatever the noise, G draws the same. This is mode collapse. D then learns that this place is generated, and the points move together to another one, and so on. Few clusters are ever reached at once.',
    },
  },
  says: {
    real: 'mean of D over the real points, read from the picture; 1 is “surely real”.',
    fake: 'mean of D over the generated points; ½ each means that D cannot tell them apart.',
    push: "mean length of −∂L/∂x: how strongly G's loss pushes a generated point.",
    reached: 'clusters with at least 2 % of the generated points near them.',
  },
  status: {
    opening: 'Compiling kernels…',
    GPU: (round: string, next: Turn) =>
      `Round ${round}, computed by your GPU. ${next}'s turn is next.`,
    recording: (round: string, next: Turn) =>
      `There is no GPU here: a recorded game, round ${round}. ${next}'s turn is next.`,
  },
  plane: 'The plane: real points, generated points, and how real D thinks each place is',
  legend: 'Colour: D’s probability of being real. Dark points: real. Coloured points: generated.',
}
