import './tape.css'
import { useEffect } from 'preact/hooks'
import type { Lesson } from '../parts/lesson'
import { Steps } from '../parts/Steps'
import { Dispatches } from './Dispatches'
import { Letters } from './Letters'
import { Never } from './Never'
import { Shown } from './Shown'
import { Sums } from './Sums'
import { ownOf } from './say'
import { stepNames } from './shapes'
import { choose, name, open, step, tape as tapes } from './state'
import { Ticks } from './Ticks'
import { Times } from './Times'
import { text } from './text'

function View() {
  useEffect(() => void open(), [])
  const { value: shown } = step
  const own = shown ? ownOf(shown) : []
  const { intro, recorded, steps, recording, rows, letters, never, sums, times, ticks, parts } =
    text.value
  return (
    <Steps
      all={[
        {
          title: parts.recorded,
          text: (
            <>
              <p class="prose">{intro}</p>
              <p class="prose">{recorded}</p>
            </>
          ),
          figure: (
            <>
              <fieldset class="tape-choice">
                <legend>{steps.legend}</legend>
                {stepNames.map((each) => (
                  <label key={each} class="check">
                    <input
                      type="radio"
                      id={`tape-step-${each}`}
                      name="tape-step"
                      checked={name.value === each}
                      onChange={() => void choose(each)}
                    />
                    {steps[each]}
                  </label>
                ))}
              </fieldset>
              <p id="tape-count" class="note" data-own={own.length}>
                {counted() ?? recording}
              </p>
              <Shown />
            </>
          ),
        },
        { title: parts.rows, text: <p class="prose">{rows.text}</p>, figure: <Dispatches /> },
        {
          title: parts.letters,
          text: (
            <>
              <p class="prose">{letters.text}</p>
              <Letters />
            </>
          ),
        },
        { title: never.title, text: <p class="prose">{never.text}</p>, figure: <Never /> },
        { title: sums.title, text: <p class="prose">{sums.text}</p>, figure: <Sums /> },
        { title: times.title, text: <p class="prose">{times.text}</p>, figure: <Times /> },
        { title: ticks.title, text: <p class="prose">{ticks.text}</p>, figure: <Ticks /> },
      ]}
    />
  )
}

/** Text with the step's number of dispatches. */
function counted(): string | undefined {
  const { counts } = text.value
  const { value: shown } = step
  const { D, G } = tapes.value ?? {}
  if (!shown || !D || !G) return undefined
  const own = ownOf(shown)
  const backward = own.filter(({ kind }) => kind === 'backward' || kind === 'sum').length
  const sentences = [
    counts.own(own.length, backward),
    counts.iteration(D.dispatches.length, ownOf(G).length),
  ]
  if (shown.first > 0) sentences.push(counts.goesOn(shown.first))
  return sentences.join(' ')
}

export const lesson: Lesson = { minutes: 8, View, text }
