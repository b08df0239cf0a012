// The question at a chapter's end: answered right, the chapter is done.

import { useSignal } from '@preact/signals'
import { tick } from './done'
import type { Lesson } from './lesson'
import { text } from './text'

export function Question({ lesson }: { lesson: Pick<Lesson, 'name' | 'text'> }) {
  const { ask, choices, answer, because } = lesson.text.value.question
  const { yourAnswer, check: checkIt, right: yes, wrong: no } = text.value
  // What was typed; of choices, which: it stays chosen in another language.
  const given = useSignal('')
  const verdict = useSignal<'right' | 'wrong' | undefined>(undefined)
  const check = () => {
    const number = Number(given.value)
    const right = (choices ? choices[number] : number) === answer
    verdict.value = right ? 'right' : 'wrong'
    if (right) tick(lesson.name)
  }
  const give = (value: string) => {
    given.value = value
    verdict.value = undefined
  }
  return (
    <form
      class="question card"
      onSubmit={(event) => {
        event.preventDefault()
        check()
      }}
    >
      <fieldset>
        <legend>{ask}</legend>
        {choices ? (
          choices.map((choice, i) => (
            <label key={i} class="check">
              <input
                type="radio"
                name="answer"
                value={choice}
                checked={given.value === String(i)}
                onChange={() => give(String(i))}
              />
              {choice}
            </label>
          ))
        ) : (
          <input
            type="number"
            step="any"
            aria-label={yourAnswer}
            value={given.value}
            onInput={({ currentTarget }) => give(currentTarget.value)}
          />
        )}
      </fieldset>
      <button type="submit" id="answer" disabled={given.value === ''}>
        {checkIt}
      </button>
      <p id="verdict" role="status" aria-live="polite">
        {verdict.value === 'right' && <b>{yes} </b>}
        {verdict.value === 'wrong' && <b>{no} </b>}
        {verdict.value && because}
      </p>
    </form>
  )
}
