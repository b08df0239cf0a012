import { number, percent, rates, times } from '../../../bench/report'
import { measure } from './actions'
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
  const { ratio, size, what } = row
  const { middle, low, high } = ratio
  return (
    <section class="card" aria-label="Race">
      <h2>Race</h2>
      <Stale of={found.of} />
      <p class="note">
        {size}, {what}, on {found.value.adapter}
      </p>
      <Times row={row} />
      <p id="lab-ratio">
        Yours takes {times(middle)} the time of ours; half of the rounds lie within {times(low)} and{' '}
        {times(high)}.
      </p>
      <Roof row={row} />
    </section>
  )
}

type Row = NonNullable<NonNullable<typeof state.raced.value>['value']['row']>

const racers = [
  ['yours', 'own'],
  ['ours', 'ours'],
  ['plain', 'plain'],
] as const

function Times({ row: { ms, spread, flop, bytes } }: { row: Row }) {
  const limits = state.limits.value ?? null
  return (
    <table id="lab-times">
      <thead>
        <tr>
          <th scope="col">Kernel</th>
          <th scope="col">ms</th>
          <th scope="col">spread</th>
          <th scope="col">GFLOP/s</th>
          <th scope="col">GB/s</th>
          {limits && <th scope="col">of the roofline</th>}
        </tr>
      </thead>
      <tbody>
        {racers.map(([name, each]) => {
          const { gflops, gbs, ofPeak, ofBandwidth } = rates({ ms: ms[each], flop, bytes }, limits)
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{number(ms[each])}</td>
              <td>{percent(spread[each])}</td>
              <td>{number(gflops)}</td>
              <td>{number(gbs)}</td>
              {limits && <td>{percent(Math.max(ofPeak ?? 0, ofBandwidth ?? 0))}</td>}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** Roof over the kernel: the adapter's arithmetic or its memory, whichever ends first. */
function Roof({ row: { flop, bytes } }: { row: Row }) {
  const limits = state.limits.value
  if (!limits) {
    return (
      <p>
        <button
          type="button"
          id="lab-limits"
          disabled={state.phase.value !== 'idle'}
          onClick={() => void measure()}
        >
          Measure the roofline
        </button>
      </p>
    )
  }
  // At the pace of the roof, one of the shares is 1.
  const { ofPeak, ofBandwidth } = rates({ ms: 1, flop, bytes }, limits)
  const [compute, memory] = [ofPeak ?? 0, ofBandwidth ?? 0]
  const isArithmetic = compute > memory
  const least = Math.max(compute, memory)
  return (
    <p class="note" id="lab-roof">
      The roofline of this adapter allows {number(least)} ms:{' '}
      {isArithmetic
        ? `its arithmetic, ${number(limits.peak.gflops)} GFLOP/s, is the limit.`
        : `its memory is the limit, and ${number(bytes / least / 1e6)} GB/s.`}{' '}
      Spread: the middle half of the rounds.
    </p>
  )
}
