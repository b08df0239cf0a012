// Lesson: the tape, a training step as it was recorded, forward and back.

import './tape.css'
import { useEffect } from 'preact/hooks'
import type { Lesson } from '../lesson'
import { Dispatches } from './Dispatches'
import { Letters } from './Letters'
import { Never } from './Never'
import { Shown } from './Shown'
import { Sums } from './Sums'
import { ownOf } from './say'
import { type StepName, stepNames } from './shapes'
import { choose, name, open, tape as recorded, step } from './state'
import { Ticks } from './Ticks'
import { Times } from './Times'

const TITLES: Readonly<Record<StepName, string>> = {
  D: "D's step",
  G: "G's step",
  apart: "D's step, real and fake apart",
}

function View() {
  useEffect(() => void open(), [])
  const { value: shown } = step
  const own = shown ? ownOf(shown) : []
  const backward = own.filter(({ kind }) => kind === 'backward' || kind === 'sum').length
  const { D, G } = recorded.value ?? {}
  return (
    <>
      <p class="prose">
        A training step is TypeScript that runs once and computes nothing. Each op appends its{' '}
        <b>dispatches</b> to a list, and puts itself on the <b>tape</b>: its inputs, its output, and
        for each input a <b>thunk</b>, a function that would append what computes the gradient of
        that input. Then the GPU replays the list, thousands of times, and none of that TypeScript
        runs again.
      </p>
      <p class="prose">
        This is no drawing: it is the step that <code>capture</code> recorded here, of a very small
        DCGAN: images of 32 × 32, channel width 2, batch of 8. The pictures are what its dispatches
        wrote: zero is middle grey. What is a single number stands there as one.
      </p>
      <fieldset class="tape-choice">
        <legend>The recorded step</legend>
        {stepNames.map((each) => (
          <label key={each} class="check">
            <input
              type="radio"
              id={`tape-step-${each}`}
              name="tape-step"
              checked={name.value === each}
              onChange={() => void choose(each)}
            />
            {TITLES[each]}
          </label>
        ))}
      </fieldset>
      <p id="tape-count" class="note" data-own={own.length}>
        {shown && D && G
          ? `${own.length} dispatches, ${backward} of them backward. An iteration is ${D.dispatches.length} of D’s step and ${ownOf(G).length} of G’s, which needs D’s before it.${shown.first > 0 ? ` The numbers go on after those of D’s step: this one begins with ${shown.first}.` : ''}`
          : 'The step is being recorded.'}
      </p>
      <Shown />
      <p class="prose">
        An op a row, in the order in which they were recorded. Read what ran forward down, then what
        ran backward up: <code>gradients(loss, parameters)</code> begins at the loss with the
        gradient 1, and calls each op's thunks with the gradient of its output. The numbers of the
        dispatches show it. Point at or tap a row, and it lights up, here and among the bars of time
        below.
      </p>
      <Dispatches />
      <p class="prose">
        What a thunk does is the chain rule for its op: it takes the gradient by the op's output y
        and computes that by an input x. Some ops compute the slope together with the value; then
        the thunk only hands it over. So it is at the loss: its derivative by each score was written
        on the way forward, and the first thunk that has something to dispatch comes after it.
      </p>
      <Letters />
      <h3>Where the gradient stops</h3>
      <p class="prose">
        Only thunks on the way to a parameter that was asked for are called. In D's step nobody asks
        for the gradient of an image, so the walk ends at D's first layer, and G's ops are not even
        reached: PyTorch has <code>detach()</code> for that. In G's step the gradient must go{' '}
        <i>through</i> D, so every <code>∂x</code> of D is computed; but nobody asks for D's
        weights. D's weight thunks exist but are never called. Neither is the one for z, the noise.
        That saves some of the most expensive kernels.
      </p>
      <Never />
      <h3>Where gradients meet</h3>
      <p class="prose">
        A tensor that was used twice gets two gradients, and they are added. PyTorch's example takes
        real and fake images through D one after the other, so each weight is used twice: choose
        "apart" above, and find the <code>add</code> dispatches. Ganvas takes both as one batch; the
        sum is then inside the weight gradient kernel, over 16 images in place of 8. The results
        differ in the last digits only: float32 rounds in another order.
      </p>
      <Sums />
      <h3>What each dispatch takes</h3>
      <p class="prose">
        Each is timed alone, then all in one pass. The parts need not add up to the whole: alone, a
        kernel is replayed on the same numbers, which it finds in the cache; in one pass each waits
        for the one before.
      </p>
      <Times />
      <details class="tape-more">
        <summary>How a kernel of a few microseconds is timed</summary>
        <Ticks />
        <p class="prose">
          A GPU can note its clock where a pass begins and ends. Browsers round these timestamps,
          since exact clocks help to spy; Chrome rounds to 100 µs. A kernel of 5 µs then mostly
          begins and ends within one tick and takes "0", and one time in twenty it takes "100 µs".
          Measure, and slide the rounding over the stamps that came. The bars are free of it: a
          kernel is replayed n times in one pass, until that lasts for milliseconds, and n replays
          share the rounding.
        </p>
      </details>
    </>
  )
}

export const tape: Lesson = {
  name: 'tape',
  title: 'The tape',
  aim: 'Say what a training step is for the GPU, what the tape does in reverse, which gradients are never computed, and how a kernel is timed.',
  minutes: 8,
  View,
  question: {
    ask: 'For 64 × 64 pixels D has five convolutions without bias and three batch norms, each with a weight and a bias. How many thunks of D’s parameters does G’s step make and never call?',
    answer: 11,
    because:
      'One for each parameter: 5 + 3 · 2 = 11. G’s loss depends on all of them, but G’s step asks only for the gradients of G’s parameters.',
  },
}
