// The recorded dispatches of a batch norm, with the bytes each moves; and a way to sum that fails.

import { useEffect } from 'preact/hooks'
import { count, dimensions, messageOf, minus } from '../../core/words'
import { Fact } from '../../parts/Fact'
import { useLive } from '../../parts/live'
import { faultOf, lacksGpu } from '../parts/fault'
import { Slider } from '../parts/Slider'
import { ask } from './ask'
import type { NormDispatch } from './jobs'
import { bytesOf, dispatches, moved, movedOnGpu, offset, problem } from './state'
import { text } from './text'

/** D's block 2 of a DCGAN for 32 × 32 pixels, batch 64. */
export const LAYER = [64, 8, 8, 128] as const

const SIZE = LAYER.reduce((a, b) => a * b, 1)
const WORKGROUP = 64

/** Numbers per invocation, for a kernel that writes one number for each of x. */
const eachTakes = ({ workgroups }: NormDispatch): string =>
  count(Math.round(SIZE / (workgroups * WORKGROUP)))

export function Reductions() {
  useEffect(() => {
    if (dispatches.value.length > 0) return
    ask('batchnormDispatches', LAYER).then(
      (found) => {
        dispatches.value = found
      },
      (error) => {
        problem.value = messageOf(error)
      },
    )
  }, [])
  const all = dispatches.value
  const most = Math.max(1, ...all.map(({ reads, writes }) => reads + writes))
  const bytes = bytesOf(all)
  const words = text.value.reductions
  return (
    <section class="card stack norm-dispatches" aria-label={words.name}>
      <p class="note norm-legend">{words.legend}</p>
      <ol>
        {all.map((each) => (
          <li key={each.entry} class={each.pass}>
            <span>
              <code>{each.entry}</code> {words.what[each.entry]?.(eachTakes(each))}
            </span>
            <span class="note">
              {words.dispatch({
                pass: words.pass[each.pass],
                workgroups: count(each.workgroups),
                workgroup: WORKGROUP,
                bytes: megabytes(each.reads + each.writes),
              })}
            </span>
            <svg viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
              <rect width={(100 * (each.reads + each.writes)) / most} height={2} />
            </svg>
          </li>
        ))}
      </ol>
      <p class="note" id="norm-bytes" data-bytes={bytes}>
        {all.length > 0
          ? words.bytes({
              shape: dimensions(LAYER),
              bytes: megabytes(bytes),
              dispatches: all.length,
              own: megabytes(4 * SIZE),
            })
          : (problem.value && faultOf(problem.value)) || words.asking}
      </p>
    </section>
  )
}

const megabytes = (bytes: number): string =>
  bytes >= 1e5 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e3).toFixed(1)} kB`

const OFFSETS: readonly number[] = [0, 10, 100, 1000, 10_000]

export function Digits() {
  useLive(
    movedOnGpu,
    () => {
      const { all } = moved.value
      const one = { weight: Float32Array.of(1), bias: Float32Array.of(0) }
      const x = Float32Array.from(all)
      return async () => {
        const found = await ask('batchnormBatch', { x, gradY: new Float32Array(x.length), ...one })
        return found.variance[0] ?? 0
      }
    },
    problem,
  )
  const { exact, naive } = moved.value
  const place = OFFSETS.indexOf(offset.value)
  const words = text.value.digits
  return (
    <section class="card stack norm-lost" aria-label={words.name}>
      <Slider
        id="norm-offset"
        title={words.offset}
        value={place}
        least={0}
        most={OFFSETS.length - 1}
        show={(at) => count(OFFSETS[at] ?? 0)}
        changed={(at) => {
          offset.value = OFFSETS[at] ?? 0
        }}
      />
      <dl class="figures">
        <Fact id="norm-exact" title={words.variance} value={exact.toFixed(4)} />
        <Fact
          id="norm-kernel"
          title={words.kernel}
          value={movedOnGpu.value?.toFixed(4) ?? (lacksGpu(problem.value) ? words.noGpu : '–')}
        />
        <div>
          <dt>{words.naive}</dt>
          <dd id="norm-naive" class={Math.abs(naive - exact) > 0.01 * exact ? 'fault' : ''}>
            {minus(naive.toFixed(4))}
          </dd>
        </div>
      </dl>
      <p class="note" id="norm-impossible">
        {naive < 0 ? words.below : naive === 0 && exact > 0 ? words.zero : '\u00a0'}
      </p>
    </section>
  )
}
