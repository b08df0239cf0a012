import '../plot/plot.css'
import './microscope.css'
import { batch } from '@preact/signals'
import { useLive } from '../../parts/live'
import { Formula } from '../parts/Formula'
import type { Lesson } from '../parts/lesson'
import { type Step, Steps } from '../parts/Steps'
import { text as book } from '../parts/text'
import { bringIntoView } from '../plot/bringIntoView'
import { ask } from './ask'
import { Check } from './Check'
import { Controls, Epsilon, source } from './Controls'
import { Errors } from './Errors'
import { Differences, Losses, Rounding } from './Numbers'
import type { Setting } from './net'
import { Secant } from './Secant'
import * as state from './state'
import { BOUND } from './sweep'
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
  const { intro, formulas, here, map, secant, errors, check, parts } = text.value
  return (
    <Steps
      all={[
        {
          title: parts.difference,
          text: (
            <>
              <p class="prose">{intro}</p>
              <p id="scope-source" class="note" role="status">
                {source()}
              </p>
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
            </>
          ),
          figure: (
            <>
              <Controls />
              <div class="scope-figures sheet" id="scope-figures">
                <figure class="card">
                  <figcaption>
                    <h4>{map.title}</h4>
                    <span>{map.hint}</span>
                  </figcaption>
                  <Weights />
                  <Epsilon />
                </figure>
                <figure class="card">
                  <figcaption>
                    <h4>{secant.title}</h4>
                    <span>{secant.hint}</span>
                  </figcaption>
                  <Secant />
                </figure>
                <figure class="card">
                  <figcaption>
                    <h4>{errors.title}</h4>
                    <span>{errors.hint}</span>
                  </figcaption>
                  <Errors />
                </figure>
                <div class="card scope-said">
                  <Differences />
                </div>
              </div>
            </>
          ),
        },
        {
          title: parts.here,
          text: (
            <>
              <p class="prose">{here}</p>
              <p class="prose">{errors.note}</p>
            </>
          ),
        },
        { title: parts.numbers, text: <Losses /> },
        { title: parts.rounding, text: <Rounding /> },
        ...claims(),
        { title: check.title, text: <Check /> },
        { title: check.reference, text: <p class="prose">{check.how(BOUND)}</p> },
      ]}
    />
  )
}

/** A step for each claim, with buttons that show it in the figures. */
function claims(): Step[] {
  const tries = {
    bend: <Try id="bend" step={28} />,
    noise: <Try id="noise" step={2} />,
    best: <Try id="best" step={state.BEST} />,
    kink: (
      <>
        <Try id="kink" step={19} index={state.KINKED} setting={{ activation: 'leakyRelu' }} />
        <Try id="smooth" step={19} index={state.KINKED} setting={{ activation: 'tanh' }} />
      </>
    ),
    parabola: (
      <>
        <Try id="parabola" step={28} setting={{ loss: 'lsgan' }} />
        <Try id="straight" step={28} setting={{ loss: 'wgan' }} />
      </>
    ),
  }
  return Object.entries(tries).map(([name, buttons]) => {
    const claim = text.value.claims[name as keyof typeof tries]
    return {
      title: claim.title,
      text: (
        <>
          <p class="prose">{claim.text}</p>
          <div class="buttons">{buttons}</div>
        </>
      ),
    }
  })
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
