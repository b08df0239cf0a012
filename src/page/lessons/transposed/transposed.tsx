// Lesson: transposed convolution, as scatter, as gather, and by phases.

import './transposed.css'
import { ask } from '../../client'
import { useLive } from '../../latent/live'
import { Formula } from '../Formula'
import { Means } from '../Legend'
import type { Lesson } from '../lesson'
import { Named, Symbols } from '../Symbols'
import { CheckerBoard } from './Checkers'
import { Phases } from './Phases'
import { Layer } from './RealLayer'
import { computedOverlaps, counts, picked, problem, setting, side } from './state'
import { Taps } from './Taps'
import { SMALL } from './ties'
import { Windows } from './Windows'

function View() {
  useLive(
    computedOverlaps,
    () => {
      const { value: of } = setting
      return async () => ({ of, plane: await ask('transposedOverlaps', of, SMALL) })
    },
    problem,
  )
  const { kernel, stride, padding } = setting.value
  const { value: at } = picked
  const { counted } = counts.value
  const output = at.side === 'output' ? at : { row: 3, column: 4 }
  return (
    <>
      <p class="prose">
        A generator has to make large images of small ones. Its layer for that is the convolution
        run backwards: every input pixel stamps a weighted copy of the kernel onto the output, and
        the next pixel does so <b>stride</b> outputs further on. Stamps overlap, and what overlaps
        is added.
      </p>
      <p class="prose">
        Point at an <b>input</b>: it scatters. Point at an <b>output</b>: it gathers, from the few
        inputs whose stamps reach it.
      </p>
      <Windows />
      <p class="prose">
        On a GPU nobody scatters. Two invocations that add to one output would race, and WGSL has no
        atomic add for floats. So one invocation owns one output, and asks the question the other
        way round: <i>which taps reach me, and from where?</i> Point at an output above: the figure
        says which invocation it is.
      </p>
      <p>
        <Formula
          tex={String.raw`\displaystyle y_{h,w} = \sum_{\substack{p\,\cdot\,\mathrm{stride}+r-\mathrm{pad}=h\\ q\,\cdot\,\mathrm{stride}+s-\mathrm{pad}=w}} x_{p,q}\; k_{r,s}`}
        />
      </p>
      <Symbols>
        <Named tex="h" meaning="row of the output" now={output.row} />
        <Named tex="w" meaning="its column" now={output.column} />
        <Named tex="p" meaning="row of an input" now={`0 to ${SMALL - 1}`} />
        <Named tex="q" meaning="its column" now={`0 to ${SMALL - 1}`} />
        <Named tex="r" meaning="row of a tap" now={`0 to ${kernel - 1}`} />
        <Named tex="s" meaning="its column" now={`0 to ${kernel - 1}`} />
        <Means
          tex="y_{h,w}"
          meaning="an output: of ones alone, how many products it sums"
          now={counted[output.row * side.value + output.column] ?? 0}
        />
        <Means tex="x_{p,q}" meaning="an input, above" now={1} />
        <Means tex="k_{r,s}" meaning="a weight of the kernel, above" now={1} />
        <Named tex={String.raw`\mathrm{stride}`} meaning="how far stamps are apart" now={stride} />
        <Named tex={String.raw`\mathrm{pad}`} meaning="padding, cut off each side" now={padding} />
      </Symbols>
      <Taps />
      <p class="prose">
        Where p is not a whole number the tap meets no input. Textbooks put zeros between the inputs
        and then convolve: right, and most of the work is a multiplication by zero.
      </p>
      <p class="prose">
        But which taps meet an input depends only on the remainder of h by the stride. Outputs with
        the same remainders, down and across, are a <b>phase</b>: there are stride² of them, each
        tap belongs to one, and each is a small convolution of stride 1. Phase A is that of output
        (0, 0); padding decides which taps it gets: those whose r leaves the same remainder as h +
        pad.
      </p>
      <p class="prose">
        The plain kernel, <code>conv.wgsl</code>, asks every tap and skips those that meet nothing.
        There are two fast ways. With many output channels: phases, as in{' '}
        <code>convolve_adjoint</code> of <code>convTiled.wgsl</code>, where each invocation takes a
        tile of one phase. With 1 or 3, the image layer: write every stamp to memory of its own,
        then one invocation per pixel adds those that overlap (<code>convStamps.wgsl</code>). Still
        nobody adds to another's number.
      </p>
      <Phases />
      <Layer />
      <p class="prose">
        Now the catch. If the stride does not divide the kernel, some phases have more taps than
        others, so neighbours sum different numbers of products. Here all weights are one, over
        kernel² / stride², so nothing was learned: the pattern is the layer's own. Training can
        balance it, tap by tap, but it begins there, and a strided convolution in D sends its
        gradient back through windows that overlap in the same way (
        <a href="https://distill.pub/2016/deconv-checkerboard/">Odena, Dumoulin, Olah 2016</a>).
      </p>
      <CheckerBoard />
      <p class="prose">
        The cure is a kernel that the stride divides, as DCGAN's 4 by 2, or to repeat the pixels and
        convolve, which costs stride² times the products of a kernel of the same size.
      </p>
    </>
  )
}

export const transposed: Lesson = {
  name: 'transposed',
  title: 'Transposed convolution',
  aim: 'Say which invocation writes which output pixel, what it gathers, why there are stride² phases, and where checkerboards come from.',
  minutes: 8,
  View,
  question: {
    ask: 'y is [8, 16, 16, 3], as N, H, W, C. Which invocation of the plain kernel writes channel 2 of the output in row 5, column 6 of image 0? All count from 0.',
    answer: 260,
    because:
      'Channels lie next to each other, then columns, then rows: (5 · 16 + 6) · 3 + 2 = 260, place 4 of workgroup 4. It alone writes that number.',
  },
}
