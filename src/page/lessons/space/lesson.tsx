import { faultOf } from '../parts/fault'
import '../plot/plot.css'
import '../losses/losses.css'
import './space.css'
import { useEffect } from 'preact/hooks'
import { lengthOf } from '../../../gan/latent/latent'
import { count } from '../../core/words'
import { Formula } from '../parts/Formula'
import { Means } from '../parts/Legend'
import type { Lesson } from '../parts/lesson'
import { Steps } from '../parts/Steps'
import { Between, FilmStrips } from './Between'
import { sums as counted, edits } from './measured'
import { Near, walk } from './Near'
import { Rates } from './Rates'
import { Shell } from './Shell'
import { Arithmetic, Averages } from './Sums'
import {
  COUNTS,
  dimensions,
  drawn,
  EVERY,
  ends,
  FRAMES,
  latent,
  open,
  problem,
  share,
  side,
  unrelated,
  walked,
  zAt,
} from './state'
import { text } from './text'

function View() {
  useEffect(() => void open(), [])
  const { intro, small, lie, way, means, sums, rates, more, parts } = text.value
  const between = Math.sqrt(2 * latent.value)
  const even = unrelated.value && unrelated.value / between
  const ratio = even && walk.value ? (walk.value.slope / even).toFixed(1) : '–'
  return (
    <>
      <Letters />
      <Steps
        all={[
          {
            title: small.title,
            text: (
              <>
                <p class="prose">{intro(latent.value)}</p>
                <p class="note space-status" id="space-status" role="status">
                  {status()}
                </p>
                <p class="prose">{small.text(2 * side.value)}</p>
                <p>
                  <Formula
                    tex={String.raw`\displaystyle \lVert G(z + \delta) - G(z) \rVert \approx \lambda\, \lVert \delta \rVert`}
                  />
                </p>
              </>
            ),
            figure: <Near />,
          },
          {
            title: parts.even,
            text: (
              <p class="prose" id="space-even">
                {small.even(
                  between.toFixed(1),
                  unrelated.value?.toFixed(1) ?? '–',
                  even?.toFixed(2) ?? '–',
                  ratio,
                )}
              </p>
            ),
          },
          {
            title: lie.title,
            text: (
              <>
                <p class="prose">{lie.text}</p>
                <p class="prose">{lie.midway}</p>
              </>
            ),
            figure: <Shell />,
          },
          {
            title: way.title,
            text: (
              <>
                <p class="prose">{way.text}</p>
                <p>
                  <Formula
                    tex={String.raw`\displaystyle \frac{\sin((1 - t)\,\Omega)\; a + \sin(t\,\Omega)\; b}{\sin \Omega}`}
                  />
                </p>
              </>
            ),
            figure: <Between />,
          },
          {
            title: parts.smooth,
            text: <p class="prose">{way.smooth(FRAMES - 1, EVERY)}</p>,
            figure: <FilmStrips />,
          },
          { title: means.title, text: <p class="prose">{means.text}</p>, figure: <Averages /> },
          {
            title: 'A − B + C',
            text: <p class="prose">{sums.text}</p>,
            figure: <Arithmetic />,
          },
          {
            title: rates.title,
            text: (
              <>
                <p class="prose">{rates.text(count(counted.count), counted.chance)}</p>
                <p class="prose">{rates.fitted(count(edits.count))}</p>
                <p class="prose">{more}</p>
              </>
            ),
            figure: <Rates />,
          },
        ]}
      />
    </>
  )
}

function status(): string {
  const { coming, ready, paper } = text.value.status
  if (problem.value) return faultOf(problem.value)
  if (!drawn.value) return coming
  const { z, by } = drawn.value
  return [ready(z.length), ...(by === 'paper' ? [paper] : [])].join(' ')
}

/** Meanings of letters in formulas that have no row of their own. */
function Letters() {
  const { letters } = text.value
  const [a, b] = ends.value?.map(lengthOf) ?? []
  const length = (of: number | undefined) => (of === undefined ? '–' : letters.long(of.toFixed(2)))
  const start = zAt(0)
  const range = letters.range(COUNTS[0] ?? 1, COUNTS.at(-1) ?? 1)
  return (
    <>
      <Means tex="z" meaning={letters.z} now={length(start && lengthOf(start))} />
      <Means tex={String.raw`\delta`} meaning={letters.delta} now={length(walked.value)} />
      <Means tex="d" meaning={letters.d} now={dimensions.value} />
      <Means tex="t" meaning={letters.t} now={share.value.toFixed(2)} />
      <Means tex="a" meaning={letters.a} now={length(a)} />
      <Means tex="b" meaning={letters.b} now={length(b)} />
      <Means tex="n" meaning={letters.n} now={range} />
    </>
  )
}

export const lesson: Lesson = { minutes: 8, View, text }
