// Texts of the chapter, in English.

import { count } from '../../core/words'
import type { LessonText } from '../parts/lesson'
import { enTimes } from './enTimes'

const lesson: LessonText = {
  title: 'The tape',
  aim: 'Say what a training step is for the GPU, what the tape does in reverse, which gradients are never computed, and how a kernel is timed.',
  question: {
    ask: 'For 64 × 64 pixels D has five convolutions without bias and three batch norms, each with a weight and a bias. How many thunks of D’s parameters does G’s step make and never call?',
    answer: 11,
    because:
      'One for each parameter: 5 + 3 · 2 = 11. G’s loss depends on all of them, but G’s step asks only for the gradients of G’s parameters.',
  },
}

/** Purpose of each kernel of a recorded step, in a few words. */
const kernels: Readonly<Record<string, string>> = {
  tick: 'counts on: seed, draws of noise, batches, iterations, which later kernels read',
  gather: 'copies the digits of this batch, and turns bytes into numbers from −1 to 1',
  normal: 'draws z, the noise, from a normal distribution',
  convolve: 'a convolution: conv2d forward, and the ∂x of convTranspose2d',
  convolve_adjoint:
    'the adjoint of a convolution: convTranspose2d forward, and the ∂x of conv2d; with overlay after it, it makes a stamp for each small pixel',
  overlay: 'adds up these stamps where they overlap in the large image',
  weight_gradient: 'the gradient of a convolution’s weight, summed over all pixels and images',
  sum_splits: 'adds up the parts of a sum that several workgroups made at the same time',
  chunk_moments: 'mean and variance of each channel, a chunk of the numbers at a time',
  merge_moments: 'puts the chunks’ means and variances together',
  merge_and_track: 'puts the chunks together, and moves the running statistics on',
  fold_moments: 'puts the chunks’ means and variances together, a workgroup for each channel',
  fold_and_track: 'the same, and moves the running statistics on',
  normalise: 'normalises, scales and shifts, and does the activation after it in the same pass',
  chunk_gradients: 'the sums that batch norm’s gradients need, a chunk at a time',
  merge_gradients: 'puts the chunks’ sums together: the gradients of weight and bias come out here',
  fold_gradients: 'the same, a workgroup for each channel',
  input_gradient: 'from these sums, batch norm’s ∂x',
  leaky_relu: 'negative numbers times 0.2',
  leaky_relu_backward: 'the gradient times 1, or times 0.2 where x was negative',
  tanh_forward: 'tanh of each number',
  tanh_backward: 'the gradient times 1 − y²',
  slice: 'cuts out the scores of one half of the batch',
  concat: 'puts the gradients of both halves’ scores together again',
  score_loss: 'the loss of the scores, and in the same pass its slope by each score',
  add: 'adds two tensors, number by number',
  advance: 'counts the optimiser’s steps on, with the corrections that Adam divides by',
  adam: 'moves every parameter of the network',
  note: 'writes down both losses and the mean scores, for the page to read later',
}

/** By the trainer's name for a part of a step. */
const stages: Readonly<Record<string, string>> = {
  // It draws more than noise.
  'draw noise': 'draw digits and noise',
  generate: 'generate',
  'D on real and fake': 'D on real and fake',
  "D's gradients": "D's gradients",
  "D's update": "D's update",
  'D on fake again': 'D on fake again',
  'gradients through D into G': 'gradients through D into G',
  "G's update": "G's update",
}

export interface What {
  index: number
  entry: string
  shader: string
  kind: string
  op: string | undefined
  input: string | undefined
}

export const en = {
  ...lesson,
  /** Titles of its steps. */
  parts: {
    recorded: 'A recorded step',
    rows: 'Down forward, up backward',
    letters: 'What a thunk computes',
  },
  intro: (
    <>
      A training step is TypeScript that runs once and computes nothing. Each op appends its{' '}
      <b>dispatches</b> to a list, and puts itself on the <b>tape</b>: its inputs, its output, and
      for each input a <b>thunk</b>, a function that would append the dispatches for the gradient of
      that input. Then the GPU replays the list, thousands of times, and none of that TypeScript
      runs again.
    </>
  ),
  recorded: (
    <>
      This is no drawing: it is the step that <code>capture</code> recorded here, of a very small
      DCGAN: images of 32 × 32, channel width 2, batch of 8. The pictures are what its dispatches
      wrote, with zero in middle grey; a single number is shown as a number.
    </>
  ),
  steps: {
    legend: 'The recorded step',
    D: "D's step",
    G: "G's step",
    apart: "D's step, real and fake apart",
  },
  recording: 'The step is being recorded.',
  counts: {
    own: (dispatches: number, backward: number) =>
      `${dispatches} dispatches, ${backward} of them backward.`,
    iteration: (ofD: number, ofG: number) =>
      `An iteration is ${ofD} of D’s step and ${ofG} of G’s, which needs D’s before it.`,
    goesOn: (first: number) =>
      `The numbers go on after those of D’s step: this one begins with ${first}.`,
  },
  kinds: {
    before: 'before the tape',
    forward: 'forward',
    backward: 'backward',
    sum: 'sum of two gradients',
    update: 'after the tape',
  },
  stages,
  kernels,
  halves: { real: '(real)', fake: '(fake)' },
  bytes: (bytes: number) => `${bytes} bytes`,
  shown: {
    name: 'One dispatch',
    back: 'Back',
    next: 'Step',
    upTo: 'Replay up to dispatch',
    place: (dispatch: number, last: number) => `${dispatch} (last: ${last})`,
    what: ({ index, entry, shader, kind, op, input }: What) => (
      <>
        <b>
          {index} <code>{entry}</code>
        </b>{' '}
        of <code>{shader}</code>, {kind}
        {op && `, ${op}`}
        {input && `, the thunk of ${input}`}
      </>
    ),
    stage: 'the step’s stage',
    workgroups: 'workgroups',
    groups: (workgroups: string, invocations: string) =>
      `${workgroups}, of ${invocations} invocations each`,
    reads: 'bound to read only',
    writes: 'to read and write',
    alone: 'time alone',
    measure: 'not measured yet',
    picture: (binding: string) => `${binding}, zero is middle grey`,
    numbers: (first: string, most: string) => `${first}, …; at most ${most}`,
    running: 'Running…',
    ran: (dispatches: number) =>
      dispatches === 1
        ? '1 dispatch has run, one submit each.'
        : `${count(dispatches)} dispatches have run, one submit each.`,
    same: 'Checked: stopping here gives exactly the bits of a full replay.',
    other: 'Checked: stopping here gives different bits from a full replay.',
    there: (all: number, of: 'D' | 'G', there: number) =>
      `Of ${of}’s ${all} gradients ${there} are there.`,
    kernels: 'What each kernel of this step does',
  },
  rows: {
    text: (
      <>
        One op per row, in the order in which they were recorded. Read the forward column downwards,
        then the backward column upwards: <code>gradients(loss, parameters)</code> begins at the
        loss with the gradient 1, and calls each op's thunks with the gradient of its output. The
        numbers of the dispatches show it. Point at or tap a row, and it lights up, here and among
        the bars of time. Press a dispatch: what it wrote is enlarged above the rows.
      </>
    ),
    name: 'The tape',
    op: 'op',
    down: 'forward, downwards',
    up: 'backward, upwards: its thunks',
    forward: 'forward',
    backward: 'backward ↑',
    view: 'a view: nothing to dispatch',
    shared: "ran in D's step",
    unreached: 'not reached: no thunks were made',
    made: 'never called',
    unmade: 'not reached',
    added: 'added by',
    // Only the 1 at the start of the walk is not in memory.
    unchanged: 'passes the 1 on unchanged',
    written: (dispatch: number, entry: string) => `already written by ${dispatch} ${entry}`,
    writtenForward: (dispatch: number, entry: string) =>
      `already written by ${dispatch} ${entry}, on the way forward`,
  },
  letters: {
    text: (
      <>
        What a thunk does is the chain rule for its op: it takes the gradient of the loss with
        respect to the op's output y, and computes the one with respect to an input x. Some ops
        compute the slope together with the value; then the thunk only hands it over. This is the
        case for the loss: its derivative with respect to each score was written on the way forward,
        and the first thunk that has something to dispatch comes after it.
      </>
    ),
    L: 'the loss, which the last op gives',
    y: 'output of the chosen op',
    x: 'one of its inputs',
    byY: 'gradient of the loss with respect to the output, which the thunk takes',
    byX: 'the same with respect to the input, which it computes',
    J: 'how y changes with x, transposed; a kernel multiplies by it without storing it',
    numbers: (size: string) => `${size} numbers`,
    dispatched: (size: string, dispatches: string) => `${size} numbers, by dispatch ${dispatches}`,
    notDispatched: (size: string) => `${size} numbers, by no dispatch of its own`,
    wouldHave: (y: string, x: string) => `it would have ${y} × ${x} numbers`,
  },
  never: {
    title: 'Where the gradient stops',
    text: (
      <>
        Only thunks on the way to a requested parameter are called. D's step needs no gradient of an
        image, so the walk ends at D's first layer, and G's ops are not even reached: PyTorch has{' '}
        <code>detach()</code> for that. In G's step the gradient must go <i>through</i> D, so every{' '}
        <code>∂x</code> of D is computed; but the gradients of D's weights are not requested. D's
        weight thunks exist but are never called. Nor is the one for z, the noise. That saves some
        of the most expensive kernels.
      </>
    ),
    name: 'Thunks that never ran',
    said: ({ ran, made, unreached }: { ran: number; made: number; unreached: number }) => (
      <>
        <b>{ran}</b> thunks were called, <b>{made}</b> {made === 1 ? 'was' : 'were'} made and never
        called, and <b>{unreached}</b> {unreached === 1 ? 'op was' : 'ops were'} not reached at all.
      </>
    ),
    made: 'Made, never called',
    of: (shape: string, op: string) => `${shape}, of ${op}`,
    unreached: 'Not reached',
    none: 'None: a gradient flowed through every op.',
  },
  ...enTimes,
}
