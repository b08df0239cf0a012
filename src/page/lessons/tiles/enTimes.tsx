// Texts of the chapter on its times and on the third sum, in English.

import { Formula } from '../parts/Formula'
import type { KernelTimes } from './timing'

const faster = (ratio: number): string =>
  ratio >= 1 ? `${ratio.toFixed(1)}× faster` : `${(1 / ratio).toFixed(1)}× slower`

/** Result of the timing. */
export interface Verdict {
  images: number
  clock: KernelTimes['clock']
  rows: number
  columns: number
  /** Speed-up over the plain kernel with register tiles alone, and further speed-up with shared memory. */
  alone: number
  shared: number
  /** Is one a gain and the other a loss? */
  turnsBack: boolean
  /** Is it slower, on a CPU? */
  isSlowCpu: boolean
}

export const enTimes = {
  times: {
    label: 'What it is worth here',
    caption:
      'D’s second block of a DCGAN, 16 × 16 × 64 → 8 × 8 × 128: numbers loaded per product, from global and from workgroup memory',
    kernel: 'kernel',
    global: 'global',
    workgroup: 'workgroup',
    ms: 'ms here',
    kernels: {
      plain: () => 'plain, no tile',
      tiles: (size: string) => `workgroup’s tile ${size}, yours`,
      large: (size: string) => `workgroup’s tile ${size}`,
      register: (size: string) => `register tile ${size}, nothing shared`,
    },
    take: 'Time them here',
    taking: 'Compiling and timing.',
    failed: (fault: string) => fault,
    none: 'Nothing was timed yet.',
    verdict: ({ images, clock, rows, columns, alone, shared, turnsBack, isSlowCpu }: Verdict) => {
      const by = clock === 'timestamps' ? 'GPU’s timestamps' : clock
      const why = isSlowCpu
        ? ' Here a CPU runs the kernels: workgroup memory is memory like any other, behind the same caches, and at a barrier every invocation is put aside and taken up again. So such an adapter is given register tiles.'
        : ''
      return `For ${images} images, by the ${by}. The last two kernels have ${rows} × ${columns} sums per invocation. That alone is ${faster(alone)} than plain; sharing memory as well makes it ${faster(shared)} ${turnsBack ? 'again' : 'still'}.${why}`
    },
  },
  machine: {
    title: 'What a GPU executes',
    twice: 'The same tile, written twice',
    text: (
      <>
        A driver compiles WGSL to the instructions of its GPU. Here is one turn of the loop over{' '}
        <code>DEPTH</code> taps, as Mesa compiles it for an AMD Radeon RX 7900: D’s second block of
        a 64 × 64 DCGAN, in tiles of 64 × 64. A square is an instruction. Both kernels multiply and
        add 512 times a lane; what else stands in the loop is addresses, conditions and moves. The
        vector unit issues one instruction after the other, so the share of multiply-adds in vector
        instructions is the share of its peak that a kernel can reach at best.
      </>
    ),
    lean: (
      <>
        <code>convShared.wgsl</code> is written to be read. <code>convLean.wgsl</code> computes the
        same tile for training on GPUs: its workgroup memory is nested arrays, whose indices need no
        clamping; a remainder by a power of two is a mask; four channels share the arithmetic of one
        tap; and what does not change is computed before the loop.
      </>
    ),
    label: 'Machine code of two kernels',
    failed: (fault: string) => `The recorded machine code could not be loaded: ${fault}`,
    caption: 'Instructions of one turn, recorded; nothing is compiled here.',
    instructions: 'instructions',
    kinds: {
      fma: 'multiply-adds',
      vector: 'other vector instructions',
      shared: 'workgroup memory',
      memory: 'global memory',
      scalar: 'scalar, branches',
      wait: 'waits, barrier',
    },
    share: 'multiply-adds in vector instructions',
    registers: 'registers of a lane',
    waves: 'waves at once on a SIMD',
    kernel: 'Machine code of',
    strip: (name: string, instructions: number) => `${name}: ${instructions} instructions`,
    drawn: (name: string, counts: string) => `Instructions of ${name}: ${counts}`,
    source: (name: string) => `multiply in ${name}`,
    code: 'The loop in the GPU’s instructions (RDNA3)',
  },
  third: {
    title: 'The third sum',
    three: (
      <>
        A convolution that trains is three sums: the result, the gradient of x, and the gradient of
        the weight. (A gradient says how the loss changes with each number.) All three make the same
        number of products, but the third is the hard one. An output sums <Formula tex="RSC" />{' '}
        products, and there are <Formula tex="NPQK" /> outputs. A weight’s gradient sums over every
        window of every image, <Formula tex="NPQ" /> products, and there are only{' '}
        <Formula tex="RSCK" /> weights.
      </>
    ),
    few: (
      <>
        With one invocation per result, that is few invocations with very long sums. A GPU has room
        for tens of thousands of invocations at once, so most of it idles, and each of the few waits
        for thousands of loads, one after the other. Nor is there a small factor that stays in a
        cache, as the weight does in the other two sums: x and ∂y are both as large as the batch.
      </>
    ),
    cure: (
      <>
        The cure: <b>split the sum along the windows</b>. <code>SPLITS</code> invocations share a
        weight’s gradient, each sums its own windows, and a second dispatch, <code>sum_splits</code>
        , merges the parts. It adds them in a fixed order, so the same numbers always give the same
        bits.
      </>
    ),
    label: 'Three sums of a layer',
    layer: 'D, the discriminator, of a DCGAN, 64 images',
    layers: [
      (shapes: string) => `first block: ${shapes}`,
      (shapes: string) => `second block: ${shapes}`,
    ],
    symbols: {
      N: 'images',
      P: 'rows of the result',
      Q: 'columns of the result',
      K: 'channels of the result',
      C: 'channels of x',
      R: 'rows of the window',
      S: 'columns of the window',
      stride: 'stride',
    },
    sum: 'sum',
    results: 'results',
    terms: 'terms of each',
    sums: { forward: 'result y', input: 'gradient ∂x', weight: 'gradient ∂w' },
  },
  split: {
    label: 'The weight’s gradient, split',
    splits: 'SPLITS, parts of a sum',
    invocations: 'invocations',
    terms: 'terms each sums',
    parts: 'parts to merge per weight',
    none: 'none',
    bytes: 'bytes of parts',
    note: (parts: number) =>
      `More parts are not always better: all of them are written to memory and read again. Without measurements, Ganvas splits this layer in ${parts} on a GPU. Its kernels keep a tile of sums per invocation, as above, so they have fewer invocations than shown here, and need the split even more.`,
    ask: 'Check yourself: with how many parts does an invocation sum 128 terms in this layer?',
    answer: (n: Record<'terms' | 'parts' | 'weights' | 'invocations', string>) =>
      `${n.terms} / 128 = ${n.parts} parts: ${n.weights} × ${n.parts} = ${n.invocations} invocations.`,
  },
}
