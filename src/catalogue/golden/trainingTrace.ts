// The figures of a golden training run, as its file has them.

import type { Tensor } from '../../autograd/tensor'
import type { RawTensor } from '../../data/safetensors'
import { type Clock, figuresOf } from '../../gan/model/clock'
import type { Objective } from '../../gan/model/objectives'
import type { ganSteps } from '../../gan/model/steps'
import type { Gpu } from '../../gpu/device'
import type { Captured } from '../../gpu/program'

type Steps = ReturnType<typeof ganSteps>
type Results = Pick<Captured<Steps>, 'results'>

/** The figures of every step. Figures in the ring must be the same there, as in training. */
export class Trace {
  readonly #columns = new Map<string, number[]>()
  #criticSteps = 0

  async critic(gpu: Gpu, { results }: Results, objective: Objective): Promise<void> {
    const { lossReal, lossFake, loss, penalty, real, fake } = results.critic
    const value = async (of: Tensor) => (await of.read(gpu))[0] ?? Number.NaN
    this.#add({
      d_loss: await value(loss),
      d_loss_real: await value(lossReal),
      d_loss_fake: await value(lossFake),
      D_x: reported(await real.read(gpu), objective),
      D_G_z1: reported(await fake.read(gpu), objective),
      ...(penalty ? { gp: await value(penalty.loss) } : {}),
    })
    this.#criticSteps++
  }

  async generator(
    gpu: Gpu,
    { results }: Results,
    about: { clock: Clock; iteration: number; objective: Objective },
  ): Promise<void> {
    const { clock, iteration, objective } = about
    const figures = figuresOf(await clock.ring.read(gpu), iteration)
    // The last critic step's figures, as training reports them.
    for (const [column, value] of Object.entries({
      d_loss: figures.lossD,
      D_x: figures.dReal,
      D_G_z1: figures.dFake,
    })) {
      this.#columns.get(column)?.splice(-1, 1, value)
    }
    const scores = await results.generator.scores.read(gpu)
    this.#add({ g_loss: figures.lossG, D_G_z2: reported(scores, objective) })
  }

  #add(row: Record<string, number>): void {
    for (const [name, value] of Object.entries(row)) {
      const column = this.#columns.get(name) ?? []
      column.push(value)
      this.#columns.set(name, column)
    }
  }

  /** [iterations] for the generator's step, [iterations, critic steps] for the others. */
  tensors(): [string, RawTensor][] {
    const iterations = this.#columns.get('g_loss')?.length ?? 1
    return [...this.#columns].map(([name, values]) => {
      const ofG = ['g_loss', 'D_G_z2'].includes(name)
      const shape = ofG ? [iterations] : [iterations, this.#criticSteps / iterations]
      return [`trace.${name}`, { dtype: 'F32', shape, data: Float32Array.from(values) }]
    })
  }
}

/** The mean of D's scores, or of the probabilities that they stand for. */
function reported(scores: Float32Array, { probabilities }: Objective): number {
  const each = (score: number) => (probabilities ? 1 / (1 + Math.exp(-score)) : score)
  return scores.reduce((sum, score) => sum + each(score), 0) / scores.length
}
