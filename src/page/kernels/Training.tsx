import { Bitmap } from '../parts/Bitmap'
import type { Trained } from './contest'
import { Stale } from './Judged'
import * as state from './state'
import { text as words } from './text'

/** A training with the user's kernel beside one with ours. */
export function Training() {
  const found = state.training.value
  const last = found?.value.rows.at(-1)
  const said = words.value.training
  if (!found || !last) {
    return (
      <section class="card prose">
        <h2>{words.value.train}</h2>
        <p>{said.intro}</p>
      </section>
    )
  }
  const { total, rows } = found.value
  return (
    <section class="card" aria-label={words.value.train}>
      <h2>{words.value.train}</h2>
      <Stale of={found.of} />
      <div class="lab-pictures">
        <Drawn title={said.yours} trained={last.own} />
        <Drawn title={said.ours} trained={last.ours} />
      </div>
      <table id="lab-training">
        <thead>
          <tr>
            {said.columns.map((name, i) => (
              <th key={i} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ step, own, ours }) => (
            <tr key={step}>
              <th scope="row">{said.step(step, total)}</th>
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
  const told = modes === undefined ? title : words.value.training.modes(title, modes)
  return (
    <figure>
      <Bitmap picture={picture} width={picture.width} height={picture.height} label={told} />
      <figcaption>{told}</figcaption>
    </figure>
  )
}
