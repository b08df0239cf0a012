// Work saved by phases in a layer of a real generator, from its card.

import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { PlannedRow } from '../../bench/jobs'
import { rowOf } from '../parts/cards'
import { text } from './text'

/** A layer of the card: kernel 4, stride 2. */
const LAYER = { op: 'convTranspose2d', size: 'DCGAN 32², G block 3, batch 64', what: 'forward' }
const STRIDE = 2

/** Product of rows and columns of x, taps of the kernel, channels in and out, and 2 for multiply and add. */
const factors = (x: readonly number[] = [], weight: readonly number[] = []): string => {
  const [R = 0, S = 0, out = 0] = weight
  return [...x, R * S, out, 2].join(' · ')
}

const layer = signal<PlannedRow | undefined>(undefined)

export function Layer() {
  useEffect(() => {
    rowOf(LAYER).then(
      (row) => {
        layer.value = row
      },
      () => {},
    )
  }, [])
  const { work, shapes } = layer.value ?? {}
  const words = text.value.layer
  const giga = (flop: number) => (flop / 1e9).toFixed(2)
  return (
    <p class="prose transposed-layer" id="transposed-layer">
      {work && shapes
        ? words.known({
            x: shapes['x']?.join(', ') ?? '',
            channels: String(shapes['weight']?.[2]),
            factors: factors(shapes['x'], shapes['weight']),
            giga: giga(work.flop),
            withZeros: giga(work.flop * STRIDE ** 2),
          })
        : words.unknown}
    </p>
  )
}
