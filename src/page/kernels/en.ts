// Texts of the view Lab, in English; those of its exercises are in tasks/en.ts.

export const en = {
  kernel: 'Kernel',
  stop: 'Stop',
  check: 'Check',
  race: 'Race',
  train: 'Train',
  toStart: 'Back to the start',
  toOurs: 'Back to our kernel',
  save: 'Save as a file',
  editor: {
    label: 'Text of the kernel',
    keys: 'WGSL. Escape, then Tab, leaves the editor',
    how: 'Tab indents; Escape, then Tab, leaves the editor. Your text stays in this browser. Entry points, buffers and constants keep our names; entry points that you leave out stay ours.',
  },
  choices: {
    op: 'Op',
    file: 'File',
    part: 'Begin with',
    whole: 'the whole file',
    alone: (entry: string) => `${entry} alone`,
    empty: (entry: string) => `${entry}, empty`,
    row: 'Race at',
  },
  status: {
    loading: 'Loading…',
    begin: 'Change the kernel, and check it.',
    yours: 'This is your text.',
    right: 'Right: values and gradients are those of the reference.',
    rightSlow: 'Right. Race tells whether it is fast enough.',
    rightSolved: 'Right. The exercise is solved.',
    wrong: (faults: number, first: string) =>
      faults === 1
        ? `One thing is wrong: ${first}.`
        : `${faults} things are wrong, the first: ${first}.`,
    notRacedWrong: 'Not raced: its values are wrong. Check says where.',
    notRacedElsewhere: (what: string, file: string) =>
      `Not raced: ${what} of this size does not run ${file}. Choose another row.`,
    raced: 'Raced.',
    pace: (ratio: string) => `It takes ${ratio} times the time of the plain kernel`,
    tooSlow: (pace: string, most: number) => `${pace}; at most ${most} times is the goal.`,
    fastEnough: (pace: string) => `${pace}. The exercise is solved.`,
    measured: 'Measured.',
    diverged: (step: number) =>
      `After ${step} iterations the losses are no numbers any more: it does not learn.`,
    trained: 'Trained. Compare the two pictures.',
    stopped: 'Stopped.',
    line: (line: string, reason: string) => `Line ${line}: ${reason}`,
    doing: {
      checking: 'Checking…',
      racing: 'Racing…',
      training: 'Training…',
      measuring: 'Measuring…',
    },
    pauses: (view: string) => ` ${view} still pauses.`,
    long: ' Stop ends it, if it never ends by itself.',
  },
  judged: {
    intro:
      'Check runs your kernel on every sample of the op. It compares values and gradients with float64, and the bits of two runs; a copy of the kernel writes down every read and write, which shows races and places outside an array.',
    unsteady: 'NOT STEADY',
    bits: (sample: string | number) => `sample ${sample}: two runs gave different bits`,
    unfollowed: (reason: string) => `Not followed, so no races were looked for: ${reason}`,
    columns: ['Sample', 'Tensor', 'Error', 'Bound', 'Worst element'],
    note: 'Errors and bounds count roundings of f32.',
    stale: 'Of the text before your last change.',
    outside: 'OUTSIDE',
    race: 'RACE',
    goTo: (line: number) => `Go to line ${line}`,
    right: 'right',
    wrongAt: (where: string) => `WRONG at ${where}`,
  },
  notes: {
    outside: ({ entry, sample, at, lines, invocations }: Where) =>
      `${entry}, sample ${sample}: line ${lines[0]} uses ${at}, beyond its end (invocation ${invocations[0]})`,
    race: ({ entry, sample, at, lines, invocations }: Where) =>
      `${entry}, sample ${sample}: ${at} is used by two without a barrier between: invocation ${invocations[0]} in line ${lines[0]}, invocation ${invocations[1]} in line ${lines[1]}`,
    worst: (place: string, got: string, expected: string) =>
      `[${place}]: ${got}, expected ${expected}`,
    fault: (input: string, sample: string | number, worst: string) =>
      `${input} of sample ${sample} at ${worst}`,
    unsteady: (sample: string | number) => `two runs of sample ${sample} gave different bits`,
    lineOutside: (at: string) => `OUTSIDE: uses ${at}, beyond its end`,
    lineRace: (at: string) => `RACE: ${at} is used by two invocations without a barrier between`,
  },
  raced: {
    intro:
      'Race measures your kernel in turn with the one that we run on this adapter and with the plain one, at the size that you choose. A kernel with wrong values does not race.',
    at: (size: string, what: string, adapter: string) => `${size}, ${what}, on ${adapter}`,
    racers: { own: 'yours', ours: 'ours', plain: 'plain' },
    kernel: 'Kernel',
    spread: 'spread',
    ofRoofline: 'of the roofline',
    ratio: (middle: string, low: string, high: string) =>
      `Yours takes ${middle} the time of ours; half of the rounds lie within ${low} and ${high}.`,
    measure: 'Measure the roofline',
    allows: (ms: string) => `The roofline of this adapter allows ${ms} ms:`,
    arithmetic: (gflops: string) => `its arithmetic, ${gflops} GFLOP/s, is the limit.`,
    memory: (gbs: string) => `its memory is the limit, and ${gbs} GB/s.`,
    spreadNote: 'Spread: the middle half of the rounds.',
  },
  training: {
    intro:
      'Train puts your kernel into a small GAN and trains it from the same weights as one with our kernels: right kernels learn alike, and a wrong one need not. Digits, or points in the plane for a fully connected layer.',
    yours: 'With yours',
    ours: 'With ours',
    columns: ['Iteration', 'Loss D, yours', 'ours', 'Loss G, yours', 'ours'],
    step: (step: number, total: number) => `${step} of ${total}`,
    modes: (title: string, modes: number) => `${title}: ${modes} of 8 centres found`,
  },
  size: {
    title: 'Size and constants',
    options: 'Options',
    check: 'Check at this size',
    back: 'Back to the layer’s',
    workgroups: (many: string | number) => `${many} workgroups:`,
    note: 'Race runs at this size. Constants of our names get these values, whatever your text says; constants of your own stay as they are.',
  },
  tasks: {
    label: 'Exercise',
    place: (number: number, all: number) => `Exercise ${number} of ${all}`,
    hint: 'Hint',
    hintOf: (number: number) => `Hint ${number}`,
    solution: 'Solution',
    show: 'Put our solution into the editor',
    undo: 'Undo (Ctrl+Z) brings your text back.',
    solved: 'Solved.',
    next: (title: string) => `Next: ${title}`,
    all: 'Exercises',
    intro: (done: number, all: number) =>
      `Each begins with a kernel that compiles and is wrong or slow. ${done} of ${all} solved.`,
    tick: ' ✓ solved',
  },
}

/** Place of a suspect: lines and invocations of both accesses. */
export interface Where {
  entry: string
  sample: string | number
  at: string
  lines: readonly [number, number]
  invocations: readonly [number, number]
}
