// Texts of the chapter, in English.

import { count } from '../../core/words'
import type { LessonText } from '../parts/lesson'
import type { PixelOp } from './tools'

const lesson: LessonText = {
  title: 'Pixel, window, invocation, line',
  aim: 'Say which invocation computes which pixel, from which numbers, by which line.',
  question: {
    ask: 'The plain kernel of a convolution writes a result of shape [1, 6, 6, 2] (images, rows, columns, channels), and one invocation stores one number. Which one stores row 3, column 4, channel 1? All count from 0.',
    answer: 45,
    because:
      'Invocation i stores the number at flat index i, and the channel varies fastest: (3 · 6 + 4) · 2 + 1 = 45. It is in workgroup 0, whose invocations are 0 to 63.',
  },
}

/** Titles and summaries of ops, for languages other than that of the cards. */
export type Cards = Readonly<Partial<Record<PixelOp['op'], { title: string; summary: string }>>>

/** Some of all numbers of a tensor. */
export interface Part {
  some: number
  all: number
  name: string
}

/** The invocation that stored a number. */
export interface Stored {
  /** Index in the workgroup, and size of the workgroup. */
  lane: number
  size: number
  group: number
  entry: string
  line: number | undefined
}

const list = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`

const cards: Cards = {}

export const en = {
  ...lesson,
  /** Titles of its steps. */
  parts: {
    kernels: 'Ops, kernels, invocations',
    point: 'Point at a pixel',
    formula: 'The formula',
    numbers: 'Numbers of invocations',
    known: 'How this is known',
  },
  /** The cards themselves are in English. */
  cards,
  intro: (
    <>
      A network is a chain of <b>ops</b>, such as a convolution. An op is computed by one or more{' '}
      <b>kernels</b>: small programs in WGSL (compute shaders). The GPU runs a kernel many times
      side by side; a plain one mostly once for each number of the result. One such run is an{' '}
      <b>invocation</b>; a fixed number of them form a <b>workgroup</b>. Many ops have two versions:
      a plain one to read, and a fast one that trains.
    </>
  ),
  point: (
    <>
      Point at a number of the result: the numbers that it depends on light up, and so do the
      invocation that stored it and the lines that this invocation ran. Point at a number of an
      input: everything that depends on it lights up, and the lines that load it.
    </>
  ),
  choice: { op: 'Op', dcgan: 'in a DCGAN', others: 'others' },
  rungs: {
    choice: 'Show invocations of',
    one: 'the only version',
    titles: { plain: 'plain: to read', fast: 'fast: used in training' },
    running: { plain: 'Running the plain kernel.', fast: 'Running the fast kernel.' },
  },
  formula: {
    label: 'Formula',
    hint: 'Point at a letter: it says what it stands for. By keys: Tab to the formula, then the arrows.',
  },
  running: 'Running the kernel…',
  known:
    'How do we know? A slow version of the op, in JavaScript, is run again and again, each time with one number of an input changed, to see which results change. To learn who stores what, the kernel runs once more as a copy that also writes down who stores each number, and how often each line ran. We believe the copy because its results are the same, bit for bit. Another copy writes down every load: a fast kernel may load a number only to multiply it by zero.',
  numbering: (
    <>
      Invocations are numbered like the numbers of the result in memory: along the last axis first.
      For a result of shape [N, P, Q, K] (images, rows, columns, channels) that is{' '}
      <code>i = ((n · P + p) · Q + q) · K + k</code>; in the plain kernel of conv2d, the lines from{' '}
      <code>let k = i % K</code> on turn i back into a place.
    </>
  ),
  tensor: {
    read: (name: string) => `${name}, read`,
    written: (name: string) => `${name}, written`,
  },
  kernel: {
    dispatches: (all: number) => `One of ${all} dispatches, in order`,
    named: (entry: string, file: string) => `${entry} in ${file}`,
    none: 'No kernel runs: the result is another view of the same numbers.',
    text: (file: string) => `${file}, as compiled`,
    legend: (
      <>
        <span class="ran">ran</span> <span class="loads">loads an input</span>{' '}
        <span class="stores">stored this number</span> N×: how often this invocation ran the line;
        when you point at an input, how often all invocations loaded it there.
      </>
    ),
    constants: (
      <>
        Names in CAPITALS are constants: Ganvas set their values, and unrolled some loops, just
        before compiling (<code>specialise()</code>).
      </>
    ),
  },
  invocations: {
    all: (groups: number, size: number) =>
      `${count(groups)} ${groups === 1 ? 'workgroup' : 'workgroups'} × ${size} invocations`,
    group: (group: number) => `workgroup ${group}`,
    stored: (numbers: number, by: number, all: number) =>
      `${count(numbers)} numbers were stored by ${count(by)} of ${count(all)} invocations; the others stored none.`,
  },
  said: {
    depends: (parts: readonly Part[]) =>
      `It depends on ${list(parts.map(({ some, all, name }) => `${count(some)} of ${count(all)} numbers of ${name}`))}.`,
    stored: ({ lane, size, group, entry, line }: Stored) =>
      `Stored by invocation ${lane} (of 0 to ${size - 1}) of workgroup ${group}, in ${entry}${line === undefined ? '' : ` at line ${line}`}.`,
    dependents: ({ some, all, name }: Part) =>
      `${count(some)} of ${count(all)} numbers of ${name} depend on it.`,
    storedBy: (few: readonly string[], more: number) =>
      `They were stored by ${few.length === 1 ? 'invocation' : 'invocations'} (workgroup:invocation in it) ${few.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    unknown: 'It is unknown which invocation stored it: none was recorded, or several were.',
  },
  /** Reasons why it is unknown who stored a number. */
  unsaid: {
    'No GPU':
      'Without a GPU nothing runs here, so it is unknown which invocation stored this element.',
    'No kernel ran':
      'No kernel ran: the result is another view of numbers that were there already.',
    'Other bits':
      'The copy of the kernel that records who stores what gave different results, so it is not trusted.',
  },
  /** Current values of the letters of a formula. */
  now: {
    numbers: (shape: string) => `${shape} numbers`,
    number: 'one number',
    range: (last: number) => `0 to ${last}`,
    each: 'each',
    upTo: (most: string | number) => `up to ${most}`,
    oneOf: (all: number) => `one of ${all}`,
    probability: 'between 0 and 1',
    signs: '1 or −1',
  },
  letters: {
    result: 'the result',
    input: 'the input',
    whole: 'the tensor that is split',
    first: 'the first input',
    second: 'the second input',
    least: 'the least allowed y',
    most: 'the greatest allowed y',
    bias: 'the bias of a channel',
    target: 'the target',
    loss: 'the loss',
    gradientX: 'the gradient of x',
    gradientY: 'the gradient of y, which is passed back',
    gradientA: 'the gradient of a',
    gradientB: 'the gradient of b',
    image: 'which image of the batch',
    itsRow: 'its row',
    itsColumn: 'its column',
    channel: 'channel',
    row: 'row',
    column: 'column',
    windowRow: 'row of the window',
    windowColumn: 'column of the window',
    resultChannel: 'channel of the result',
    inputChannel: 'channel of the input',
    inputRow: 'row of the input',
    inputColumn: 'column of the input',
    class: 'class',
    which: 'which number',
    output: 'which output',
    place: 'place on the axis',
    windowWeight: 'a weight of the window',
    windowWeightGradient: 'a weight of the window; behind ∂, its gradient',
    weight: 'a weight',
    stride: 'stride',
    padding: 'padding',
    sigmoid: 'the sigmoid of x',
    normalShare: 'share of numbers drawn from N(0, 1) that are below x',
    euler: "Euler's number",
    slope: 'slope, or depth, below 0',
    factor: 'a number',
    epsilon: 'avoids division by 0',
    scale: 'scale, learned',
    channelScale: 'scale of a channel, learned',
    shift: 'shift, learned',
    channelShift: 'shift of a channel, learned',
    mean: 'mean',
    variance: 'variance',
    howMany: 'how many there are',
    sign: 'sign: real, or fake',
    begin: 'where it begins',
    largest: 'the largest of a row',
    firstPart: 'the first part',
    secondPart: 'the second part',
    rounded: 'x, rounded',
    half: 'x as a 16-bit float, and back',
    windowSides: 'rows times columns of the window, each',
    stepDown: 'step downwards',
    stepRight: 'step to the right',
    repeated: 'how often a pixel is repeated',
    ofChannel: 'a number for the channel of the image',
    loudness: 'how loud the noise is',
    noise: 'noise, a number a pixel',
    beforeActivation: 'what the activation gets',
    tap: 'a number of the filter',
    outside: 'value outside the image',
    above: 'rows added above',
    left: 'columns added on the left',
    tent: 'a tent-shaped function, 0 beyond ±1',
    lookedRow: 'row to sample, possibly between pixels',
    lookedColumn: 'column to sample',
    matrix: 'a matrix for each image',
    movesDown: 'how far it moves down',
    movesRight: 'how far it moves to the right',
    contrast: 'contrast',
    saturation: 'saturation',
    brightness: 'brightness',
    imageMean: 'mean of the image',
    pixelMean: 'mean of the pixel',
  },
}
