// Texts of the chapter, in English.

import { Formula } from '../parts/Formula'
import type { LessonText } from '../parts/lesson'

const lesson: LessonText = {
  title: 'From Z to W',
  aim: 'Say what the mapping network, modulation and noise of a style-based generator each do.',
  question: {
    ask: 'Modulation is off: each layer gets the mean of W, whatever z is. Noise is on. What do pictures of different z differ in?',
    choices: ['in nothing', 'in small details only', 'in their digit only', 'in everything'],
    answer: 'in small details only',
    because:
      'z reaches the picture through the styles alone. Without them all pictures are one, that of the mean of W; noise, which does not come from z, still moves some pixels.',
  },
}

export const en = {
  ...lesson,
  /** Titles of its steps. */
  parts: {
    layers: 'A style for every layer',
    mapping: 'Mapping: from Z to W',
    modulation: 'Modulation: a factor for each channel',
    noise: 'Noise: what z need not decide',
    mix: 'Two styles in one picture',
  },
  intro: (
    <>
      A DCGAN puts z into its first layer, and each later layer sees only what the one before made
      of it. A style-based generator begins with a constant, the same for every picture. z goes
      through a <b>mapping network</b> first; its result w, the <b>style</b>, then reaches every
      layer at once. The generator on this page learned digits beforehand, in 1,500 steps of 16
      images.
    </>
  ),
  letters: {
    x: 'the image of channels that the layer reads',
    weight: 'weights of the convolution, the same for all pictures',
    s: 'one factor for each input channel, a linear function of w',
    d: 'one factor for each output channel, which brings it back to size 1',
    n: 'noise, one number for each pixel',
    gamma: 'learned strength of the noise, from the smallest layer on',
    activations: 'height × width × channels',
    kernel: '3 × 3 or 4 × 4',
    channels: 'a number for each channel',
    drawn: 'drawn anew',
  },
  mapping: {
    text: (
      <>
        Noise fills a sphere evenly, but digits are not spread evenly: between a 1 and an 8 there is
        nothing. The mapping network, two linear layers with a leaky ReLU each, may bend the sphere
        into another shape, W, so that the layers after it can be simple.
      </>
    ),
    off: (
      <>
        Switch it off: each layer gets z itself, 100 numbers of the same size as before, but in
        places where no w ever was. The layers never learned to read that.
      </>
    ),
  },
  modulation: {
    text: (
      <>
        A linear function of w gives a factor <Formula tex="s" /> for each channel that a
        convolution reads. Numbers would grow from layer to layer, so a second factor,{' '}
        <Formula tex="d" />, is computed from <Formula tex="s" /> and the weights, such that each
        output channel has size 1 for inputs of size 1. Both scale images, not weights: the whole
        batch runs through one convolution.
      </>
    ),
    off: (
      <>
        Switch it off: all layers get the mean of W, which is the same for every z. Eight times the
        same picture is left.
      </>
    ),
  },
  noise: {
    text: (
      <>
        Each layer adds one random number to all channels of a pixel, times a strength that was
        learned; the diagram shows it below each layer. Noise is meant for what z need not decide,
        such as the exact edge of a stroke. Of that digits have little: the strengths are small, in
        the larger layers almost 0. Training has noise; drawing leaves it out.
      </>
    ),
    off: (
      <>
        Switch it on, and draw other noise: the digits stay, and the row moves by a small part of
        what two pictures are apart. Then switch modulation off as well.
      </>
    ),
  },
  tries: {
    label: 'The parts of the generator',
    text: (
      <>
        The upper row is drawn with mapping and modulation, and without noise, of eight z. The lower
        row draws the same z through what is switched on.
      </>
    ),
    switches: { mapping: 'Mapping', modulation: 'Modulation', noise: 'Noise' },
    otherZ: 'Other z',
    otherNoise: 'Other noise',
    whole: 'as it was trained',
    now: 'with the switches',
  },
  diagram: {
    label:
      'z goes through the mapping network to w. w scales the channels of four layers, of 4, 8, 16 and 32 pixels, which make the picture of a constant. Noise is added in each.',
    constant: 'const',
  },
  says: {
    spread: 'mean distance between two pictures of the row',
    between: 'from row to row',
    moved: 'mean distance of a picture from the one above it',
  },
  status: {
    coming: 'The first drawings are on their way.',
    ready: 'Drawn by the kernels of training, as you switch.',
    paper: 'There is no GPU here: this page draws them itself, in plain loops.',
  },
  mix: {
    label: 'Two styles in one picture',
    upTo: 'Layers with the own style',
    sizes: (size: number) =>
      size === 32 ? 'all' : size === 4 ? '4 pixels' : `4 to ${size} pixels`,
    psi: 'Distance from the mean of W',
    row: 'with the first picture’s style in the larger layers',
    text: (
      <>
        Since w reaches each layer by itself, layers can have different styles. In the lower row,
        the small layers have the style of the picture above, and the larger ones that of the first
        picture. Try sizes: which layers decide the digit, and which the stroke?
      </>
    ),
    mean: (
      <>
        Styles can also be moved towards the mean of W, which is called <b>truncation</b>: pictures
        get more typical, and less varied; at 0 all are one.
      </>
    ),
    more: (
      <>
        In the terminal, <code>ganvas latent mix</code> and <code>sample --truncation 0.7</code> do
        both with your run.
      </>
    ),
  },
}
