// Texts of the chapter, in English.

import { Formula } from '../parts/Formula'
import type { LessonText } from '../parts/lesson'

const lesson: LessonText = {
  title: 'The gradient microscope',
  aim: 'Say how exact a finite difference can be, and why the tape is checked in float64.',
  question: {
    ask: 'L is near 1, so in float32 each L may be off by 6 · 10⁻⁸. By how much may a central difference with ε = 10⁻⁵ be off because of that alone?',
    choices: ['6 · 10⁻¹³', '6 · 10⁻⁸', '0.006', '0.6'],
    answer: '0.006',
    because:
      'Both losses may be off, in opposite directions: 2 · 6 · 10⁻⁸, divided by 2 · 10⁻⁵. In float64 the same rounding is 1.1 · 10⁻¹⁶, and the difference is off by 10⁻¹¹.',
  },
}

export const en = {
  ...lesson,
  /** Titles of its steps. */
  parts: {
    difference: 'A slope from two losses',
    here: 'A weight under the microscope',
    numbers: 'The losses in numbers',
    rounding: 'Rounding in numbers',
  },
  intro: (
    <>
      The tape says that a weight has the gradient <i>g</i>: move the weight by a little <i>t</i>,
      and the loss moves by <i>g t</i>. It got there by going backwards through a dozen kernels,
      each written by hand, and any of them could be wrong. But there is another way, which needs no
      backward pass: move the weight by ε, run the network forward again, and compare.
    </>
  ),
  formulas: { forward: 'forward:', central: 'central:' },
  here: (
    <>
      Here is a small D: convolution, batch norm, activation, convolution, and its loss on four
      drawn rings and four images of noise. Pick one of its 136 weights, whose places count from 0,
      and slide ε. The dots are the loss with that weight moved; the coloured line goes through two
      of them, the other has the tape's slope. At small ε they lie on top of each other; at ε = 1
      they part.
    </>
  ),
  sources: {
    asking: 'The small D is being recorded.',
    GPU: '136 gradients, by the tape; every L is a replay of the same program on the GPU.',
    paper:
      'There is no GPU here. L is the float64 reference of the ops, rounded once to float32, which is less than a GPU rounds; a difference in float64 stands in for the tape.',
  },
  controls: {
    loss: "D's loss",
    /** To D minimax and non-saturating are the same. */
    bce: 'BCE (minimax, non-saturating)',
    activation: 'Between the layers',
    leakyRelu: 'LeakyReLU: a kink at 0',
    tanh: 'tanh: no kink',
    colouring: 'The map shows',
    gradients: "gradients, the tape's",
    weights: 'weights',
  },
  map: {
    title: 'Weights',
    hint: 'orange below 0, blue above',
    label: 'Weights of the small D. Arrow keys choose one',
    weight1: 'layer 1: one 4 × 4 window per channel',
    gamma: 'batch norm: γ, β',
    weight2: 'layer 2: one 4 × 4 window per channel',
  },
  weight: {
    gamma: (channel: number) => `γ of channel ${channel}`,
    beta: (channel: number) => `β of channel ${channel}`,
    window: ({ layer, channel, row, column }: Record<WindowPlace, number>) =>
      `layer ${layer}, channel ${channel}, row ${row}, column ${column}`,
  },
  secant: {
    title: 'The loss, ε to either side',
    hint: 'dots: float32; line: float64',
    label:
      "The loss around the weight, the straight line through two of its points, and the tape's; the table has the numbers",
    across: 'how far the weight is moved, t',
    asking: 'The loss is being computed.',
    few: (apart: string) =>
      `Grey lines are the float32 numbers near L: ${apart} apart. L has to be one of them.`,
    many: (numbers: string, kinked: boolean) =>
      `From top to bottom there are ${numbers} float32 numbers, so rounding does not show, only ${kinked ? 'bend and kinks' : 'the bend'}.`,
    dotted: 'Dotted: a unit passes its kink.',
  },
  errors: {
    title: 'How far from the tape',
    hint: 'drag ε; dashed: expected',
    label: "How far the differences are from the tape's gradient, by ε; the table has the numbers",
    kinks: 'kinks in between',
    own: "the tape's own rounding",
    note: "All are measured against the tape. So where the dotted line, of float64, goes flat, it shows the tape's own rounding, in float32: the tape is off by that much.",
  },
  table: {
    caption: (epsilon: string) => `With ε = ${epsilon}, in float32 unless stated`,
    difference: 'Difference',
    says: 'says',
    off: 'is off by',
    expected: 'at worst',
    forward: 'forward',
    central: 'central',
    double: 'central, float64',
    kink: 'a kink',
    tape: 'the tape',
  },
  says: {
    g: 'the gradient, by the tape',
    L: "D's loss",
    w: (weight?: string) => (weight === undefined ? 'the weight.' : `the weight: ${weight}.`),
    epsilon: 'how far the weight is moved, to either side.',
    loss: "D's loss, all weights as they are.",
    up: 'the same program, replayed with the weight moved up.',
    down: 'and with the weight moved down.',
    rounding: 'the greatest change of L by one rounding to float32.',
    noise: 'what that rounding becomes in the difference: the dashed line that falls.',
    most: (bound: number) => `what the noise never exceeds: ${bound} roundings of M, over ε.`,
    magnitude:
      'the sum of |terms| behind L: those of the loss, and those of each logit times how much L depends on it.',
    kinksName: 'kinks',
    kinks: 'inputs of the activation (and of a hinge) that change sides between w − ε and w + ε.',
  },
  claims: {
    bend: {
      title: 'To the right: the curve bends',
      text: (
        <>
          A straight line through two points of a curve is not its tangent. The forward difference
          leaves out <i>ε</i> · <i>L″</i> / 2: ten times the ε, ten times the error. In the central
          one, the bend to the left makes up for the bend to the right, and <i>ε</i>² · <i>L‴</i> /
          6 is left: ten times the ε, a hundred times the error. These are the two dashed lines that
          rise.
        </>
      ),
    },
    noise: {
      title: 'To the left: float32 has no numbers in between',
      text: (
        <>
          A float32 number has 24 binary digits, so L can be off by <Formula tex="2^{-24} |L|" />,
          and more, since each kernel rounds too. Divided by ε that is large. The two losses differ
          only in their last digits, and the digits they share cancel. Look: the curve has become a
          cloud on a few lines.
        </>
      ),
    },
    best: {
      title: 'Between: as good as it gets',
      text: (
        <>
          Where falling noise meets the rising line, a difference is best: near ε = 10⁻² central,
          10⁻³ forward. Even there it has four or five digits, and sometimes more by luck. The tape,
          in the same float32, has seven: it subtracts no losses. It knows the derivative of each
          op, and multiplies.
        </>
      ),
    },
    kink: {
      title: 'At a kink the error jumps',
      text: (
        <>
          LeakyReLU has a corner at 0. A weight of layer 1 moves 128 of its inputs, and when one
          passes 0 between w − ε and w + ε, the straight line mixes the slopes of both sides, and no
          rule of ε or ε² holds. Layer 2 comes after the corners: it never sees one. Nor does layer
          1, with tanh.
        </>
      ),
    },
    parabola: {
      title: 'A parabola has no error but noise',
      text: (
        <>
          The least squares loss of a weight of layer 2 is a parabola, so <i>L‴</i> = 0: the central
          difference is exact for any ε, and the largest is the best. Forward is off all the same.
          WGAN's loss is a straight line there, and then neither difference is off, apart from
          noise.
        </>
      ),
    },
  },
  /** Labels of the buttons that show the claims. */
  tries: {
    bend: 'ε = 1',
    noise: 'ε = 3 · 10⁻⁷',
    best: 'the best ε',
    kink: 'LeakyReLU, layer 1',
    smooth: 'tanh, layer 1',
    parabola: 'LSGAN, layer 2',
    straight: 'WGAN, layer 2',
  },
  check: {
    title: 'How the library is checked',
    reference: 'Against loops in float64',
    why: (
      <>
        A gradient in float32 is right to a few roundings of the terms it sums. Where these cancel
        and <i>g</i> is small, that can be a hundred roundings of <i>g</i> itself, and nothing is
        wrong. But a kernel that is off by ten roundings of its terms has a mistake in it.
        Differences of float32 losses seldom show that: even with the best ε they are themselves off
        by more than the tape is, unless L is a parabola, as LSGAN's is for layer 2, where ε may be
        large.
      </>
    ),
    how: (bound: number) => (
      <>
        So <code>ganvas check</code> compares the GPU's gradient with a reference that does not use
        the GPU. Each op has a second forward pass, in float64 and in plain loops; central
        differences of that, with ε = 10⁻⁵, are good to about 10⁻¹⁰, since the bend leaves ε² and
        the noise 2⁻⁵³ / ε. What then differs is the GPU's own rounding. It is counted in roundings
        of the terms, and the check fails when a sum of products is more than {bound} roundings off.
        The samples keep away from kinks.
      </>
    ),
    single: (measured: boolean) =>
      `central difference, float32, ${measured ? 'smallest error' : 'best ε'}`,
    best: ({ error, epsilon, measured }: { error: string; epsilon: string; measured: boolean }) =>
      `${error} at ε = ${epsilon}${measured ? '; with kinks so near, no rule gives a best ε' : ''}`,
    double: 'central difference, float64, ε = 10⁻⁵',
    ofG: 'a rounding of g, 2⁻²⁴ |g|',
    ofTerms: 'a rounding of its terms, 2⁻²⁴ Σ|terms|',
    inG: (roundings: string) => `${roundings} roundings of g`,
    inTerms: (roundings: string) => `${roundings} roundings of its terms`,
  },
}

type WindowPlace = 'layer' | 'channel' | 'row' | 'column'
