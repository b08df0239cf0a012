import { computed, signal } from '@preact/signals'
import type { Fog, Fogged } from './digits'
import type { LayerFrom, NormDispatch, Normed } from './jobs'
import { type Affine, backward, momentsOf, naiveVariance, normalised } from './onPaper'

export const ROWS = 8
export const CHANNELS = 2

/** Greatest magnitude of a dragged number. */
export const REACH = 4

const BEGIN = [
  [-0.6, 0.2, 0.5, 0.9, 1.3, 1.6, 2.2, 3.1],
  [-2.6, -2.4, -2.3, -2.1, -2, -1.9, -1.6, -1.3],
] as const

export const values = signal<readonly (readonly number[])[]>(BEGIN)
export const affine = signal<readonly Affine[]>([
  { weight: 1, bias: 0 },
  { weight: 1, bias: 0 },
])
/** The number picked last: the loss is its y. */
export const picked = signal({ channel: 0, row: 7 })
/** Added to all numbers, to show the effect of large numbers on a variance. */
export const offset = signal(0)
type Origin = { kind: 'hand' | 'random' } | LayerFrom
export const origin = signal<Origin>({ kind: 'hand' })

export function move(channel: number, row: number, x: number): void {
  const whole = Math.round(100 * Math.max(-REACH, Math.min(REACH, x))) / 100
  picked.value = { channel, row }
  values.value = values.value.map((all, c) =>
    c === channel ? all.map((each, n) => (n === row ? whole : each)) : all,
  )
}

export function scale(channel: number, part: Partial<Affine>): void {
  affine.value = affine.value.map((each, c) => (c === channel ? { ...each, ...part } : each))
}

/** @param all  [rows, channels] */
export function take(all: ArrayLike<number>, from: Origin): void {
  values.value = Array.from({ length: CHANNELS }, (_, c) =>
    Array.from({ length: ROWS }, (_, n) => all[n * CHANNELS + c] ?? 0),
  )
  origin.value = from
}

/** 1 at the picked number, since the loss is its y; 0 elsewhere. */
export const gradY = computed(() =>
  values.value.map((all, c) =>
    all.map((_, n) => Number(c === picked.value.channel && n === picked.value.row)),
  ),
)

export interface Shown {
  mean: number
  variance: number
  y: readonly number[]
  gradX: readonly number[]
  gradWeight: number
  gradBias: number
}

export const normed = signal<Normed | undefined>(undefined)

/** Each channel by the GPU, or by float64 until the GPU has answered. */
export const shown = computed((): Shown[] => {
  const { value: found } = normed
  return values.value.map((all, c) => {
    if (found) {
      const column = (of: ArrayLike<number>) => all.map((_, n) => of[n * CHANNELS + c] ?? 0)
      return {
        mean: found.mean[c] ?? 0,
        variance: found.variance[c] ?? 0,
        y: column(found.y),
        gradX: column(found.gradX),
        gradWeight: found.gradWeight[c] ?? 0,
        gradBias: found.gradBias[c] ?? 0,
      }
    }
    const own = affine.value[c] ?? { weight: 1, bias: 0 }
    const back = backward(all, gradY.value[c] ?? [], own.weight)
    return {
      ...momentsOf(all),
      y: normalised(all, own),
      gradX: back.x,
      gradWeight: back.weight,
      gradBias: back.bias,
    }
  })
})

/** Variance of the numbers plus the offset: exact, by the formula that loses digits, and by the kernel. */
export const moved = computed(() => {
  const all = (values.value[0] ?? []).map((x) => Math.fround(x + offset.value))
  return { all, exact: momentsOf(all).variance, naive: naiveVariance(all) }
})
export const movedOnGpu = signal<number | undefined>(undefined)

export const dispatches = signal<readonly NormDispatch[]>([])

/** Total size of the bound buffers: the least that is read and written. */
export const bytesOf = (all: readonly NormDispatch[]): number =>
  all.reduce((sum, { reads, writes }) => sum + reads + writes, 0)

export const fog = signal<Fog>({ fog: 0, shade: -0.5, blank: false })
export const digits = signal<Fogged | undefined>(undefined)

/** Last error, of the numbers and of the digits; empty if there is none. */
export const problem = signal('')
export const problemOfDigits = signal('')

export const interleaved = (
  channels: readonly (readonly number[])[],
): Float32Array<ArrayBuffer> => {
  const [first = []] = channels
  const flat = first.flatMap((_, n) => channels.map((each) => each[n] ?? 0))
  return Float32Array.from(flat)
}
