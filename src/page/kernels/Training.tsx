import { Bitmap } from '../parts/Bitmap'
import type { Trained } from './contest'
import { Stale } from './Judged'
import * as state from './state'

/** A training with the user's kernel beside one with ours. */
export function Training() {
  const found = state.training.value
  const last = found?.value.rows.at(-1)
  if (!found || !last) {
    return (
      <section class="card prose">
        <h2>Train</h2>
        <p>
          Train puts your kernel into a small GAN and trains it from the same weights as one with
          our kernels: right kernels learn alike, and a wrong one need not. Digits, or points in the
          plane for a fully connected layer.
        </p>
      </section>
    )
  }
  const { total, rows } = found.value
  return (
    <section class="card" aria-label="Train">
      <h2>Train</h2>
      <Stale of={found.of} />
      <div class="lab-pictures">
        <Drawn title="With yours" trained={last.own} />
        <Drawn title="With ours" trained={last.ours} />
      </div>
      <table id="lab-training">
        <thead>
          <tr>
            <th scope="col">Iteration</th>
            <th scope="col">Loss D, yours</th>
            <th scope="col">ours</th>
            <th scope="col">Loss G, yours</th>
            <th scope="col">ours</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ step, own, ours }) => (
            <tr key={step}>
              <th scope="row">
                {step} of {total}
              </th>
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
  const told = modes === undefined ? title : `${title}: ${modes} of 8 centres found`
  return (
    <figure>
      <Bitmap picture={picture} width={picture.width} height={picture.height} label={told} />
      <figcaption>{told}</figcaption>
    </figure>
  )
}
