import '../plot/plot.css'
import './adapt.css'
import { useEffect } from 'preact/hooks'
import { Formula } from '../parts/Formula'
import { Means } from '../parts/Legend'
import type { Lesson } from '../parts/lesson'
import { Steps } from '../parts/Steps'
import { AttemptTable } from './AttemptTable'
import { Digits } from './Digits'
import { Live, percent, Watched } from './Live'
import { Logits } from './Logits'
import * as state from './state'
import { text } from './text'
import { WorldMap } from './WorldMap'

/** Digits of each domain at the beginning. */
const FIRST = [...Array(18).keys()]

function View() {
  useEffect(() => {
    void state.open()
    return () => {
      state.running.value = false
    }
  }, [])
  const { intro, shift, statistics, adversary, sees, fails, more, parts } = text.value
  return (
    <>
      <Letters />
      <Steps
        all={[
          {
            title: parts.worlds,
            text: (
              <>
                <p class="prose">{intro}</p>
                <p class="note" id="adapt-open" role="status">
                  {text.value.open[state.by.value]}
                </p>
              </>
            ),
            figure: <Worlds />,
          },
          {
            title: shift.title,
            text: <p class="prose">{shift.text}</p>,
            figure: (
              <figure class="card">
                <WorldMap
                  id="adapt-map-before"
                  label={shift.map}
                  target={state.before.value?.target}
                />
                <figcaption class="note">{shift.legend}</figcaption>
              </figure>
            ),
          },
          { title: statistics.title, text: <Statistics />, figure: <Retaken /> },
          {
            title: adversary.title,
            text: (
              <>
                <p class="prose">{adversary.text}</p>
                <p>
                  <Formula
                    tex={String.raw`\displaystyle L_D = -\log D(h(S(x))) - \log(1 - D(h(T(u))))`}
                  />
                </p>
                <p>
                  <Formula tex={String.raw`\displaystyle L_T = -\log D(h(T(u)))`} />
                </p>
                <p class="prose">{adversary.labels}</p>
              </>
            ),
            figure: <Live />,
          },
          {
            title: sees.title,
            text: <p class="prose">{sees.text}</p>,
            figure: (
              <>
                <figure class="card adapt-sees">
                  <Logits />
                  <figcaption class="note adapt-key">
                    <span class="known">{sees.source}</span>
                    <span class="away">{sees.target}</span>
                  </figcaption>
                </figure>
                <Watched />
              </>
            ),
          },
          {
            title: fails.title,
            text: (
              <>
                <p class="prose">{fails.text}</p>
                <p class="prose">{fails.features}</p>
              </>
            ),
            figure: <AttemptTable />,
          },
          {
            title: parts.more,
            text: (
              <>
                <p class="prose">{fails.look}</p>
                <p class="prose">{more}</p>
              </>
            ),
          },
        ]}
      />
    </>
  )
}

/** Digits of both domains, and what the source's classifier says. */
function Worlds() {
  const { digits, before } = state
  const { home, away, right } = text.value.shift
  return (
    <>
      {(['source', 'target'] as const).map((domain) => (
        <figure key={domain} class="card">
          <figcaption>
            <b>{domain === 'source' ? home : away}</b>
            <span>
              {right}{' '}
              <b id={`adapt-before-${domain}`}>{percent(before.value?.[domain].accuracy)}</b>
            </span>
          </figcaption>
          <Digits
            id={`adapt-digits-${domain}`}
            label={domain === 'source' ? home : away}
            shown={digits.value?.[domain]}
            numbers={FIRST}
            named={before.value?.[domain].named}
          />
        </figure>
      ))}
    </>
  )
}

function Statistics() {
  const { before, busy, retaken } = state
  const { text: about, button, was, is, after } = text.value.statistics
  return (
    <>
      <p class="prose">{about}</p>
      <p>
        <Formula tex={String.raw`\displaystyle \frac{a - \mu}{\sigma}`} />
      </p>
      <div class="buttons">
        <button
          type="button"
          id="adapt-retake"
          disabled={!before.value || busy.value || retaken.value !== undefined}
          onClick={() => void state.retake()}
        >
          {button}
        </button>
      </div>
      <p role="status">
        {was} <b>{percent(before.value?.target.accuracy)}</b>, {is}{' '}
        <b id="adapt-retaken">{percent(retaken.value?.accuracy)}</b>
      </p>
      <p class="prose">{after}</p>
    </>
  )
}

/** The map of digits, before or after its statistics are taken again. */
function Retaken() {
  const { before, retaken } = state
  const { map, legend } = text.value.statistics
  return (
    <figure class="card">
      <WorldMap id="adapt-map-retaken" label={map} target={retaken.value ?? before.value?.target} />
      <figcaption class="note">{legend[retaken.value ? 'is' : 'was']}</figcaption>
    </figure>
  )
}

/** Meanings of letters in formulas. */
function Letters() {
  const { letters } = text.value
  const { figures } = state.now.value ?? {}
  const whose = state.retaken.value ? 'UCI' : 'MNIST'
  const loss = (value: number | undefined) => value?.toFixed(2) ?? letters.notYet
  return (
    <>
      <Means tex="a" meaning={letters.a} now={letters.perChannel} />
      <Means tex={String.raw`\mu`} meaning={letters.mu} now={whose} />
      <Means tex={String.raw`\sigma`} meaning={letters.sigma} now={whose} />
      <Means tex="L_D" meaning={letters.lossD} now={loss(figures?.lossD)} />
      <Means tex="L_T" meaning={letters.lossT} now={loss(figures?.lossG)} />
      <Means tex="D" meaning={letters.D} now={letters.seesLogits} />
      <Means tex="h" meaning={letters.h} now="64 → 10" />
      <Means tex="S" meaning={letters.S} now="32 × 32 → 64" />
      <Means tex="T" meaning={letters.T} now="32 × 32 → 64" />
      <Means tex="x" meaning={letters.x} now="MNIST" />
      <Means tex="u" meaning={letters.u} now="UCI" />
    </>
  )
}

export const lesson: Lesson = { minutes: 9, View, text }
