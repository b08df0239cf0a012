import { type Exercise, exercises } from './exercises'
import { solved } from './texts'

interface Props {
  exercise: Exercise
  /** Puts the solution into the editor. */
  show: () => void
}

/** The open exercise. */
export function ExerciseCard({ exercise, show }: Props) {
  const { name, title, text, hint } = exercise
  const next = exercises[exercises.indexOf(exercise) + 1]
  const isSolved = solved.value.has(name)
  return (
    <section class="card prose" aria-label="Exercise" id="lab-exercise">
      <h2>{title}</h2>
      <p>{text}</p>
      <details key={name}>
        <summary>Hint</summary>
        <p>{hint}</p>
        <button type="button" id="lab-solution" onClick={show}>
          Show our solution
        </button>
      </details>
      {isSolved && (
        <p id="lab-solved">
          Solved. {next && <a href={`#lab/exercise/${next.name}`}>Next: {next.title}</a>}
        </p>
      )}
    </section>
  )
}

/** All exercises, with those that are solved. */
export function List() {
  return (
    <section class="card" aria-label="Exercises">
      <h2>Exercises</h2>
      <p class="note">Each begins with a kernel that compiles and is wrong.</p>
      <ol class="lab-exercises">
        {exercises.map(({ name, title }) => (
          <li key={name}>
            <a href={`#lab/exercise/${name}`}>{title}</a>
            {solved.value.has(name) && ' ✓ solved'}
          </li>
        ))}
      </ol>
    </section>
  )
}
