import { Bitmap } from '../parts/Bitmap'
import type { Trained } from './contest'
import { Stale } from './Judged'
import * as state from './state'
import { text } from './text'

/** A training with the user's kernel beside one with ours. */
export function Training() {
  const words = text.value.train
  const found = state.training.value
  const last = found?.value.rows.at(-1)
  if (!found || !last) {
    return (
      <section class="card prose">
        <h2>{words.title}</h2>
        <p>{words.intro}</p>
      </section>
    )
  }
  const { total, rows } = found.value
  return (
    <section class="card" aria-label={words.title}>
      <h2>{words.title}</h2>
      <Stale of={found.of} />
      <div class="lab-pictures">
        <Drawn title={words.own} trained={last.own} />
        <Drawn title={words.ours} trained={last.ours} />
      </div>
      <table id="lab-training">
        <thead>
          <tr>
            {words.columns.map((column, i) => (
              <th key={`${i} ${column}`} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ step, own, ours }) => (
            <tr key={step}>
              <th scope="row">{words.step(step, total)}</th>
              <td>{loss(own.figures.lossD)}</td>
              <td>{loss(ours.figures.lossD)}</td>
              <td>{loss(own.figures.lossG)}</td>
              <td>{loss(ours.figures.lossG)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const loss = (value: number): string => (Number.isFinite(value) ? value.toFixed(3) : 'NaN')

function Drawn({ title, trained: { picture, modes } }: { title: string; trained: Trained }) {
  const told = modes === undefined ? title : text.value.train.modes(title, modes)
  return (
    <figure>
      <Bitmap picture={picture} width={picture.width} height={picture.height} label={told} />
      <figcaption>{told}</figcaption>
    </figure>
  )
}
