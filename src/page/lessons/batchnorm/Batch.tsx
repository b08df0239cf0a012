// A batch of eight numbers per channel, run through the library's kernels at each change.

import { messageOf } from '../../core/words'
import { useLive } from '../../parts/live'
import { faultOf, lacksGpu } from '../parts/fault'
import { ask } from './ask'
import { Channel } from './Channel'
import {
  affine,
  CHANNELS,
  gradY,
  interleaved,
  normed,
  origin,
  problem,
  REACH,
  ROWS,
  take,
  values,
} from './state'
import { text } from './text'

export function Batch() {
  useLive(
    normed,
    () => {
      const [x, asked] = [interleaved(values.value), interleaved(gradY.value)]
      const weight = Float32Array.from(affine.value, (each) => each.weight)
      const bias = Float32Array.from(affine.value, (each) => each.bias)
      return () => ask('batchnormBatch', { x, gradY: asked, weight, bias })
    },
    problem,
  )
  const { name, random, layer } = text.value.batch
  return (
    <section class="card stack" aria-label={name}>
      <div class="buttons">
        <button type="button" id="norm-random" onClick={drawAtRandom}>
          {random}
        </button>
        <button type="button" id="norm-layer" onClick={() => void fromLayer()}>
          {layer}
        </button>
      </div>
      <p class="note norm-origin" id="norm-origin" role="status">
        {origins()} {computed()}
      </p>
      <div class="norm-channels">
        {Array.from({ length: CHANNELS }, (_, channel) => (
          <Channel key={channel} channel={channel} />
        ))}
      </div>
    </section>
  )
}

function origins(): string {
  const { origin: words } = text.value.batch
  const { value: from } = origin
  return from.kind === 'run' ? words.run(ROWS, from.step) : words[from.kind](ROWS)
}

function computed(): string {
  const { onPaper, onGpu, asking } = text.value.batch
  if (lacksGpu(problem.value)) return onPaper
  if (problem.value) return faultOf(problem.value)
  return normed.value ? onGpu : asking
}

/** Gives each channel another mean and spread. */
function drawAtRandom(): void {
  const within = (x: number) => Math.round(100 * Math.max(-REACH, Math.min(REACH, x))) / 100
  const channels = Array.from({ length: CHANNELS }, () => {
    const [middle, spread] = [4 * Math.random() - 2, 0.3 + 1.2 * Math.random()]
    return Array.from({ length: ROWS }, () => within(middle + spread * (2 * Math.random() - 1)))
  })
  take(interleaved(channels), { kind: 'random' })
}

async function fromLayer(): Promise<void> {
  try {
    const { values: found, from } = await ask('batchnormLayer', { rows: ROWS, channels: CHANNELS })
    take(found, from)
  } catch (error) {
    problem.value = messageOf(error)
  }
}
