// Lesson: the tape's gradient beside finite differences: what each is good for, and how exact it is.

import '../plot/plot.css'
import './microscope.css'
import { batch } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { ask } from '../../client'
import { useLive } from '../../latent/live'
import { Formula } from '../Formula'
import type { Lesson } from '../lesson'
import { bringIntoView } from '../plot/bringIntoView'
import { Check } from './Check'
import { Controls, Epsilon } from './Controls'
import { Errors } from './Errors'
import { Differences, Symbolics } from './Numbers'
import type { Setting } from './net'
import { Secant } from './Secant'
import * as state from './state'
import { Weights } from './Weights'

function View() {
  const { setting, index, epsilon, taped, swept, viewed, problem } = state
  useLive(
    taped,
    () => {
      const { value: now } = setting
      return () => ask('microscopeTape', now)
    },
    problem,
  )
  useLive(
    swept,
    () => {
      const wanted = { setting: setting.value, index: index.value }
      return () => ask('microscopeSweep', wanted)
    },
    problem,
  )
  useLive(
    viewed,
    () => {
      const wanted = { setting: setting.value, index: index.value, epsilon: epsilon.value }
      return () => ask('microscopeView', wanted)
    },
    problem,
  )
  return (
    <>
      <p class="prose">
        The tape says that a weight has the gradient <i>g</i>: move the weight by a little <i>t</i>,
        and the loss moves by <i>g t</i>. It got there by going backwards through a dozen kernels,
        each written by hand, each able to be wrong. But there is another way to know, for which no
        backward is needed: move the weight by ε, run the network forward again, and see.
      </p>
      <div class="scope-formulas">
        <p>
          forward:{' '}
          <Formula
            tex={String.raw`\displaystyle g \approx \frac{L(w+\varepsilon) - L(w)}{\varepsilon}`}
          />
        </p>
        <p>
          central:{' '}
          <Formula
            tex={String.raw`\displaystyle g \approx \frac{L(w+\varepsilon) - L(w-\varepsilon)}{2\,\varepsilon}`}
          />
        </p>
      </div>
      <p class="prose">
        Here is a small D: convolution, batch norm, activation, convolution, and its loss on four
        drawn rings and four images of noise. Pick one of its 136 weights, and slide ε. The dots are
        the loss with that weight moved; the coloured line goes through two of them, the other has
        the tape's slope. At small ε they lie on one another; at ε = 1 they part.
      </p>
      <Controls />
      <div class="scope-figures" id="scope-figures">
        <figure class="card">
          <figcaption>
            <h3>Weights</h3>
            <span>orange below 0, blue above; places count from 0</span>
          </figcaption>
          <Weights />
        </figure>
        <figure class="card">
          <figcaption>
            <h3>The loss, ε to either side</h3>
            <span>dots: float32, thin line: float64</span>
          </figcaption>
          <Secant />
          <Epsilon />
        </figure>
        <figure class="card">
          <figcaption>
            <h3>How far from the tape</h3>
            <span>drag ε; dashed: what theory expects</span>
          </figcaption>
          <Errors />
          <p class="note">
            The tape is what all are measured from. So where the dotted line, of float64, goes flat,
            it shows the tape's own rounding, in float32: that much the tape is off.
          </p>
        </figure>
        <div class="card scope-said">
          <Differences />
        </div>
      </div>
      <Symbolics />
      <Claims />
      <Check />
    </>
  )
}

function Claims() {
  return (
    <div class="claims">
      <Claim title="To the right: the curve bends">
        <p>
          A straight line through two points of a curve is not its tangent. What is left out is{' '}
          <i>ε</i> · <i>L″</i> / 2 forward: ten times the ε, ten times the error. Central, the bend
          to the left makes up for the bend to the right, and <i>ε</i>² · <i>L‴</i> / 6 is left: ten
          times the ε, a hundred times the error. These are the two dashed lines that rise.
        </p>
        <Try id="bend" step={28}>
          ε = 1
        </Try>
      </Claim>
      <Claim title="To the left: float32 has no numbers in between">
        <p>
          A float32 number has 24 binary digits, so L can be off by <Formula tex="2^{-24} |L|" />,
          and more, since each kernel rounds too. Divided by ε that is large. The two losses differ
          only in their last digits, and the digits they share cancel. Look: the curve has become a
          cloud on a few lines.
        </p>
        <Try id="noise" step={2}>
          ε = 3 · 10⁻⁷
        </Try>
      </Claim>
      <Claim title="Between: as good as it gets">
        <p>
          Where falling noise meets the rising line, a difference is best: near ε = 10⁻² central,
          10⁻³ forward. Even there it has four or five digits, and sometimes more by luck. The tape,
          in the same float32, has seven: it subtracts no losses. It knows the derivative of each
          op, and multiplies.
        </p>
        <Try id="best" step={state.BEST}>
          the best ε
        </Try>
      </Claim>
      <Claim title="A kink is a jump">
        <p>
          LeakyReLU has a corner at 0. A weight of layer 1 moves 128 of its inputs, and when one
          passes 0 between w − ε and w + ε, the straight line mixes the slopes of both sides. The
          error jumps, and no rule of ε or ε² holds. Layer 2 comes after the corners: it never sees
          one. Nor does layer 1, with tanh.
        </p>
        <div class="buttons">
          <Try id="kink" step={19} index={state.KINKED} setting={{ activation: 'leakyRelu' }}>
            LeakyReLU, layer 1
          </Try>
          <Try id="smooth" step={19} index={state.KINKED} setting={{ activation: 'tanh' }}>
            tanh, layer 1
          </Try>
        </div>
      </Claim>
      <Claim title="A parabola has no error but noise">
        <p>
          The least squares loss of a weight of layer 2 is a parabola, so <i>L‴</i> = 0: the central
          difference is exact for any ε, and the largest is the best. Forward is off all the same.
          WGAN's loss is a straight line there, and then neither difference is off, but for noise.
        </p>
        <div class="buttons">
          <Try id="parabola" step={28} setting={{ loss: 'lsgan' }}>
            LSGAN, layer 2
          </Try>
          <Try id="straight" step={28} setting={{ loss: 'wgan' }}>
            WGAN, layer 2
          </Try>
        </div>
      </Claim>
    </div>
  )
}

function Claim({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="claim card">
      <h3>{title}</h3>
      {children}
    </section>
  )
}

interface TryProps {
  id: string
  step: number
  /** The smooth weight, unless it is another. */
  index?: number
  setting?: Partial<Setting>
  children: ComponentChildren
}

/** Shows in the figures what was just said. */
function Try({ id, step, index = state.SMOOTH, setting = {}, children }: TryProps) {
  return (
    <button
      type="button"
      data-try={id}
      onClick={() => {
        batch(() => {
          state.step.value = step
          state.index.value = index
          state.setting.value = { loss: 'non-saturating', activation: 'leakyRelu', ...setting }
        })
        bringIntoView('scope-figures')
      }}
    >
      Show it: {children}
    </button>
  )
}

export const microscope: Lesson = {
  name: 'microscope',
  title: 'The gradient microscope',
  aim: 'Say how exact a finite difference can be, and why the tape is checked in float64.',
  minutes: 7,
  View,
  question: {
    ask: 'L is near 1, so in float32 each L may be off by 6 · 10⁻⁸. By how much may a central difference with ε = 10⁻⁵ be off for that alone?',
    choices: ['6 · 10⁻¹³', '6 · 10⁻⁸', '0.006', '0.6'],
    answer: '0.006',
    because:
      'Both losses may be off, each to its side: 2 · 6 · 10⁻⁸, divided by 2 · 10⁻⁵. In float64 the same rounding is 1.1 · 10⁻¹⁶, and the difference is off by 10⁻¹¹.',
  },
}
