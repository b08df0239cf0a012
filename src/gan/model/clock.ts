// State that changes from step to step, on the GPU: the clock from which noise and batches are drawn, and the
// ring buffer of the latest figures.

import source from '../../../shaders/clock.wgsl?raw'
import type { Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { upload } from '../../gpu/program'
import { Shader } from '../../gpu/shader'
import { dispatch } from '../../gpu/trace'
import { standing } from './standing'

const shader = new Shader('clock.wgsl', source)

/** Iterations in the ring buffer. */
export const SLOTS = 64

export const figures = ['lossD', 'lossG', 'dReal', 'dFake', 'dSign'] as const

export type Figure = (typeof figures)[number]
export type Figures = Record<Figure, number>

export interface Tick {
  draws?: number
  batches?: number
  iterations?: number
}

export interface Noted {
  /** [1] */
  lossD: Tensor
  /** [1] */
  lossG: Tensor
  real: Tensor
  fake: Tensor
  /** Whether to report the means of σ(score) instead of the scores. */
  probabilities: boolean
  /** Score above which D takes an image for real. Default: 0. */
  threshold?: number | undefined
}

export class Clock {
  /** [4] u32: seed, draws, batches, iterations. */
  readonly now = standing('clock', [4], 'u32')
  /** [SLOTS, figures] */
  readonly ring = standing('figures', [SLOTS, figures.length])

  /** Records a tick of the clock. A step that draws begins with it. */
  tick({ draws = 0, batches = 0, iterations = 0 }: Tick): void {
    dispatch(shader, 'tick', {
      constants: { DRAWS: draws, BATCHES: batches, ITERATIONS: iterations },
      bindings: { clock: this.now },
      invocations: 1,
    })
  }

  /** Records the figures of an iteration. */
  note({ probabilities, threshold = 0, ...values }: Noted): void {
    const { lossD, lossG, real, fake } = values
    dispatch(shader, 'note', {
      constants: { SLOTS, PROBABILITIES: probabilities, THRESHOLD: threshold },
      bindings: { now: this.now, loss_d: lossD, loss_g: lossG, real, fake, ring: this.ring },
      invocations: figures.length,
    })
  }

  initialise(gpu: Gpu, seed: number): void {
    upload(gpu, this.now, Uint32Array.of(seed, 0, 0, 0))
  }
}

/** Figures of one iteration, from a copy of the ring buffer. */
export function figuresOf(ring: Float32Array, iteration: number): Figures {
  const row = (iteration % SLOTS) * figures.length
  return Object.fromEntries(
    figures.map((name, i) => [name, ring[row + i] ?? Number.NaN]),
  ) as Figures
}

/** Such as `lossD is NaN`, if one of the figures is not finite. */
export function nonFinite(seen: Figures): string | undefined {
  const bad = figures.find((name) => !Number.isFinite(seen[name]))
  return bad === undefined ? undefined : `${bad} is ${seen[bad]}`
}

/** Figures as one line: `loss D 0.997 G 0.975  D(x) 0.801  D(G(z)) 0.537`. */
export function showFigures({ lossD, lossG, dReal, dFake }: Figures): string {
  const n = (value: number) => value.toFixed(3)
  return `loss D ${n(lossD)} G ${n(lossG)}  D(x) ${n(dReal)}  D(G(z)) ${n(dFake)}`
}
