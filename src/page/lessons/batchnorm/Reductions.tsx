// The dispatches of a batch norm as they are recorded, with what each moves; and a way to sum that fails.

import { useEffect } from 'preact/hooks'
import { ask } from '../../client'
import { useLive } from '../../latent/live'
import { count, messageOf, sentence } from '../../parts/words'
import { NO_WEBGPU } from '../../protocol'
import type { NormDispatch } from '../../worker/normJobs'
import { Slider } from '../Slider'
import { bytesOf, dispatches, moved, movedOnGpu, offset, problem } from './state'

/** D's block 2 of a DCGAN for 32 × 32 pixels, batch 64. */
export const LAYER = [64, 8, 8, 128] as const

const WHAT: Readonly<Record<string, string>> = {
  chunk_moments: 'mean and squares of each chunk of 128 numbers, a chunk an invocation',
  merge_moments: 'the chunks of a channel, merged in a fixed order',
  merge_and_track: 'the same, and the running statistics',
  normalise: 'y, number by number,',
  chunk_gradients: 'Σ g and Σ g · x̂ of each chunk',
  merge_gradients: 'the chunks of a channel, merged',
  input_gradient: '∂x from both sums, number by number,',
}

const SIZE = LAYER.reduce((a, b) => a * b, 1)
/** Invocations of a workgroup. */
const WORKGROUP = 64

/** What an invocation takes of those that write one number for each of x. */
const eachTakes = ({ entry, workgroups }: NormDispatch): string =>
  entry === 'normalise' || entry === 'input_gradient'
    ? ` ${count(Math.round(SIZE / (workgroups * WORKGROUP)))} an invocation`
    : ''

export function Reductions() {
  useEffect(() => {
    if (dispatches.value.length > 0) return
    ask('normDispatches', LAYER).then(
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
  return (
    <section class="card norm-dispatches" aria-label="The dispatches">
      <p class="note norm-legend">
        Length of a bar: bytes read and written. Colour: <span class="forward">forward</span>,{' '}
        <span class="backward">backward</span>.
      </p>
      <ol>
        {all.map((each) => (
          <li key={each.entry} class={each.pass}>
            <span>
              <code>{each.entry}</code> {WHAT[each.entry] ?? ''}
              {eachTakes(each)}
            </span>
            <span class="note">
              {each.pass}, {count(each.workgroups)} workgroups of {WORKGROUP},{' '}
              {megabytes(each.reads + each.writes)}
            </span>
            <svg viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true">
              <rect width={(100 * (each.reads + each.writes)) / most} height={2} />
            </svg>
          </li>
        ))}
      </ol>
      <p class="note" id="norm-bytes" data-bytes={bytes}>
        {all.length > 0
          ? `For x of ${LAYER.join(' × ')} and its gradient: ${megabytes(bytes)} read and written (sizes of the bound buffers) in ${all.length} dispatches, where x itself has ${megabytes(4 * SIZE)}.`
          : (problem.value && sentence(problem.value)) || 'The worker is asked.'}
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
        const found = await ask('normBatch', { x, gradY: new Float32Array(x.length), ...one })
        return found.variance[0] ?? 0
      }
    },
    problem,
  )
  const { exact, naive } = moved.value
  const place = OFFSETS.indexOf(offset.value)
  return (
    <section class="card norm-lost" aria-label="Digits that are lost">
      <Slider
        id="norm-offset"
        title="Add to all numbers of channel 0"
        value={place}
        least={0}
        most={OFFSETS.length - 1}
        show={(at) => count(OFFSETS[at] ?? 0)}
        changed={(at) => {
          offset.value = OFFSETS[at] ?? 0
        }}
      />
      <dl class="figures">
        <div>
          <dt>variance</dt>
          <dd id="norm-exact">{exact.toFixed(4)}</dd>
        </div>
        <div>
          <dt>this GPU's kernel</dt>
          <dd id="norm-kernel">
            {movedOnGpu.value?.toFixed(4) ?? (problem.value === NO_WEBGPU ? 'no GPU here' : '–')}
          </dd>
        </div>
        <div>
          <dt>mean of squares less square of mean</dt>
          <dd id="norm-naive" class={Math.abs(naive - exact) > 0.01 * exact ? 'fault' : ''}>
            {naive.toFixed(4).replace('-', '−')}
          </dd>
        </div>
      </dl>
      <p class="note" id="norm-impossible">
        {naive < 0
          ? 'Below 0: impossible, since a variance is a mean of squares.'
          : naive === 0 && exact > 0
            ? 'Zero: as if all numbers were equal.'
            : '\u00a0'}
      </p>
    </section>
  )
}
