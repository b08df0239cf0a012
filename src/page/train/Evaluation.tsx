import { minus, sentence } from '../core/words'
import { aboutOf, evaluation, judgedOf, rowsOf } from './evaluating'

/** Table of the last evaluation of this run. */
export function Evaluation() {
  const found = evaluation.value
  if (!found) return null
  return (
    <figure id="evaluation" class="card">
      <figcaption>
        <h2>Evaluation</h2>
        <span class="note">{aboutOf(found)}</span>
      </figcaption>
      <table>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col">Drawings</th>
            <th scope="col">Real</th>
            <th scope="col">Reading</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(found).map(([name, generated, real, reading]) => (
            <tr key={name}>
              <th scope="row">{sentence(name).slice(0, -1)}</th>
              <td>{minus(generated)}</td>
              <td>{minus(real)}</td>
              <td>{reading}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note">{judgedOf(found)}</p>
    </figure>
  )
}
