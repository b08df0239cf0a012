import type { Exercise } from './exercise'
import { exercises } from './exercises'
import { text } from './tasks/text'
import { solved } from './texts'

interface Props {
  exercise: Exercise
  /** Puts the solution into the editor. */
  show: () => void
}

/** The open exercise. */
export function ExerciseCard({ exercise, show }: Props) {
  const { name } = exercise
  const { tasks, primer } = text.value
  const { title, text: paragraphs, hints } = tasks[name]
  const at = exercises.indexOf(exercise)
  const next = exercises[at + 1]
  return (
    <section class="card prose" aria-label="Exercise" id="lab-exercise">
      <p class="note">
        Exercise {at + 1} of {exercises.length}
      </p>
      <h2>{title}</h2>
      {paragraphs.map((each) => (
        <Paragraph key={each} text={each} />
      ))}
      {hints.map((hint, i) => (
        <details key={`${name} ${hint}`}>
          <summary>{hints.length > 1 ? `Hint ${i + 1}` : 'Hint'}</summary>
          <Paragraph text={hint} />
        </details>
      ))}
      <details key={`${name} solution`} id="lab-answer">
        <summary>Solution</summary>
        <button type="button" id="lab-solution" onClick={show}>
          Put our solution into the editor
        </button>
        <p class="note">Undo (Ctrl+Z) brings your text back.</p>
      </details>
      {/* Whoever has written WGSL before does not need it. */}
      <details key="primer" id="lab-primer" open={at === 0}>
        <summary>{primer.title}</summary>
        <p>{primer.intro}</p>
        <dl>
          {primer.rows.map(([code, meaning]) => (
            <div key={code}>
              <dt>
                <code>{code}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
      {solved.value.has(name) && (
        <p id="lab-solved">
          Solved.{' '}
          {next && <a href={`#lab/exercise/${next.name}`}>Next: {tasks[next.name].title}</a>}
        </p>
      )}
    </section>
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
  const { tasks } = text.value
  const done = exercises.filter(({ name }) => solved.value.has(name)).length
  return (
    <section class="card" aria-label="Exercises">
      <h2>Exercises</h2>
      <p class="note">
        Each begins with a kernel that compiles and is wrong or slow. {done} of {exercises.length}{' '}
        solved.
      </p>
      <ol class="lab-exercises">
        {exercises.map(({ name }) => (
          <li key={name}>
            <a href={`#lab/exercise/${name}`}>{tasks[name].title}</a>
            {solved.value.has(name) && ' ✓ solved'}
          </li>
        ))}
      </ol>
    </section>
  )
}
