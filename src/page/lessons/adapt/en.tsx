// Texts of the chapter, in English.

import type { LessonText } from '../parts/lesson'
import type { AttemptName } from './attempts'

const lesson: LessonText = {
  title: 'A model meets another world',
  aim: 'Say why a classifier fails on other images of the same classes, and how an adversary adapts it without labels.',
  question: {
    ask: 'D gives 0.5 to all images of both domains. What does that say about the accuracy on the target?',
    choices: [
      'It is as high as on the source',
      'It is 50 %',
      'Nothing: classes may be swapped',
      'It is as low as before',
    ],
    answer: 'Nothing: classes may be swapped',
    because:
      'D compares two clouds of logits, and no label tells it which digit a point belongs to. If the copy is sure that a 2 is a 1, its logits look like those of a 1. (Run the second and the third attempt: D ends at 0.5 in both, but the third takes most twos for ones.)',
  },
}

const titles: Record<AttemptName, string> = {
  slow: 'D sees logits; the copy at a tenth of D’s rate',
  fast: 'D sees logits; the copy as fast as D',
  unlucky: 'the same with seed 3',
  features: 'D sees features; the copy as fast as D',
}

export const en = {
  ...lesson,
  /** Titles of its steps. */
  parts: {
    worlds: 'Two worlds of digits',
    more: 'Looking on',
  },
  intro: (
    <>
      A classifier has learned the digits of MNIST. Now it is given those of UCI: drawn by other
      people, scanned by another machine, and enlarged from 8 × 8 pixels. You read both; the
      classifier does not. MNIST is its <b>source domain</b>, UCI the <b>target domain</b>. To move
      a model from one to the other, without a single label of the target, is{' '}
      <b>domain adaptation</b>, and the tool is a GAN.
    </>
  ),
  open: {
    opening: 'The classifier is looking at 1,500 digits.',
    GPU: 'Everything in this chapter is computed by your GPU.',
    recording: 'There is no GPU here: all numbers were recorded.',
  },
  digits: {
    isNamed: (is: number, says: number) =>
      is === says ? `${is}, named correctly` : `${is}, taken for ${says}`,
  },
  shift: {
    title: 'Features shift',
    home: 'MNIST, the source',
    away: 'UCI, the target',
    right: 'named correctly:',
    text: (
      <>
        The classifier has two parts. Convolutions turn an image into 64 numbers, its{' '}
        <b>features</b>. A last layer turns features into ten <b>logits</b>, of which the largest
        names the digit. Its borders lie between the features of MNIST’s digits. Thicker strokes and
        soft edges change what every convolution gives, so UCI’s features lie elsewhere, and many
        cross a border.
      </>
    ),
    map: 'Features of MNIST and of UCI on one plane, by the classifier of MNIST',
    legend:
      'The plane in which MNIST’s classes lie farthest apart. Discs: MNIST. Crosses: UCI. Colour: the true digit. Crosses off the discs of their colour are likely to be misread.',
  },
  statistics: {
    title: 'Statistics of the target',
    text: (
      <>
        A batch norm follows each convolution: it subtracts a mean μ and divides by a deviation σ.
        After training both are constants, taken from MNIST. On UCI they are wrong: what they
        normalise is no longer around 0, nor as wide as 1. The cheapest adaptation takes them again
        from images of UCI, without labels and without training. It is called{' '}
        <a href="https://arxiv.org/abs/1603.04779">AdaBN</a>.
      </>
    ),
    button: 'Take statistics from UCI',
    was: 'With MNIST’s statistics',
    is: 'with UCI’s',
    map: 'Features of both domains, UCI’s with the chosen statistics',
    legend: {
      was: 'Discs: MNIST. Crosses: UCI with MNIST’s statistics.',
      is: 'Discs: MNIST. Crosses: UCI with its own statistics.',
    },
    after:
      'It helps a little. A mean and a deviation of each channel do not say which point belongs to which digit. But it costs one pass, so any method has to beat it.',
  },
  adversary: {
    title: 'A discriminator of domains',
    text: (
      <>
        Copy the convolutions S, and call the copy T. A discriminator D sees the logits that S gives
        for MNIST, and those that T gives for UCI, both through the same last layer h. D learns to
        tell them apart, T learns to fool D. It is a GAN: T is the generator, and images of UCI take
        the place of noise. This is <a href="https://arxiv.org/abs/1702.05464">ADDA</a>.
      </>
    ),
    labels: (
      <>
        No label of UCI occurs in a loss. Labels only measure the accuracy that you see. Press
        Start, and watch the crosses move onto the discs. Without a graphics card 100 steps take ten
        seconds or more; 400 are enough to see it.
      </>
    ),
  },
  letters: {
    a: 'what a convolution gives',
    perChannel: 'one channel after the other',
    mu: 'mean of the channel, taken from',
    sigma: 'deviation of the channel, taken from',
    lossD: 'loss of D, small if it tells the domains apart',
    lossT: 'loss of the copy, small if D takes its logits for the source’s',
    notYet: 'no step yet',
    D: 'probability that an image is of the source',
    seesLogits: 'from 0 to 1',
    h: 'last layer, which does not change: features to logits',
    S: 'convolutions of the source’s classifier, which do not change',
    T: 'the copy, which learns',
    x: 'an image of the source',
    u: 'an image of the target',
  },
  live: {
    label: 'The adaptation',
    controls: { attempt: 'Attempt', start: 'Start', pause: 'Pause', restart: 'Start over' },
    titles,
    status: {
      opening: (_step: string, _steps: string) => 'Waiting for the classifier.',
      GPU: (step: string, steps: string) => `Step ${step} of ${steps}, 64 images of each domain.`,
      recording: (step: string, steps: string) => `Recorded: step ${step} of ${steps}.`,
    },
    map: (step: string) => `Features of both domains after step ${step}`,
    legend: 'Discs: MNIST, which stays. Crosses: UCI, by the copy.',
    accuracy: 'Accuracy on UCI',
    dSource: 'D on MNIST',
    dTarget: 'D on UCI',
    worst: 'Most frequent mistake',
    takenFor: (label: number, taken: number) => `${label} → ${taken}`,
    says: {
      accuracy: 'of 500 test digits that are not trained on. Labels are used for this alone.',
      worst: (many: number, of: number) => `${many} of ${of} test digits of that class.`,
      dSource: 'mean probability “of the source” that D gives to MNIST.',
      dTarget: 'the same for UCI. 0.5 for both means that D cannot tell.',
    },
    watched: 'Digits of UCI that the source’s classifier misread, and the copy’s answers now:',
  },
  logits: {
    label: 'Logits from largest to smallest, means of MNIST and of UCI',
    axis: 'logits, from the largest to the smallest',
  },
  curves: {
    label: 'Accuracy on UCI and D’s probabilities by step',
    axis: 'step',
  },
  sees: {
    title: 'What D goes by',
    text: (
      <>
        D sees ten numbers of an image. Sort them: on MNIST the largest is about 9.5 on average and
        the second 1; on UCI they are 7.1 and 2.8. The classifier is less sure of UCI, and D finds
        that out within a few steps. To fool it, T has to become sure: each point moves away from
        the borders, to the nearest cluster. If that is the right cluster for most points, accuracy
        rises.
      </>
    ),
    source: 'MNIST',
    target: 'UCI, by the copy',
  },
  fails: {
    title: 'Where it fails',
    text: (
      <>
        The copy’s learning rate is a tenth of D’s. As fast as D, it reaches in 200 steps what takes
        1,500 otherwise; or it moves a class to a wrong cluster, where it stays: with seed 3, 29 of
        49 twos are taken for ones. The seed decides.
      </>
    ),
    features: (
      <>
        D may also see the 64 features, as in the paper’s formulas; its code takes logits, too. Then
        a slow copy never fools D, which goes on telling the domains apart, and accuracy falls below
        that of the source’s classifier. A fast copy does fool D, and still names hardly more than
        half of the digits correctly: there are more ways to look alike in 64 numbers than in ten.
      </>
    ),
    look: (
      <>
        Compare the second attempt with the third. In both D ends at 0.5 and its loss at 2 log 2,
        since both clouds of logits look like MNIST’s. Nothing that the GAN measures tells these
        attempts apart. Labels do, but of a target there are none. So rates and steps are chosen
        beforehand, and the last step counts.
      </>
    ),
  },
  attempts: {
    caption: (steps: string) =>
      `Accuracy on UCI in percent after ${steps} steps, measured beforehand. Press a number to run that attempt.`,
    dSees: 'D sees',
    rate: 'rate of the copy',
    seed: (seed: number) => `seed ${seed}`,
    sees: { logits: 'logits', features: 'features' },
    rates: { slow: '1/10 of D’s', fast: 'D’s' },
    run: (right: string) => `Run the attempt that reached ${right} %`,
  },
  more: (
    <>
      In the terminal <code>ganvas adapt --target uci</code> does the same in 1,500 steps, and takes
      your own images, too. It moves features, so it is good where the same strokes are drawn or
      scanned in another way. Where the look changes, as on coloured backgrounds, it is less good:
      the first layers have lost some of the digits by then.
    </>
  ),
}
