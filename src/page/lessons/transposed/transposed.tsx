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
        way round: <i>which taps reach me, and from where?</i>
      </p>
      <p>
        <Formula
          tex={String.raw`\displaystyle y_{h,w} = \sum_{\substack{p\sigma+r-\pi=h\\ q\sigma+s-\pi=w}} x_{p,q}\; w_{r,s}`}
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
        <Means tex="w_{r,s}" meaning="a weight of the kernel, above" now={1} />
        <Named tex={String.raw`\sigma`} meaning="stride" now={stride} />
        <Named tex={String.raw`\pi`} meaning="padding" now={padding} />
      </Symbols>
      <Taps />
      <p class="prose">
        Where p is not a whole number the tap falls between two inputs. Textbooks put zeros there
        and then convolve: right, and most of the work is a multiplication by nothing.
      </p>
      <p class="prose">
        But which taps are whole depends only on the remainder of h + padding by the stride. Outputs
        with the same remainders, down and across, are a <b>phase</b>: there are stride² of them,
        each tap belongs to one, and each is a small convolution of stride 1.{' '}
        <code>convolve_adjoint</code> of <code>convTiled.wgsl</code> gives each tile of invocations
        one phase.
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
        convolve, which costs stride² times the products.
      </p>
    </>
  )
}

export const transposed: Lesson = {
  name: 'transposed',
  title: 'Transposed convolution',
  aim: 'Say which inputs an output pixel gathers from, why there are stride² phases, and where checkerboards come from.',
  minutes: 8,
  View,
  question: {
    ask: 'A layer with kernel 6, stride 3 and padding 2 enlarges one channel. How many products does an output far from the edge sum?',
    answer: 4,
    because:
      'Of 6 taps down, 6 / 3 = 2 meet an input, and of 6 across 2: 2 × 2 = 4 in each of the 9 phases. Padding only decides which phase comes first.',
  },
}
