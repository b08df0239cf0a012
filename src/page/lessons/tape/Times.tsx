// The time of each dispatch alone, a bar each, and what timestamps say of a short one.

import { count, sentence } from '../../parts/words'
import { Slider } from '../Slider'
import { Named, Symbols } from '../Symbols'
import { grain, ownOf, roundedTo, took } from './say'
import type { Measured, TapeStep } from './shapes'
import { at, lit, measure, measured, measuring, problem, rounding, step } from './state'

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
      <div class="tape-ticks">{found && <Ticks found={found} />}</div>
      <p class="note">
        Blue: an op of G, orange: of D, pale on the way forward. In the colour of the text: what is
        pointed at.
      </p>
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
        const owner = op === undefined ? '' : (shown?.ops[op]?.owner?.toLowerCase() ?? '')
        const ms = found?.alone[i]
        const height = ms === undefined ? 6 : Math.max(1, (HEIGHT * ms) / most)
        const index = (shown?.first ?? 0) + i
        const isLit = index === at.value || (op !== undefined && op === lit.value)
        return (
          <rect
            key={index}
            class={`${kind} ${owner} ${isLit ? 'lit' : ''}`}
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
  const { ticks, ticked, repeats, alone } = found
  const shortest = alone.indexOf(Math.min(...alone))
  const times = repeats[shortest] ?? 1
  if (ticks.length === 0) {
    return (
      <p class="note" id="tape-ticks">
        This browser gives no timestamps, so each dispatch is replayed until the wall clock can
        tell: the shortest {count(times)} times in one pass.
      </p>
    )
  }
  const unit = 10 ** rounding.value
  const shown = roundedTo(ticks, unit)
  const mean = shown.reduce((a, b) => a + b, 0) / shown.length
  return (
    <>
      <p class="note" id="tape-ticks">
        Dispatch {ticked}, the shortest, once in a pass. Its two timestamps, as the GPU wrote them:{' '}
        {ticks[0]?.join(' and ')} ns. All stamps are {sayGrain(Number(grain(ticks)))}.
      </p>
      <Slider
        id="tape-rounding"
        title="Round stamps down to"
        value={rounding.value}
        least={0}
        most={6}
        show={(power) => took(10 ** power / 1e6)}
        changed={(power) => {
          rounding.value = power
        }}
      />
      <p id="tape-rounded" data-ns={shown.join(' ')}>
        {ticks.length} times, end less start: {shown.map((ns) => took(ns / 1e6)).join(', ')}.
      </p>
      <Symbols>
        <Named tex="q" meaning="the rounding" now={took(unit / 1e6)} />
        <Named
          tex={String.raw`\bar t`}
          meaning="mean of these; a pass begins and ends in each"
          now={took(mean / 1e6)}
        />
        <Named tex="n" meaning="replays in one pass, for the bar above" now={count(times)} />
        <Named
          tex="t"
          meaning="that bar: the pass by n"
          now={took(alone[shortest] ?? Number.NaN)}
        />
        <Named tex="q / n" meaning="by how much q can falsify t" now={took(unit / 1e6 / times)} />
      </Symbols>
    </>
  )
}

function sayGrain(unit: number): string {
  if (unit === 0) return 'the same: this clock does not move'
  return `apart by multiples of ${took(unit / 1e6)}`
}
