import '../plot/plot.css'
import './cycle.css'
import { Formula } from '../parts/Formula'
import { Means } from '../parts/Legend'
import type { Lesson } from '../parts/lesson'
import { Steps } from '../parts/Steps'
import { Hidden, Pairs } from './Hidden'
import { measured } from './measured'
import { WEIGHTS } from './points'
import { Points } from './Training'
import { text } from './text'

function View() {
  const { intro, maps, cycle, identity, counted, hidden, pairs, parts } = text.value
  return (
    <>
      <Letters />
      <Steps
        all={[
          {
            title: maps.title,
            text: (
              <>
                <p class="prose">{intro}</p>
                <p class="prose">{maps.points}</p>
                <p class="prose">{maps.asks}</p>
              </>
            ),
            figure: <Points />,
          },
          {
            title: cycle.title,
            text: (
              <>
                <p class="prose">{cycle.back}</p>
                <p>
                  <Formula tex={String.raw`\displaystyle \lambda\, \lVert F(G(a)) - a \rVert_1`} />
                </p>
                <p class="prose">{cycle.swaps}</p>
              </>
            ),
          },
          {
            title: identity.title,
            text: (
              <>
                <p class="prose">{identity.alone}</p>
                <p>
                  <Formula tex={String.raw`\displaystyle \mu\, \lVert G(b) - b \rVert_1`} />
                </p>
                <p class="prose">{identity.near}</p>
              </>
            ),
          },
          {
            title: parts.counted,
            text: (
              <>
                <p class="prose">{counted.alone}</p>
                <p class="prose">{counted.with}</p>
              </>
            ),
          },
          {
            title: hidden.title,
            text: (
              <>
                <p class="prose">{hidden.ink}</p>
                <p class="prose">{hidden.must}</p>
              </>
            ),
            figure: <Hidden />,
          },
          {
            title: parts.found,
            text: (
              <>
                <p class="prose">{hidden.found}</p>
                <p class="prose">{hidden.learned}</p>
              </>
            ),
          },
          {
            title: pairs.title,
            text: (
              <>
                <p class="prose">{pairs.text}</p>
                <p class="prose">
                  {pairs.worth(
                    measured.withPairs.difference.toFixed(3),
                    measured.drawn.difference.toFixed(3),
                  )}
                </p>
                <p class="prose">{pairs.more}</p>
              </>
            ),
            figure: <Pairs />,
          },
        ]}
      />
    </>
  )
}

/** Meanings of letters in the formulas. */
function Letters() {
  const { letters } = text.value
  return (
    <>
      <Means tex="G" meaning={letters.G} now="A → B" />
      <Means tex="F" meaning={letters.F} now="B → A" />
      <Means tex="a" meaning={letters.a} now={letters.of('A')} />
      <Means tex="b" meaning={letters.b} now={letters.of('B')} />
      <Means tex={String.raw`\lambda`} meaning={letters.lambda} now={WEIGHTS.cycle} />
      <Means tex={String.raw`\mu`} meaning={letters.mu} now={WEIGHTS.identity} />
    </>
  )
}

export const lesson: Lesson = { minutes: 8, View, text }
