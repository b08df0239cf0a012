// Texts of the chapter, in English.

import { count } from '../../core/words'
import type { LessonText } from '../parts/lesson'
import { enTimes } from './enTimes'
import type { Counts, Said } from './say'

const lesson: LessonText = {
  title: 'Tiles',
  aim: 'Say who fills workgroup memory, why there is a barrier, how many loads a tile saves, and why the weight gradient is the hard sum.',
  question: {
    ask: 'A workgroup computes a tile of 24 × 8 results. How many times fewer numbers does it load from global memory than the plain kernel for the same results?',
    answer: 12,
    because:
      'For a term of the sums, the plain kernel loads 2 numbers for each of 24 × 8 products: 384. The tile needs 24 of x and 8 of the weight: 32. And 384 / 32 = 12.',
  },
}

const times = (n: number): string => (n === 1 ? 'once' : `${count(n)} times`)
const invocations = (n: number): string => (n === 1 ? '1 invocation' : `${count(n)} invocations`)
const all = (lanes: number): string =>
  lanes === 1 ? 'the one invocation' : `the ${lanes} invocations`
export const en = {
  ...lesson,
  /** Titles of its steps. */
  parts: {
    product: 'A convolution is a product',
    chunks: 'Chunk by chunk',
  },
  plain: (
    <>
      In the plain kernel an invocation loads a number of the image and one of the weight for every
      product, and forgets them. Its neighbour, at the next channel, loads the same number of the
      image again; the invocation of the next window, the same number of the weight. A product is
      cheap; waiting for global memory takes a GPU hundreds of times as long.
    </>
  ),
  workgroup: (
    <>
      A <b>workgroup</b> can do better: its invocations compute a <b>tile</b> of the result
      together, and share a small memory of their own. They <b>fill</b> it, each a few numbers; wait
      at a <b>barrier</b> until the last is done; and <b>read</b> from it what their sums need. Then
      the next part of the sums has its turn.
    </>
  ),
  product: (windows: number, channels: number) => (
    <>
      Here is a convolution, drawn as the matrix product that it is: a row of x for each of{' '}
      {windows} windows, a column of the weight for each of {channels} channels. A <b>tap</b> is one
      position (r, s, c) of the window; it is a column of x and a row of the weight.
    </>
  ),
  chunks: (
    <>
      The sums take <code>DEPTH</code> taps at a time, a chunk. Workgroup memory has two halves,
      used in turn: while some invocations still read one, others may fill the other. So one barrier
      per chunk is enough. Go through it step by step; change the tile; look at the plain kernel
      too.
    </>
  ),
  counting: {
    title: 'Counting loads',
    text: (
      <>
        A tile of a × b results needs a + b numbers for each term of its sums, and makes a · b
        products of them. So the larger the tile, and the nearer to a square, the fewer loads;{' '}
        <code>DEPTH</code> does not change them; it only sets how often all must wait.
      </>
    ),
  },
  symbols: {
    m: 'rows of the result',
    n: 'columns of the result',
    t: 'terms of each sum, the taps',
    a: 'rows of a tile',
    b: 'columns of a tile',
    u: 'rows of the sums that one invocation keeps',
    v: 'columns of the sums that one invocation keeps',
    plain: 'numbers loaded from global memory without tiles',
    tiles: 'numbers loaded from global memory, in tiles',
    shared: 'numbers read from workgroup memory',
  },
  within: {
    title: 'A tile within the tile',
    registers: (
      <>
        The third formula has the form of the second, and for the same reason. An invocation with u
        × v sums holds u numbers of x and v of the weight in registers, and makes u · v products of
        them: a tile again, now in the registers of one invocation. Slide the sums per invocation:
        global loads stay the same; fewer numbers are read from workgroup memory, by fewer
        invocations.
      </>
    ),
    alone: (
      <>
        Workgroup memory is not essential: in <code>convTiled.wgsl</code> each invocation loads its
        register tile straight from global memory. Nothing is shared, no invocation waits, and its
        loads are those of a tile of its own size. But registers are few, so the tile stays small;{' '}
        <code>convShared.wgsl</code> has both.
      </>
    ),
  },
  worth: {
    title: 'Is it worth it?',
    text: (
      <>
        That depends on the machine. On a GPU, workgroup memory is a piece of the chip beside the
        invocations. The largest tile is not the best, either: memory that one workgroup takes is
        not available to the next, and while all wait at a barrier, another workgroup should have
        something to do.
      </>
    ),
    software:
      ' In this browser a CPU runs the kernels. Expect the opposite here: sharing memory makes them slower.',
  },
  unrolled: {
    window: 'Window',
    label: (n: Record<'window' | 'rows' | 'columns' | 'channels' | 'taps', number>) =>
      `Window ${n.window} of the image, ${n.rows} × ${n.columns} pixels of ${n.channels} channels, becomes a row of ${n.taps} taps`,
    image: 'image',
    row: (row: number) => `row ${row} of x`,
    caption: (n: Record<'rows' | 'columns' | 'channels' | 'taps', number>) =>
      `Each of the ${n.rows} × ${n.columns} pixels of a window has ${n.channels} channels, so a row has ${n.taps} taps.`,
  },
  matrices: {
    label:
      'x below on the left, the weight above on the right, and their product: what is touched now is filled',
    x: (windows: number, taps: number) => `x: ${windows} windows × ${taps} taps`,
    weight: (taps: number, columns: number) => `weight: ${taps} taps × ${columns}`,
    result: 'result',
  },
  halves: {
    title: (half: number, holds: string) => `Half ${half}: ${holds}`,
    label: (half: number, holds: string) => `Half ${half} of workgroup memory: ${holds}`,
    taps: (first: number, last: number) => `taps ${first} to ${last}`,
    empty: 'empty',
  },
  /** Value of a slider, and its maximum. */
  of: (value: number, last: number) => `${value} (of 0 to ${last})`,
  walk: {
    label: 'A workgroup, step by step',
    kernel: 'Kernel',
    kernels: { plain: 'conv.wgsl: plain', tiles: 'convShared.wgsl: tiles' },
    tile: {
      rows: 'Tile, rows',
      columns: 'Tile, columns',
      depth: 'DEPTH, taps per chunk',
      high: 'Sums per invocation',
    },
    back: '← Back',
    next: 'Next →',
    again: 'Again ↺',
    step: 'Step',
    stepOf: (step: number, last: number, phase: string) => `${step} (of 0 to ${last}): ${phase}`,
    phases: { load: 'load', fill: 'fill', barrier: 'barrier', read: 'read', store: 'store' },
    group: 'Workgroup',
    lane: 'Invocation',
    rows: (columns: number) =>
      `The rows that one invocation sums are not side by side: that way, neighbouring invocations read neighbouring rows at the same time. Its ${columns} columns are one vec4.`,
    memory: 'Workgroup memory',
    noMemory: 'The plain kernel has none.',
    bytes: (taken: string, most: string) => (
      <>
        {taken} of {most} bytes (<code>maxComputeWorkgroupStorageSize</code>)
      </>
    ),
    written: (adapter: string) =>
      `As recorded by the invocations on this GPU (${adapter}). Filled: touched in this step. Orange: by the chosen invocation. Framed: the workgroup’s tile.`,
    failed: (fault: string) => `By the formulas, since the kernel did not run: ${fault}`,
    running: 'By the formulas; the kernels are still running.',
    global: 'global loads so far',
    fills: 'written to the workgroup',
    shared: 'read from it',
  },
  say: {
    load: ({ lanes, lane, chunk, x, weight }: Counts): Said => ({
      what: `Load, term ${chunk}.`,
      all: `Each of ${all(lanes)} loads one number of x and one of the weight from global memory. They want ${x.numbers} different numbers of x, each ${times(x.times)}, and ${weight.numbers} of the weight, each ${times(weight.times)}.`,
      one: `Invocation ${lane} multiplies its two, and adds.`,
    }),
    fill: ({ lanes, lane, chunk, x, weight }: Counts): Said => ({
      what: `Fill, chunk ${chunk}.`,
      all: `Together ${all(lanes)} load ${count(x.numbers)} numbers of x and ${count(weight.numbers)} of the weight from global memory, each ${times(x.times)}, and put them into workgroup memory.`,
      one: `Invocation ${lane} brings ${x.own} of x and ${weight.own} of the weight.`,
    }),
    barrier: ({ chunk }: Counts): Said => ({
      what: `Barrier, chunk ${chunk}.`,
      all: 'No invocation goes on before the last has stored its share: each will read numbers that others have stored.',
      one: 'It orders this workgroup only; other workgroups may be at another line.',
    }),
    read: ({ lane, chunk, x, weight, products }: Counts): Said => ({
      what: `Read, chunk ${chunk}.`,
      all: `Nothing is loaded. Each number of x in workgroup memory is read by ${invocations(x.times)}, each of the weight by ${invocations(weight.times)}.`,
      one: `Invocation ${lane} reads ${x.own} of x and ${weight.own} of the weight for ${count(products)} products: each is in a register for all of its sums.`,
    }),
    store: ({ lanes, lane, stored }: Counts): Said => ({
      what: 'Store.',
      all: `The sums were in registers all the time. Now ${all(lanes)} ${lanes === 1 ? 'stores' : 'store'} them.`,
      one: `Invocation ${lane} stores ${stored}.`,
    }),
  },
  loads: {
    label: 'Loads of a dispatch',
    caption: 'Numbers moved in the whole dispatch, by the formula / as counted on this GPU',
    kernels: { plain: 'plain', tiles: 'tiles' },
    rows: {
      global: 'global loads',
      fills: 'written to workgroup memory',
      shared: 'read from workgroup memory',
    },
    failed: (fault: string) => fault,
    running: 'The kernels are running.',
    verdict: (n: Record<'ratio' | 'plain' | 'tiles', string>) =>
      `Tiles load a number ${n.ratio} times less often (counted in numbers; one load instruction fetches four, as a vec4). The sums of plain and tiles differ from float64 by at most ${n.plain} and ${n.tiles} rounding steps; the test allows 8.`,
  },
  ...enTimes,
}
