// Texts of the chapter, in English.

import type { LessonText } from '../parts/lesson'

const lesson: LessonText = {
  title: 'Batch norm',
  aim: 'Say what is reduced, how often, forward and back, what it costs, and where a GAN must not have it.',
  question: {
    ask: 'x is [32, 16, 16, 64], as N, H, W, C. How many numbers does each mean average?',
    answer: 8192,
    because:
      'Each of the 64 channels has one mean, over all images and pixels: 32 × 16 × 16 = 8,192.',
  },
}

/** Purpose of each kernel, by the numbers per invocation of a kernel that writes one number for each of x. */
type What = Readonly<Record<string, (each: string) => string>>

const what: What = {
  chunk_moments: () => 'mean and Σ (x − mean)² of each chunk of numbers, one chunk per invocation',
  merge_moments: () => 'the chunks of a channel, merged in a fixed order',
  merge_and_track: () => 'the same, and the running statistics',
  fold_moments: () => 'the chunks of a channel, shared by a workgroup and merged in a fixed order',
  fold_and_track: () => 'the same, and the running statistics',
  normalise: (each) => `y, number by number, ${each} per invocation`,
  chunk_gradients: () => 'Σ g and Σ g · x̂ of each chunk',
  merge_gradients: () => 'the chunks of a channel, merged',
  fold_gradients: () => 'the chunks of a channel, shared by a workgroup and merged',
  input_gradient: (each) => `∂x from both sums, number by number, ${each} per invocation`,
}

export const en = {
  ...lesson,
  /** Titles of its steps. */
  parts: {
    batch: 'A channel of a batch',
    formula: 'The formula',
    digits: 'Could one pass do?',
    zeros: 'Two sums that are zero',
  },
  intro: (
    <>
      Between two layers of a GAN numbers drift: a channel grows, another dies. Batch norm computes
      the mean and the variance of each channel over the batch, subtracts the mean, divides by the
      standard deviation, and lets two learned numbers set a new scale and shift.
    </>
  ),
  drag: (
    <>
      Drag a number. Every y of its channel moves, since all share one mean and one variance. The
      other channel does not: it has its own.
    </>
  ),
  batch: {
    name: 'A batch',
    random: 'Random numbers',
    layer: 'From a generator',
    origin: {
      hand: (rows: number) => `${rows} numbers per channel, chosen by hand.`,
      random: (rows: number) => `${rows} numbers per channel, drawn at random.`,
      example: (rows: number) =>
        `${rows} numbers per channel, which the first layer of a generator gives at one pixel for ${rows} z (trained example).`,
      paper: (rows: number) =>
        `${rows} numbers per channel, which the first layer of a generator gives at one pixel for ${rows} z (trained example, by plain loops).`,
      run: (rows: number, step: number) =>
        `${rows} numbers per channel, which the first layer of a generator gives at one pixel for ${rows} z (step ${step} of the run).`,
    },
    onPaper: 'There is no GPU here: computed by this page, in float64.',
    onGpu: 'Computed on this GPU.',
    asking: 'Computed by this page so far; the GPU is computing them too.',
  },
  channel: {
    title: (channel: number) => `Channel ${channel}`,
    moments: (mean: string, variance: string) => `mean ${mean}, variance ${variance}`,
    pick: (channel: number) =>
      `Numbers of channel ${channel}. Up and down choose one, left and right move it`,
    drag: 'Drag a number.',
    picked: (which: { place: number; all: number; x: string; y: string }) =>
      `Number ${which.place} of ${which.all}: x = ${which.x}, y = ${which.y}.`,
    scale: 'Scale γ',
    shift: 'Shift β',
  },
  symbols: {
    x: 'the picked number',
    normal: 'the same, normalised to mean 0 and variance 1',
    mean: 'mean of its channel',
    variance: 'variance of its channel',
    epsilon: 'avoids division by 0',
    weight: 'scale, learned',
    bias: 'shift, learned',
    y: 'the output',
    gradX: '∂loss/∂x, for the picked number',
    g: '∂loss/∂y, for the same',
    m: 'numbers of a channel',
    sum: 'over the channel',
  },
  reductions: {
    title: 'Two reductions',
    text: ([N, H, W]: readonly [number, number, number, number]) => (
      <>
        A sum over a whole channel is a <b>reduction</b>: {N} × {H} × {W} = {N * H * W} numbers in,
        one out. One invocation per channel would leave most of a GPU idle, so each invocation takes
        a chunk, and a second dispatch merges the chunks. Mean and variance, the two reductions, are
        computed together: two dispatches for both. No y can be written before mean and variance are
        known.
      </>
    ),
    name: 'The dispatches',
    legend: (
      <>
        Length of a bar: bytes read and written. Colour: <span class="forward">forward</span>,{' '}
        <span class="backward">backward</span>.
      </>
    ),
    what,
    pass: { forward: 'forward', backward: 'backward' },
    dispatch: (each: { pass: string; workgroups: string; workgroup: number; bytes: string }) =>
      `${each.pass}, ${each.workgroups} workgroups of ${each.workgroup}, ${each.bytes}`,
    bytes: (all: { shape: string; bytes: string; dispatches: number; own: string }) =>
      `For x of ${all.shape} and its gradient: ${all.bytes} read and written (sizes of the bound buffers) in ${all.dispatches} dispatches, where x itself has ${all.own}.`,
    asking: 'Asking the worker…',
  },
  digits: {
    text: (
      <>
        Could one pass gather Σx and Σx² and be done? The variance is the mean of squares minus the
        square of the mean. Far from 0 the two are nearly equal, and float32 has few digits for what
        is left. Add a large number to all: the variance stays the same, but the short way loses it.
        The kernel takes the distances from its chunk's first number to find the chunk's mean, then
        squares the distances from that.
      </>
    ),
    name: 'Digits that are lost',
    offset: 'Add to all numbers of channel 0',
    variance: 'variance',
    kernel: "this GPU's kernel",
    noGpu: 'no GPU here',
    naive: 'mean of squares − square of mean',
    below: 'Below 0: impossible, since a variance is a mean of squares.',
    zero: 'Zero: as if all numbers were equal.',
  },
  backward: {
    title: 'Backward: two more',
    text: (
      <>
        Write g for ∂loss/∂y. Let the loss be the picked y, so g is 1 there and 0 elsewhere. Its x
        moved the mean and the variance, and with them every number of the channel: so <b>every</b>{' '}
        x of the channel gets a gradient, and each needs Σ g and Σ g · x̂ first.
      </>
    ),
    name: 'Backward',
    caption: (y: number, channel: number) =>
      `Gradient of y${y} with respect to each x of channel ${channel}`,
    bars: (gradients: string) => `Gradients: ${gradients}`,
    bias: 'Σ g, that is ∂β',
    weight: 'Σ g · x̂, that is ∂γ',
    zeros: (
      <>
        The gradients of x sum to zero, and so do their products with x̂: moving or stretching the
        whole channel would not change y, so no gradient asks for it. The second zero is exact only
        without ε, which does not stretch with x.
      </>
    ),
  },
  cost: {
    title: 'What it costs',
    text: (
      <>
        Batch norm computes next to nothing, and yet every number passes through memory several
        times. A convolution does more than a hundred floating-point operations (FLOP) with each
        byte. A GPU computes far more than one FLOP in the time it takes to move a byte, so here it
        waits for memory, and a faster batch norm has to move less: in Ganvas the activation after
        it is computed in the same pass.
      </>
    ),
    caption: "D's second block of a DCGAN, 64 images, forward",
    op: 'op',
    flopPerByte: 'FLOP per byte',
    here: 'ms here',
    moved: (card: { mb: string; flopPerByte: string }, bars: typeof card) =>
      `This table counts x and y once: ${card.mb} MB, ${card.flopPerByte} FLOP per byte. The three forward kernels move ${bars.mb} MB, as the bars above say: ${bars.flopPerByte} FLOP per byte.`,
    measure: 'Measure on this adapter',
    measuring: 'Measuring…',
    cards:
      'FLOP and bytes are from the card of each op in the library, with each byte counted once.',
    share: (norm: { flop: string; time: string; mega: string }, convMega: string) =>
      `Batch norm has 1/${norm.flop} of the arithmetic (${norm.mega} of ${convMega} MFLOP), and takes 1/${norm.time} of the time.`,
    rest: 'The rest of its time goes to memory and to starting its dispatches.',
    software:
      'Here a CPU runs the kernels, and arithmetic is slow: on a GPU the share of batch norm should be larger.',
  },
  without: {
    title: "Why D's input and G's output have none",
    atInput: (
      <>
        In front of D, a batch norm would remove what all images of a batch have in common: their
        brightness and their contrast. Put fog over these eight digits: only the first row shows it.
      </>
    ),
    atOutput: (
      <>
        G could draw in grey on grey, and D would not know. At G's output it is the same from the
        other side: whatever G draws, each batch would have the same mean and contrast. And one
        white image in the batch changes the seven others: make the eighth white, and see by how
        much. DCGAN therefore has batch norm everywhere but there (
        <a href="https://arxiv.org/abs/1511.06434">Radford, Metz, Chintala 2015</a>).
      </>
    ),
    inference: (
      <>
        Once training is over, an image must not depend on others at all. So training keeps running
        statistics: with each batch, a channel's mean and variance become nine tenths of the old and
        one tenth of the batch's. Inference, drawing with the trained network, normalises by these:
        a fixed scale and shift, with no reduction.
      </>
    ),
  },
  foggy: {
    name: 'Eight digits',
    fog: 'Fog over the batch',
    shade: 'Its shade',
    blank: 'The eighth image is all white',
    moments: (mean: string, deviation: string) => `mean ${mean}, deviation ${deviation}`,
    before: 'What D would see without batch norm',
    beforeLabel: 'Eight digits behind fog',
    after: 'What D would see after batch norm, γ = 1, β = 0',
    afterLabel: 'The same digits, normalised over the batch',
    coming: 'Eight digits are on their way.',
    change: (deviations: string) =>
      `The fog changed a normalised pixel by ${deviations} deviations at most, due to ε alone.`,
    makeWhite: 'Make the eighth image white: before batch norm, the seven others stay as they are.',
    others: (deviations: string) =>
      `The white image changed the pixels of the seven others by up to ${deviations} deviations after batch norm, though before it they are the same.`,
  },
}
