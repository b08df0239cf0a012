// The question at the end of a chapter: a right answer completes the chapter.

import { useSignal } from '@preact/signals'
import type { NamedLesson } from './book'
import { tick } from './done'
import { text } from './parts/text'

export function Question({ lesson }: { lesson: Pick<NamedLesson, 'name' | 'text'> }) {
  const { ask, choices, answer, because } = lesson.text.value.question
  const { yourAnswer, check: checkIt, right: yes, wrong: no } = text.value
  // The typed answer, or the number of the choice, so that it survives a change of language.
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
