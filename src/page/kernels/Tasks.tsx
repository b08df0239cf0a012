import type { Exercise } from './exercise'
import { exercises } from './exercises'
import { text as taskText } from './tasks/text'
import { text } from './text'
import { solved } from './texts'

interface Props {
  exercise: Exercise
  /** Puts the solution into the editor. */
  show: () => void
}

/** The open exercise. */
export function ExerciseCard({ exercise, show }: Props) {
  const words = text.value.exercise
  const { name } = exercise
  const { tasks } = taskText.value
  const { title, text: paragraphs, hints } = tasks[name]
  const at = exercises.indexOf(exercise)
  return (
    <section class="card prose" aria-label={words.label} id="lab-exercise">
      <p class="note">
        {words.place(at + 1, exercises.length)}
        {solved.value.has(name) && ` ${words.isSolved}`}
      </p>
      <h2>{title}</h2>
      {paragraphs.map((each) => (
        <Paragraph key={each} text={each} />
      ))}
      {hints.map((hint, i) => (
        <details key={`${name} ${hint}`}>
          <summary>{words.hint(i + 1, hints.length)}</summary>
          <Paragraph text={hint} />
        </details>
      ))}
      <details key={`${name} solution`} id="lab-answer">
        <summary>{words.solution}</summary>
        <button type="button" id="lab-solution" onClick={show}>
          {words.show}
        </button>
        <p class="note">{words.undo}</p>
      </details>
    </section>
  )
}

/** WGSL for those who have not written any: open at the first exercise. */
export function Primer({ exercise }: { exercise: Exercise }) {
  const { title, intro, rows } = taskText.value.primer
  return (
    <details class="card" id="lab-primer" open={exercise === exercises[0]}>
      <summary>{title}</summary>
      <p>{intro}</p>
      <dl>
        {rows.map(([code, meaning]) => (
          <div key={code}>
            <dt>
              <code>{code}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

/** The way on from a solved exercise; where none is open, to the first that is not solved. */
export function Onward({ exercise }: { exercise: Exercise | undefined }) {
  const words = text.value.exercise
  const next = exercise
    ? exercises[exercises.indexOf(exercise) + 1]
    : exercises.find(({ name }) => !solved.value.has(name))
  if (!next || (exercise && !solved.value.has(exercise.name))) return null
  const { title } = taskText.value.tasks[next.name]
  return (
    <a id="lab-next" class="button" href={`#lab/exercise/${next.name}`}>
      {exercise ? words.next(title) : words.begin(exercises.indexOf(next) + 1, title)}
    </a>
  )
}

/** A paragraph in which backticks enclose code. */
function Paragraph({ text: whole }: { text: string }) {
  return (
    <p>{whole.split('`').map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part))}</p>
  )
}

/** All exercises, with those that are solved. */
export function List() {
  const words = text.value.exercise
  const { tasks } = taskText.value
  const done = exercises.filter(({ name }) => solved.value.has(name)).length
  return (
    <section class="card" aria-label={words.all}>
      <h2>{words.all}</h2>
      <p class="note">{words.progress(done, exercises.length)}</p>
      <ol class="lab-exercises">
        {exercises.map(({ name }) => (
          <li key={name}>
            <a href={`#lab/exercise/${name}`}>{tasks[name].title}</a>
            {solved.value.has(name) && ` ${words.isSolved}`}
          </li>
        ))}
      </ol>
    </section>
  )
}
