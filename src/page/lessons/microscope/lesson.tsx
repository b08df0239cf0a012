import '../plot/plot.css'
import './microscope.css'
import { batch } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useLive } from '../../parts/live'
import { Formula } from '../parts/Formula'
import type { Lesson } from '../parts/lesson'
import { text as book } from '../parts/text'
import { bringIntoView } from '../plot/bringIntoView'
import { ask } from './ask'
import { Check } from './Check'
import { Controls, Epsilon } from './Controls'
import { Errors } from './Errors'
import { Differences, Symbolics } from './Numbers'
import type { Setting } from './net'
import { Secant } from './Secant'
import * as state from './state'
import { text } from './text'
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
  const { intro, formulas, here, map, secant, errors } = text.value
  return (
    <>
      <p class="prose">{intro}</p>
      <div class="scope-formulas">
        <p>
          {formulas.forward}{' '}
          <Formula
            tex={String.raw`\displaystyle g \approx \frac{L(w+\varepsilon) - L(w)}{\varepsilon}`}
          />
        </p>
        <p>
          {formulas.central}{' '}
          <Formula
            tex={String.raw`\displaystyle g \approx \frac{L(w+\varepsilon) - L(w-\varepsilon)}{2\,\varepsilon}`}
          />
        </p>
      </div>
      <p class="prose">{here}</p>
      <Controls />
      <div class="scope-figures sheet" id="scope-figures">
        <figure class="card">
          <figcaption>
            <h3>{map.title}</h3>
            <span>{map.hint}</span>
          </figcaption>
          <Weights />
        </figure>
        <figure class="card">
          <figcaption>
            <h3>{secant.title}</h3>
            <span>{secant.hint}</span>
          </figcaption>
          <Secant />
          <Epsilon />
        </figure>
        <figure class="card">
          <figcaption>
            <h3>{errors.title}</h3>
            <span>{errors.hint}</span>
          </figcaption>
          <Errors />
          <p class="note">{errors.note}</p>
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
      <Claim name="bend">
        <Try id="bend" step={28} />
      </Claim>
      <Claim name="noise">
        <Try id="noise" step={2} />
      </Claim>
      <Claim name="best">
        <Try id="best" step={state.BEST} />
      </Claim>
      <Claim name="kink">
        <div class="buttons">
          <Try id="kink" step={19} index={state.KINKED} setting={{ activation: 'leakyRelu' }} />
          <Try id="smooth" step={19} index={state.KINKED} setting={{ activation: 'tanh' }} />
        </div>
      </Claim>
      <Claim name="parabola">
        <div class="buttons">
          <Try id="parabola" step={28} setting={{ loss: 'lsgan' }} />
          <Try id="straight" step={28} setting={{ loss: 'wgan' }} />
        </div>
      </Claim>
    </div>
  )
}

interface ClaimProps {
  name: keyof typeof text.value.claims
  children: ComponentChildren
}

function Claim({ name, children }: ClaimProps) {
  const claim = text.value.claims[name]
  return (
    <section class="claim card">
      <h3>{claim.title}</h3>
      <p>{claim.text}</p>
      {children}
    </section>
  )
}

interface TryProps {
  id: keyof typeof text.value.tries
  step: number
  /** The weight; by default the smooth one. */
  index?: number
  setting?: Partial<Setting>
}

/** Button that sets the figures to the example in the text. */
function Try({ id, step, index = state.SMOOTH, setting = {} }: TryProps) {
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
      {book.value.showIt} {text.value.tries[id]}
    </button>
  )
}

export const lesson: Lesson = { minutes: 7, View, text }
