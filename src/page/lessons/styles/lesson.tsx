import '../plot/plot.css'
import './styles.css'
import { useLive } from '../../parts/live'
import { Formula } from '../parts/Formula'
import { faultOf } from '../parts/fault'
import { Means } from '../parts/Legend'
import type { Lesson } from '../parts/lesson'
import { Steps } from '../parts/Steps'
import { ask } from './ask'
import { Mixed, Parts } from './Rows'
import {
  COUNT,
  ON,
  problem,
  SIZES,
  seed,
  shownOf,
  strengthOf,
  switched,
  switches,
  whole,
} from './state'
import { text } from './text'

function View() {
  useLive(
    whole,
    () => {
      const how = { seed: seed.value, count: COUNT, grain: 1 }
      return async () => shownOf(await ask('stylesDraw', how, ON))
    },
    problem,
  )
  const { intro, parts, tries, mapping, modulation, noise, mix } = text.value
  return (
    <>
      <Letters />
      <Steps
        all={[
          {
            title: parts.layers,
            text: (
              <>
                <p class="prose">{intro}</p>
                <p class="prose">{tries.text}</p>
                <p class="note" id="styles-status" role="status">
                  {status()}
                </p>
              </>
            ),
            figure: <Parts />,
          },
          {
            title: parts.mapping,
            text: (
              <>
                <p class="prose">{mapping.text}</p>
                <p class="prose">{mapping.off}</p>
              </>
            ),
          },
          {
            title: parts.modulation,
            text: (
              <>
                <p class="prose">{modulation.text}</p>
                <p>
                  <Formula tex={String.raw`\displaystyle d\,(W * (s\,x)) + \gamma\,n`} />
                </p>
                <p class="prose">{modulation.off}</p>
              </>
            ),
          },
          {
            title: parts.noise,
            text: (
              <>
                <p class="prose">{noise.text}</p>
                <p class="prose">{noise.off}</p>
              </>
            ),
          },
          {
            title: parts.mix,
            text: (
              <>
                <p class="prose">{mix.text}</p>
                <p class="prose">{mix.mean}</p>
                <p class="prose">{mix.more}</p>
              </>
            ),
            figure: <Mixed />,
          },
        ]}
      />
    </>
  )
}

function status(): string {
  const { coming, ready, paper } = text.value.status
  if (problem.value) return faultOf(problem.value)
  const { by } = switched.value ?? {}
  return by === undefined ? coming : by === 'paper' ? paper : ready
}

/** Meanings of letters in formulas. */
function Letters() {
  const { letters } = text.value
  // From 4 pixels on.
  const strengths = SIZES.map((_, i) => strengthOf(whole.value, i)).join(', ')
  return (
    <>
      <Means tex="x" meaning={letters.x} now={letters.activations} />
      <Means tex="W" meaning={letters.weight} now={letters.kernel} />
      <Means tex="s" meaning={letters.s} now={letters.channels} />
      <Means tex="d" meaning={letters.d} now={letters.channels} />
      <Means tex="n" meaning={letters.n} now={switches.value.noise ? letters.drawn : '0'} />
      <Means tex={String.raw`\gamma`} meaning={letters.gamma} now={strengths} />
    </>
  )
}

export const lesson: Lesson = { minutes: 7, View, text }
