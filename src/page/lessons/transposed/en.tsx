// Texts of the chapter, in English.

import type { LessonText } from '../parts/lesson'
import type { By } from './jobs'
import type { Written } from './owners'

const lesson: LessonText = {
  title: 'Transposed convolution',
  aim: 'Say which invocation writes which output pixel, what it gathers, why there are stride² phases, and where checkerboards come from.',
  question: {
    ask: 'y is [8, 16, 16, 3], as N, H, W, C. Which invocation of the plain kernel writes channel 2 of the output in row 5, column 6 of image 0? All count from 0.',
    answer: 260,
    because:
      'Channels lie next to each other, then columns, then rows: (5 · 16 + 6) · 3 + 2 = 260, place 4 of workgroup 4. It alone writes that number.',
  },
}

/** "3 products", "1 product" */
const products = (count: number): string => `${count} ${count === 1 ? 'product' : 'products'}`

const byWhom = (by: By): string =>
  by === 'GPU' ? 'on this GPU' : "by its card's reference, since there is no GPU here"

/** Measured ripple of an even grey, and the ripple predicted by the numbers of products. */
function measured(found: string | undefined, expected: string): string {
  if (found === undefined) return `${expected} is predicted for an even grey`
  return found === expected ? `${found}, as predicted` : `${found}; ${expected} is predicted`
}

/** The checkerboard's setting, and its ripple as measured and as predicted. */
export interface Ripple {
  kernel: number
  stride: number
  by: By
  found: string | undefined
  expected: string
}

export const en = {
  ...lesson,
  /** Titles of its steps. */
  parts: {
    stamps: 'Stamps that overlap',
    gather: 'Each output gathers',
    zeros: 'Zeros and phases',
    kernels: 'What the kernels do',
    uneven: 'Checkerboards',
  },
  stamps: (
    <>
      A generator has to make large images out of small ones. Its layer for that is the convolution
      run backwards: every input pixel stamps a weighted copy of the kernel (here the small grid of
      weights, not a shader) onto the output, and the next pixel does so <b>stride</b> outputs
      further on. Stamps overlap, and what overlaps is added.
    </>
  ),
  point: (
    <>
      Point at an <b>input</b>: it scatters. Point at an <b>output</b>: it gathers, from the few
      inputs whose stamps reach it.
    </>
  ),
  owners: (
    <>
      On a GPU, kernels do not scatter. Two invocations that add to one output would race, and WGSL
      has no atomic add for floats. So one invocation owns one output, and asks the reverse
      question: <i>which taps reach me, and from where?</i> Point at an output: the figure says
      which invocation it is.
    </>
  ),
  zeros: (
    <>
      Where p is not a whole number the tap meets no input. Textbooks put zeros between the inputs
      and then convolve: that is correct, but most of the work is multiplying by zero.
    </>
  ),
  remainders: (
    <>
      But which taps meet an input depends only on the remainder of h divided by the stride. Outputs
      with the same remainders, down and across, are a <b>phase</b>: there are stride² of them, each
      tap belongs to one, and a phase is a small convolution of stride 1. Phase A is that of output
      (0, 0); padding decides which taps it gets: those whose r leaves the same remainder as h +
      pad.
    </>
  ),
  kernels: (
    <>
      The plain kernel, <code>conv.wgsl</code>, tries every tap and skips those that meet nothing.
      There are two fast ways. With many output channels: phases, as in{' '}
      <code>convolve_adjoint</code> of <code>convTiled.wgsl</code>, where each invocation takes a
      tile of one phase. With few, as the 1 or 3 of the image layer: write every stamp to memory of
      its own, then one invocation per pixel adds those that overlap (<code>convStamps.wgsl</code>).
      Still, no invocation adds to another's number.
    </>
  ),
  uneven: (
    <>
      Now the catch. If the stride does not divide the kernel, some phases have more taps than
      others, so neighbours sum different numbers of products. Here every weight is stride² /
      kernel², so nothing was learned: the pattern is the layer's own. Training can balance it, tap
      by tap, but it begins there, and a strided convolution in D sends its gradient back through
      windows that overlap in the same way (
      <a href="https://distill.pub/2016/deconv-checkerboard/">Odena, Dumoulin, Olah 2016</a>).
    </>
  ),
  cure: (
    <>
      The cure is a kernel that the stride divides, such as DCGAN's kernel of 4 with a stride of 2.
      Or repeat the pixels and convolve, which takes stride² times as many products as a transposed
      convolution with a kernel of that size.
    </>
  ),
  symbols: {
    h: 'row of the output',
    w: 'its column',
    p: 'row of an input',
    q: 'its column',
    r: 'row of a tap',
    s: 'its column',
    y: 'an output; where all is 1, the number of products that it sums',
    x: 'an input',
    k: 'a weight of the kernel',
    stride: 'distance between stamps',
    pad: 'padding, cut off each side',
    upTo: (last: number) => `0 to ${last}`,
  },
  windows: {
    label: 'Scatter and gather',
    kernel: 'Kernel size',
    stride: 'Stride',
    padding: 'Padding',
    show: 'Outputs show',
    colourings: { overlap: 'how many products', phases: 'their phase' },
    input: (extent: number) => `Input, ${extent} × ${extent}`,
    inputLabel: (extent: number) => `Input, ${extent} × ${extent} pixels`,
    taps: (extent: number) => `Kernel, ${extent} × ${extent}`,
    tapsLabel: (extent: number) => `Kernel, ${extent} × ${extent} taps, each with its phase`,
    output: (extent: number) => `Output, ${extent} × ${extent}`,
    outputLabel: (extent: number) => `Output, ${extent} × ${extent} pixels`,
    keys: (label: string) => `${label}. Arrow keys choose a pixel`,
    checked: (by: By, outputs: number, equal: boolean) =>
      `The numbers are convTranspose2d of an input of ones and a kernel of ones, ${byWhom(by)}; ${equal ? `all ${outputs} are` : 'they are not'} equal to the counts.`,
    failed: (fault: string) => fault,
    asking: 'The numbers were counted; the GPU has not answered yet.',
  },
  said: {
    scatter: (at: string, added: number, taps: number) => {
      const cut = taps - added
      const rest =
        cut > 0 ? `; ${cut} of the ${taps} taps fall on the padding, which is cut off` : ''
      return `Scatter: input ${at} is multiplied by the kernel, and the ${products(added)} are added to the lit outputs${rest}.`
    },
    phase: (n: { phase: string; outputs: number; phases: number; down: number; right: number }) => {
      const outputs = `Phase ${n.phase}: ${n.outputs} outputs, one in ${n.phases}.`
      return n.down * n.right === 0
        ? `${outputs} This phase has no taps: its outputs are 0.`
        : `${outputs} They are a convolution of the input with a kernel of ${n.down} × ${n.right} taps and stride 1.`
    },
    nothing: (at: string, phase: string) =>
      `Gather: no tap of phase ${phase} brings an input to output ${at}. It stays 0: the kernel is smaller than the stride.`,
    gather: (n: {
      at: string
      phase: string
      summed: number
      down: number
      right: number
      others: number
    }) =>
      `Gather: output ${n.at} is in phase ${n.phase} and sums ${products(n.summed)}, ${n.down} × ${n.right}, of the lit inputs and taps. The other ${n.others} taps would meet a zero, so they are skipped.`,
  },
  written: {
    input: 'Who writes: no invocation belongs to an input. Point at an output to see whose it is.',
    phase: (phase: string) =>
      `Who writes: the phase kernel has its own invocations for phase ${phase}. Point at an output to see whose it is.`,
    output: (n: Written) =>
      `Who writes output ${n.output} of ${n.extent} × ${n.extent}, one channel. Plain kernel: invocation ${n.row} · ${n.extent} + ${n.column} = ${n.plain}, place ${n.place} of workgroup ${n.workgroup}. Phase kernel: pixel ${n.within} of phase ${n.name}, which is number ${n.inPhase} of the phase; with ${n.tile} pixels per invocation and ${n.tiles} invocations per phase, that is invocation ${n.phase} · ${n.tiles} + ⌊${n.inPhase} / ${n.tile}⌋ = ${n.tiled}.`,
  },
  taps: {
    caption: (n: { h: number; padding: number; stride: number }) =>
      `Row ${n.h} of the output asks each row of the kernel: p = (h + pad − r) / stride = (${n.h} + ${n.padding} − r) / ${n.stride}`,
    tap: 'tap r',
    meets: 'meets',
    found: {
      pixel: 'an input',
      gap: 'nothing: no whole number',
      outside: 'nothing: outside the input',
    },
  },
  phases: {
    legend: 'Light up a phase: its outputs, and the taps of its own small kernel',
    button: (phase: string, down: number, right: number) =>
      `${phase}: ${down * right === 0 ? 'no taps' : `${down} × ${right}`}`,
    label: 'Phases',
    taps: 'taps of an output',
    met: 'that meet an input, mean of the phases',
    ratio: 'ratio: stride²',
    work: (n: { outputs: number; taps: number; withZeros: string; without: string }) =>
      `All ${n.outputs} outputs × ${n.taps} taps = ${n.withZeros} products, including those with zeros between and around the inputs; without zeros ${n.without}.`,
  },
  layer: {
    known: (n: Record<'x' | 'channels' | 'factors' | 'giga' | 'withZeros', string>) =>
      `In a DCGAN for 32 × 32 pixels, the third block of G, the generator, maps [${n.x}] to ${n.channels} channels by a kernel of 4 × 4 with stride 2. By phases that is ${n.factors} = ${n.giga} GFLOP. With zeros in between it would be ${n.withZeros}, and three of four multiplications would be by zero.`,
    unknown: 'In a layer of kernel 4 and stride 2 three of four multiplications would be by zero.',
  },
  checkers: {
    label: 'The checkerboard',
    scene: 'Input',
    scenes: { flat: 'an even grey', digit: 'a digit' },
    boards: {
      uneven: 'Kernel 3, stride 2',
      'uneven-5': 'Kernel 5, stride 2',
      'board-above': 'As set in the first step',
    },
    inputLabel: 'The input',
    input: 'input',
    plain: (kernel: number, stride: number) =>
      `yours: convTranspose2d, kernel ${kernel}, stride ${stride}`,
    same: (kernel: number, stride: number) =>
      `the same: the stride divides it: convTranspose2d, kernel ${kernel}, stride ${stride}`,
    nearest: (kernel: number, stride: number) =>
      `the nearest it divides: convTranspose2d, kernel ${kernel}, stride ${stride}`,
    upsampled: (kernel: number, stride: number) =>
      `pixels repeated × ${stride}, then conv2d, kernel ${kernel}`,
    ripple: (ripple: string) => `ripple ${ripple}`,
    found: ({ kernel, stride, by, found, expected }: Ripple) =>
      `Kernel ${kernel} over stride ${stride}, ${byWhom(by)}. Ripple is (brightest − darkest) / mean, edge left out: ${measured(found, expected)}. The border is dark because fewer inputs reach it.`,
    failed: (fault: string) => fault,
    asking: 'Asking the GPU…',
  },
}
