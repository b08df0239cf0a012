import { number, percent, rates, times } from '../../../bench/report'
import { text as parts } from '../parts/text'
import { measure } from './actions'
import { Stale } from './Judged'
import * as state from './state'
import { text } from './text'

/** Times of the user's kernel, of ours, and of the plain one. */
export function Raced() {
  const words = text.value.race
  const found = state.raced.value
  const row = found?.value.row
  if (!found || !row) {
    return (
      <section class="card prose">
        <h2>{words.title}</h2>
        <p>{words.intro}</p>
      </section>
    )
  }
  const { ratio, size, what } = row
  const { layer } = parts.value
  const { middle, low, high } = ratio
  return (
    <section class="card" aria-label={words.title}>
      <h2>{words.title}</h2>
      <Stale of={found.of} />
      <p class="note">{words.at(layer(size), layer(what), found.value.adapter)}</p>
      <Times row={row} />
      <p id="lab-ratio">{words.ratio(times(middle), times(low), times(high))}</p>
      <Roof row={row} />
    </section>
  )
}

type Row = NonNullable<NonNullable<typeof state.raced.value>['value']['row']>

const racers = ['own', 'ours', 'plain'] as const

function Times({ row: { ms, spread, flop, bytes } }: { row: Row }) {
  const words = text.value.race
  const limits = state.limits.value ?? null
  return (
    <table id="lab-times">
      <thead>
        <tr>
          <th scope="col">{words.kernel}</th>
          <th scope="col">ms</th>
          <th scope="col">{words.spread}</th>
          <th scope="col">GFLOP/s</th>
          <th scope="col">GB/s</th>
          {limits && <th scope="col">{words.ofRoof}</th>}
        </tr>
      </thead>
      <tbody>
        {racers.map((each) => {
          const { gflops, gbs, ofPeak, ofBandwidth } = rates({ ms: ms[each], flop, bytes }, limits)
          return (
            <tr key={each}>
              <th scope="row">{words.racers[each]}</th>
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
  const words = text.value.race
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
          {words.limits}
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
      {words.roof(number(least))}{' '}
      {isArithmetic
        ? words.arithmetic(number(limits.peak.gflops))
        : words.memory(number(bytes / least / 1e6))}{' '}
      {words.spreadNote}
    </p>
  )
}
