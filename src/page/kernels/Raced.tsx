import { number, times } from '../../../bench/report'
import { Stale } from './Judged'
import * as state from './state'

/** Times of the user's kernel, of ours, and of the plain one. */
export function Raced() {
  const found = state.raced.value
  const row = found?.value.row
  if (!found || !row) {
    return (
      <section class="card prose">
        <h2>Race</h2>
        <p>
          Race measures your kernel in turn with the one that we run on this adapter and with the
          plain one, at the size that you choose. A kernel with wrong values does not race.
        </p>
      </section>
    )
  }
  const { ms, ratio, flop, size, what } = row
  const { middle, low, high } = ratio
  const racers = [
    ['yours', ms.own],
    ['ours', ms.ours],
    ['plain', ms.plain],
  ] as const
  return (
    <section class="card" aria-label="Race">
      <h2>Race</h2>
      <Stale of={found.of} />
      <p class="note">
        {size}, {what}, on {found.value.adapter}
      </p>
      <table id="lab-times">
        <thead>
          <tr>
            <th scope="col">Kernel</th>
            <th scope="col">ms</th>
            <th scope="col">GFLOP/s</th>
          </tr>
        </thead>
        <tbody>
          {racers.map(([name, each]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{number(each)}</td>
              <td>{number(flop / each / 1e6)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p id="lab-ratio">
        Yours takes {times(middle)} the time of ours; half of the rounds lie within {times(low)} and{' '}
        {times(high)}.
      </p>
    </section>
  )
}
