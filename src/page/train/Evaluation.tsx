import { minus } from '../core/words'
import { aboutOf, evaluation, judgedOf, rowsOf } from './evaluating'
import { text } from './text'

/** Table of the last evaluation of this run. */
export function Evaluation() {
  const found = evaluation.value
  if (!found) return null
  const { title, columns, metric, reading: read } = text.value.evaluation
  return (
    <figure id="evaluation" class="card">
      <figcaption>
        <h2>{title}</h2>
        <span class="note">{aboutOf(found)}</span>
      </figcaption>
      <table>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowsOf(found).map(([name, generated, real, reading]) => (
            <tr key={name}>
              <th scope="row">{metric(name)}</th>
              <td>{minus(generated)}</td>
              <td>{minus(real)}</td>
              <td>{read(reading)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note">{judgedOf(found)}</p>
    </figure>
  )
}
