// Texts of the view Lab, in English. Those of exercises are in tasks/en.ts.

import type { Suspect, Work } from './types'

const doing: Record<Work, string> = {
  checking: 'Checking…',
  racing: 'Racing…',
  training: 'Training…',
  measuring: 'Measuring…',
}

const where = ({ array, index }: Suspect): string => `${array}[${index}]`

export const en = {
  bar: {
    label: 'Kernel',
    op: 'Op',
    file: 'File',
    part: 'Begin with',
    row: 'Race at',
    whole: 'the whole file',
    alone: (entry: string) => `${entry} alone`,
    empty: (entry: string) => `${entry}, empty`,
    check: 'Check',
    stop: 'Stop',
    race: 'Race',
    train: 'Train',
    toStart: 'Back to the start',
    toOurs: 'Back to our kernel',
    save: 'Save as a file',
  },
  editor: {
    label: 'Text of the kernel',
    keys: 'WGSL. Escape, then Tab, leaves the editor',
    note:
      'Tab indents; Escape, then Tab, leaves the editor. Your text stays in this browser. Entry points, buffers and ' +
      'constants keep our names; entry points that you leave out stay ours.',
    stale: 'Of the text before your last change.',
  },
  status: {
    loading: 'Loading…',
    given: 'Change the kernel, and check it.',
    own: 'This is your text.',
    doing: (work: Work, since: string, view: string | undefined, isLong: boolean) => {
      const other = view === undefined ? '' : ` ${view} still pauses.`
      const long = isLong ? ' Stop ends it, if it never ends by itself.' : ''
      return `${doing[work]}${since === '' ? '' : ` ${since}.`}${other}${long}`
    },
    line: (line: number, reason: string) => `Line ${line}: ${reason}.`,
    stopped: 'Stopped.',
    right: 'Right: values and gradients are those of the reference.',
    rightNow: 'Right. Race tells whether it is fast enough.',
    rightSolved: 'Right. The exercise is solved.',
    wrong: (count: number, first: string) =>
      count === 1
        ? `One thing is wrong: ${first}.`
        : `${count} things are wrong, the first: ${first}.`,
    raced: 'Raced.',
    wrongValues: 'Not raced: its values are wrong. Check says where.',
    runsNot: (what: string, file: string) =>
      `Not raced: ${what} of this size does not run ${file}. Choose another row.`,
    tooSlow: (ratio: string, most: number) =>
      `It takes ${ratio} times the time of the plain kernel; at most ${most} times is the goal.`,
    fastEnough: (ratio: string) =>
      `It takes ${ratio} times the time of the plain kernel. The exercise is solved.`,
    measured: 'Measured.',
    trained: 'Trained. Compare the two pictures.',
    diverged: (step: number) =>
      `After ${step} iterations the losses are no numbers any more: it does not learn.`,
  },
  found: {
    kinds: { outside: 'OUTSIDE', race: 'RACE', unsteady: 'NOT STEADY' },
    outside: (suspect: Suspect) =>
      `${suspect.entry}, sample ${suspect.sample}: line ${suspect.lines[0]} uses ${where(suspect)}, beyond its end (invocation ${suspect.invocations[0]})`,
    race: (suspect: Suspect) => {
      const [first, second = first] = suspect.lines
      const [one, other = one] = suspect.invocations
      const who = `invocation ${one} in line ${first}, invocation ${other} in line ${second}`
      return `${suspect.entry}, sample ${suspect.sample}: ${where(suspect)} is used by two without a barrier between: ${who}`
    },
    expected: (place: string, got: string, expected: string) =>
      `[${place}]: ${got}, expected ${expected}`,
    value: (tensor: string, sample: number, worst: string) =>
      `${tensor} of sample ${sample} at ${worst}`,
    unsteady: (sample: string) => `two runs of sample ${sample} gave different bits`,
    outsideNote: (at: string) => `OUTSIDE: uses ${at}, beyond its end`,
    raceNote: (at: string) => `RACE: ${at} is used by two invocations without a barrier between`,
  },
  check: {
    title: 'Check',
    intro:
      'Check runs your kernel on the samples of the op. It compares values and gradients with float64, and the bits of ' +
      'two runs; a copy of the kernel writes down every read and write, which shows races and places outside an array.',
    unsteady: (sample: string) => `sample ${sample}: two runs gave different bits`,
    unfollowed: (reason: string) => `Not followed, so no races were looked for: ${reason}`,
    columns: ['Sample', 'Tensor', 'Error', 'Bound', 'Worst element'],
    right: 'right',
    wrongAt: (worst: string) => `WRONG at ${worst}`,
    units: 'Errors and bounds count roundings of f32.',
    toLine: (line: number) => `Go to line ${line}`,
  },
  race: {
    title: 'Race',
    intro:
      'Race measures your kernel in turn with the one that we run on this adapter and with the plain one, at the size ' +
      'that you choose. A kernel with wrong values does not race.',
    at: (size: string, what: string, adapter: string) => `${size}, ${what}, on ${adapter}`,
    kernel: 'Kernel',
    spread: 'spread',
    ofRoof: 'of the roofline',
    racers: { own: 'yours', ours: 'ours', plain: 'plain' },
    ratio: (middle: string, low: string, high: string) =>
      `Yours takes ${middle} the time of ours; half of the rounds lie within ${low} and ${high}.`,
    limits: 'Measure the roofline',
    roof: (ms: string) => `The roofline of this adapter allows ${ms} ms:`,
    arithmetic: (gflops: string) => `its arithmetic, ${gflops} GFLOP/s, is the limit.`,
    memory: (gbs: string) => `its memory, ${gbs} GB/s, is the limit.`,
    spreadNote: 'Spread: the middle half of the rounds.',
  },
  train: {
    title: 'Train',
    intro:
      'Train puts your kernel into a small GAN and trains it from the same weights as one with our kernels: right ' +
      'kernels learn alike, and a wrong one need not. Digits, or points in the plane for a fully connected layer.',
    columns: ['Iteration', 'Loss D, yours', 'ours', 'Loss G, yours', 'ours'],
    step: (step: number, total: number) => `${step} of ${total}`,
    own: 'With yours',
    ours: 'With ours',
    modes: (title: string, modes: number) => `${title}: ${modes} of 8 centres found`,
  },
  size: {
    title: 'Size and constants',
    options: 'Options',
    check: 'Check at this size',
    back: 'Back to the layer’s',
    workgroups: (entry: string, many: number) => `${entry}, ${many} workgroups:`,
    note:
      'Race runs at this size. Constants of our names get these values, whatever your text says; constants of your own ' +
      'stay as they are.',
  },
  exercise: {
    label: 'Exercise',
    place: (at: number, all: number) => `Exercise ${at} of ${all}`,
    otherwise: 'Another kernel or size',
    hint: (at: number, all: number) => (all > 1 ? `Hint ${at}` : 'Hint'),
    solution: 'Solution',
    show: 'Put our solution into the editor',
    undo: 'Undo (Ctrl+Z) brings your text back.',
    next: (title: string) => `Next: ${title}`,
    begin: (at: number, title: string) => `Exercise ${at}: ${title}`,
    all: 'Exercises',
    progress: (done: number, all: number) =>
      `Each begins with a kernel that compiles and is wrong or slow. ${done} of ${all} solved.`,
    isSolved: '✓ solved',
  },
}
