// The time of each dispatch alone, a bar each, and what timestamps say of a short one.

import { count, sentence } from '../../parts/words'
import { Named, Symbols } from '../Symbols'
import { grain, ownOf, took } from './say'
import type { Measured, TapeStep } from './shapes'
import { at, lit, measure, measured, measuring, problem, step } from './state'

const [WIDTH, HEIGHT] = [600, 90]

export function Times() {
  const { value: shown } = step
  const found = shown && measured.value[shown.name]
  return (
    <section class="card tape-times" aria-label="Time of each dispatch">
      <div class="buttons">
        <button
          type="button"
          id="tape-measure"
          disabled={!shown || measuring.value}
          onClick={() => void measure()}
        >
          Measure
        </button>
      </div>
      <Bars shown={shown} found={found} />
      <p class="note tape-measured" id="tape-measured" role="status" aria-live="polite">
        {verdict(shown, found)}
      </p>
      {found && <Ticks found={found} />}
    </section>
  )
}

function Bars({ shown, found }: { shown: TapeStep | undefined; found: Measured | undefined }) {
  const own = shown ? ownOf(shown) : []
  const most = Math.max(...(found?.alone ?? [1]))
  const width = WIDTH / Math.max(1, own.length)
  return (
    <svg
      id="tape-bars"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={found ? 'Milliseconds of each dispatch, in order' : 'Dispatches, not yet timed'}
    >
      {own.map(({ kind, op }, i) => {
        const ms = found?.alone[i]
        const height = ms === undefined ? 6 : Math.max(1, (HEIGHT * ms) / most)
        const index = (shown?.first ?? 0) + i
        const isLit = index === at.value || (op !== undefined && op === lit.value)
        return (
          <rect
            key={index}
            class={`${kind} ${isLit ? 'lit' : ''}`}
            x={i * width}
            y={HEIGHT - height}
            width={Math.max(1, width - 1)}
            height={height}
            {...(ms === undefined ? {} : { 'data-ms': ms })}
          />
        )
      })}
    </svg>
  )
}

function verdict(shown: TapeStep | undefined, found: Measured | undefined): string {
  if (measuring.value) return 'Each dispatch is repeated until it can be timed…'
  if (!shown || !found) {
    return problem.value ? sentence(problem.value) : 'In order of the tape; nothing is timed yet.'
  }
  const sum = found.alone.reduce((a, b) => a + b, 0)
  const by = found.clock === 'timestamps' ? 'the GPU’s timestamps' : 'the wall clock'
  return (
    `The ${found.alone.length} dispatches alone: ${took(sum)}; all in one pass: ${took(found.together)}, by ${by}. ` +
    `The slowest is ${shown.first + found.alone.indexOf(Math.max(...found.alone))}.`
  )
}

function Ticks({ found }: { found: Measured }) {
  const { ticks, ticked, repeats } = found
  const shortest = found.alone.indexOf(Math.min(...found.alone))
  const times = repeats[shortest] ?? 1
  const unit = Number(grain(ticks))
  if (ticks.length === 0) {
    return (
      <p class="note" id="tape-ticks">
        This browser gives no timestamps, so each dispatch is replayed until the wall clock can
        tell: {count(times)} times in one pass for the shortest.
      </p>
    )
  }
  return (
    <>
      <p class="note" id="tape-ticks" data-grain={unit}>
        Dispatch {ticked}, the shortest, once in a pass, {ticks.length} times. End less start, in
        ns:{' '}
        <b>{ticks.map(([start, end]) => count(Number(BigInt(end) - BigInt(start)))).join(', ')}</b>.
        The first pair, as the GPU wrote it: {ticks[0]?.join(' and ')}.
      </p>
      <Symbols>
        <Named
          tex="t"
          meaning="time of that dispatch"
          now={took(found.alone[shortest] ?? Number.NaN)}
        />
        <Named
          tex="q"
          meaning="what all these stamps are multiples of, one from another"
          now={unit > 0 ? took(unit / 1e6) : 'they do not move'}
        />
        <Named tex="n" meaning="replays in one pass" now={count(times)} />
        <Named tex="q / n" meaning="what rounding may add to t" now={took(unit / 1e6 / times)} />
      </Symbols>
    </>
  )
}
