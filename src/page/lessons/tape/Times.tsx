// The time of each dispatch alone, a bar each, and what timestamps say of a short one.

import { sentence } from '../../parts/words'
import { ownOf, took } from './say'
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
      <p class="note">
        Blue: an op of G; orange: an op of D; paler on the way forward. Darkest, or brightest in the
        dark: what you point at, or the dispatch that is looked at.
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
  const slowest = shown.first + found.alone.indexOf(Math.max(...found.alone))
  const by = found.clock === 'timestamps' ? 'the GPU’s timestamps' : 'the wall clock'
  return (
    `The ${found.alone.length} dispatches alone: ${took(sum)}; all in one pass: ${took(found.together)}, by ${by}. ` +
    `The slowest is dispatch ${slowest}, ${shown.dispatches[slowest]?.entry}.`
  )
}
