// Texts of the chapter on sums of gradients and on times, in English.

export const enTimes = {
  sums: {
    title: 'Where gradients meet',
    text: (
      <>
        A tensor that was used twice gets two gradients, and they are added. PyTorch's example takes
        real and fake images through D one after the other, so each weight is used twice: choose
        "apart" in the first step, and find the <code>add</code> dispatches. Ganvas takes both as
        one batch; the sum is then inside the weight gradient kernel, over 16 images instead of 8.
        The results differ in the last digits only: float32 rounds in another order.
      </>
    ),
    name: 'Gradients that are added',
    caption: "For each of D's parameters, the number with the largest gradient",
    parameter: 'parameter',
    fake: 'from fake',
    real: 'from real',
    sum: 'sum',
    together: 'as one batch',
    w: "the first row's number",
    byReal: 'its gradient by way of the real images',
    byFake: 'by way of the fake ones',
    byBoth: 'the gradient that the optimiser gets',
  },
  times: {
    title: 'What each dispatch takes',
    text: (
      <>
        Each is timed alone, then all in one pass. The parts need not add up to the whole: alone, a
        kernel is replayed on the same numbers, which it finds in the cache; in one pass each waits
        for the one before.
      </>
    ),
    name: 'Time of each dispatch',
    measure: 'Measure',
    bars: 'Milliseconds of each dispatch, in order',
    noBars: 'Dispatches, not yet timed',
    colours:
      'Blue: an op of G; orange: an op of D; paler for forward. Darkest, or brightest in dark mode: the row you point at, or the chosen dispatch.',
    measuring: 'Each dispatch is repeated until it can be timed…',
    nothing: 'In order of the tape; nothing is timed yet.',
    clocks: { timestamps: 'the GPU’s timestamps', 'wall clock': 'the wall clock' },
    found: (found: { dispatches: number; sum: string; together: string; clock: string }) =>
      `The ${found.dispatches} dispatches alone: ${found.sum}; all in one pass: ${found.together}, by ${found.clock}.`,
    slowest: (dispatch: number, entry: string) => `The slowest is dispatch ${dispatch}, ${entry}.`,
  },
  ticks: {
    title: 'How a kernel of a few microseconds is timed',
    text: (
      <>
        A GPU can record its clock at the start and end of a pass. Browsers round these timestamps,
        since exact clocks help attackers; Chrome rounds to 100 µs. A kernel of 5 µs then mostly
        begins and ends within one tick and takes "0", and one time in twenty it takes "100 µs".
        Measure, and slide the rounding to see its effect on the measured timestamps. The bars
        hardly suffer from it: a kernel is replayed n times in one pass, until that lasts for
        milliseconds, and n replays share the rounding.
      </>
    ),
    nothing: 'Nothing is timed yet: press Measure in the step before.',
    wallClock: (times: string) =>
      `This browser gives no timestamps, so each dispatch is replayed until the wall clock can tell: the shortest ${times} times in one pass.`,
    stamps: (dispatch: number, start: string, end: string) =>
      `Dispatch ${dispatch}, the shortest, once in a pass. Its two timestamps, as the GPU wrote them: ${start} and ${end} ns.`,
    still: 'All stamps are the same: this clock does not move.',
    apart: (grain: string) => `All stamps differ by multiples of ${grain}.`,
    round: 'Round stamps down to',
    rounded: (times: number, all: string) => `${times} times, end − start: ${all}.`,
    q: 'the rounding',
    t1: 'mean of these, one replay each',
    n: 'replays in one pass, for the bar of time',
    tn: 'that bar: the time of the pass, divided by n',
    qn: 'the greatest error of this bar because of q',
  },
}
