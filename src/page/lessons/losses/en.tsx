// Texts of the chapter, in English.

import { Formula } from '../parts/Formula'
import type { LessonText } from '../parts/lesson'

const lesson: LessonText = {
  title: 'Losses',
  aim: 'Say from the slope of a loss which images G learns from.',
  question: {
    ask: 'D is sure that an image is generated: σ(x) = 0.01. How many times as strongly does the non-saturating loss push G there as minimax?',
    choices: ['just as strongly', '2 times', '99 times', 'both push with 0'],
    answer: '99 times',
    because:
      'Minimax has the slope −σ(x) = −0.01, the non-saturating loss σ(x) − 1 = −0.99. (Drag the logit to −4.5, which is σ(x) = 0.011.)',
  },
}

export const en = {
  ...lesson,
  /** Titles of its steps. */
  parts: {
    slope: 'Only the slope counts',
    numbers: 'One logit in numbers',
  },
  intro: (
    <>
      D gives each image one number, the logit <i>x</i>. A loss turns it into the number that D, or
      G, is trained to make small. But neither ever sees the loss: the tape sends back its slope.
      Every gradient in G is a sum over the images of a batch, and what each adds is multiplied by
      the slope at its logit. So read a GAN's loss by how steep it is where the images are. (Adam,
      the optimiser, divides out the overall size of a gradient; but which images it comes from
      still depends on the slopes, and where all slopes are tiny, noise and Adam's ε take over.)
    </>
  ),
  loss: { title: 'Loss', hint: 'drag the logit; the straight line is its slope' },
  slope: {
    title: (onPaper: boolean) => `Slope, by ${onPaper ? 'the formula' : 'the tape'}`,
    hint: 'slope 0: nothing is learned',
  },
  plot: {
    value: 'Losses by logit; the table below has their numbers',
    slope: 'Their slopes by logit; the table below has their numbers',
    across: "logit x, D's score",
  },
  table: {
    caption: 'Losses at the logit, and how strongly the batch is pushed',
    loss: 'Loss',
    value: 'value',
    slope: 'slope',
    push: 'batch: mean |slope|',
  },
  says: {
    x: "D's score before any sigmoid: below 0 it says generated, above 0 real.",
    sigma:
      'D(G(z)), the probability of being real that this logit stands for. Least squares and critics take x as it is.',
    L: 'the loss drawn bold, for this one image.',
    slope:
      'the factor by which the tape multiplies everything else. Below 0, raising x lowers the loss.',
  },
  roles: {
    generator: "G's, on a generated image",
    fake: "D's, on a generated image",
    real: "D's, on a real image",
  },
  sources: {
    asking: 'Drawn from the formulas on paper; the GPU is computing them.',
    tape: (losses: number, roles: number, logits: number) =>
      `Every point is the GPU's: ${losses} losses × ${roles} roles, each at ${logits} logits, with the tape's slope at each.`,
    paper: 'There is no GPU here: these numbers come from the formulas.',
  },
  controls: {
    role: 'Whose loss',
    x: 'Logit x',
    middle: 'Middle of the batch',
    dots: 'The dots',
    pretend: 'a batch to drag',
    run: "your run's last batch",
  },
  dots: {
    pretend: '16 made-up logits.',
    train: "Train, then come back: they will be your D's scores of G's last batch.",
    run: (images: number, step: string, objective: string) =>
      `${images} images that G drew in step ${step}, as your D (${objective}) scores them.`,
    beyond: (far: number) => `${far} lie beyond the edge, and are drawn on it.`,
  },
  claims: {
    minimax: {
      title: 'Minimax lets go where D is sure',
      text: (
        <>
          The first paper has G minimise log(1 − D(G(z))). Its slope is <Formula tex="-\sigma(x)" />
          : minus the probability that D gives the image. An image that D is sure is generated has
          hardly any, so it hardly pushes: G learns least from its worst drawings, and once D has
          won, it learns nothing at all.
        </>
      ),
      show: 'Minimax, D sure',
    },
    'non-saturating': {
      title: 'Non-saturating does not',
      text: (
        <>
          Same D, but G minimises −log D(G(z)). The slope is <Formula tex="\sigma(x) - 1" />: minus
          the probability that is missing. Now a sure D pushes with almost 1, and an image that
          fools D is left alone. Both losses fall as <i>x</i> grows; they differ in where they push.
          (D's loss is the same in both: choose D's in the figure, and their lines coincide.)
        </>
      ),
      show: 'Non-saturating, D sure',
    },
    lsgan: {
      title: 'Least squares pulls back what fools D already',
      text: (
        <>
          LSGAN's D gives no probability but aims at labels: 0 for generated, 1 for real. G
          minimises <Formula tex="\tfrac12 (x - 1)^2" />, whose slope <Formula tex="x - 1" /> is 0
          at 1 only. At 4, far on the real side, it is +3: the image is pulled back to where real
          ones are, not praised. Far on the other side, the push grows with the distance: at −6 the
          slope is −7, which is outside the plot, so the number is written at its edge.
        </>
      ),
      show: 'Least squares, D fooled',
    },
    wgan: {
      title: 'A critic has no sigmoid',
      text: (
        <>
          WGAN calls its D a critic: its score is no probability, and may be any number. G minimises{' '}
          <Formula tex="-x" />, with slope −1 everywhere. A sigmoid would bend that flat at both
          ends, and with it the difference of mean scores, which the next chapter shows to be a
          distance. What keeps scores finite instead is a limit on how fast the score may change
          from image to image.
        </>
      ),
      show: 'WGAN, anywhere',
    },
    hinge: {
      title: 'Hinge stops D, not G',
      text: (
        <>
          G's loss is WGAN's, so one line covers the other. D's is not: a generated image below −1
          has slope 0 for D, which spends nothing on being surer than it has to be.
        </>
      ),
      show: "Hinge, D's loss",
    },
  },
}
