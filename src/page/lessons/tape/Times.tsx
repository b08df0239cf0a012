// Time of each dispatch alone, as bars, and timestamps of a short one.

import { faultOf } from '../parts/fault'
import { ownOf, took } from './say'
import type { Measured, TapeStep } from './shapes'
import { at, lit, measure, measured, measuring, problem, step } from './state'
import { text } from './text'

const [WIDTH, HEIGHT] = [600, 90]

export function Times() {
  const { value: shown } = step
  const found = shown && measured.value[shown.name]
  const words = text.value.times
  return (
    <section class="card stack" aria-label={words.name}>
      <div class="buttons">
        <button
          type="button"
          id="tape-measure"
          disabled={!shown || measuring.value}
          onClick={() => void measure()}
        >
          {words.measure}
        </button>
      </div>
      <Bars shown={shown} found={found} />
      <p class="note tape-measured" id="tape-measured" role="status" aria-live="polite">
        {verdict(shown, found)}
      </p>
      <p class="note">{words.colours}</p>
    </section>
  )
}

function Bars({ shown, found }: { shown: TapeStep | undefined; found: Measured | undefined }) {
  const { bars, noBars } = text.value.times
  const own = shown ? ownOf(shown) : []
  const most = Math.max(...(found?.alone ?? [1]))
  const width = WIDTH / Math.max(1, own.length)
  return (
    <svg
      id="tape-bars"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={found ? bars : noBars}
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
  const words = text.value.times
  if (measuring.value) return words.measuring
  if (!shown || !found) return problem.value ? faultOf(problem.value) : words.nothing
  const sum = found.alone.reduce((a, b) => a + b, 0)
  const slowest = shown.first + found.alone.indexOf(Math.max(...found.alone))
  const sentences = [
    words.found({
      dispatches: found.alone.length,
      sum: took(sum),
      together: took(found.together),
      clock: words.clocks[found.clock],
    }),
    words.slowest(slowest, shown.dispatches[slowest]?.entry ?? ''),
  ]
  return sentences.join(' ')
}
