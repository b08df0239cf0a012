import type { Exercise } from './exercise'
import { exercises } from './exercises'
import { text } from './tasks/text'
import { text as words } from './text'
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
  const said = words.value.tasks
  return (
    <section class="card prose" aria-label={said.label} id="lab-exercise">
      <p class="note">{said.place(at + 1, exercises.length)}</p>
      <h2>{title}</h2>
      {paragraphs.map((each) => (
        <Paragraph key={each} text={each} />
      ))}
      {hints.map((hint, i) => (
        <details key={`${name} ${hint}`}>
          <summary>{hints.length > 1 ? said.hintOf(i + 1) : said.hint}</summary>
          <Paragraph text={hint} />
        </details>
      ))}
      <details key={`${name} solution`} id="lab-answer">
        <summary>{said.solution}</summary>
        <button type="button" id="lab-solution" onClick={show}>
          {said.show}
        </button>
        <p class="note">{said.undo}</p>
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
          {said.solved}{' '}
          {next && <a href={`#lab/exercise/${next.name}`}>{said.next(tasks[next.name].title)}</a>}
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
  const said = words.value.tasks
  const done = exercises.filter(({ name }) => solved.value.has(name)).length
  return (
    <section class="card" aria-label={said.all}>
      <h2>{said.all}</h2>
      <p class="note">{said.intro(done, exercises.length)}</p>
      <ol class="lab-exercises">
        {exercises.map(({ name }) => (
          <li key={name}>
            <a href={`#lab/exercise/${name}`}>{tasks[name].title}</a>
            {solved.value.has(name) && said.tick}
          </li>
        ))}
      </ol>
    </section>
  )
}
