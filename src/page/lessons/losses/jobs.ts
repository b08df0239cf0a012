// Worker jobs of the lesson on losses: the library's losses and their gradients by the tape, logit by
// logit, and the scores of the run's D.

import { gradients } from '../../../autograd/gradients'
import { tensor } from '../../../autograd/tensor'
import { inBatches } from '../../../gan/draw/batches'
import { objectives } from '../../../gan/model/objectives'
import type { ObjectiveName } from '../../../gan/model/recipes'
import { free } from '../../../gpu/owning'
import { capture } from '../../../gpu/program'
import { concat } from '../../../ops'
import type { Lab } from '../../lab/lab'
import { runOf } from '../../lab/runs'
import { cells, type Rows } from '../tools/forms'

export interface BatchScores {
  /** D's scores of generated images in G's last step: logits if the objective uses logits. */
  scores: Float32Array
  /** Step of the run at that time. */
  step: number
  objective: ObjectiveName
}

export const lossesJobs = {
  /**
   * Value and slope of every loss in every role, in the order of `cells`, one row per logit. Each row is a batch
   * of one: the loss of one logit, and its gradient from the tape. Undefined without a GPU.
   */
  async lossesOfLogits(lab: Lab, logits: Float32Array): Promise<Rows | undefined> {
    const gpu = await lab.gpuIfAny()
    if (!gpu) return undefined
    const input = tensor(gpu, [0], [1], 'logit')
    const row = () =>
      concat(
        cells.flatMap(({ name, role }) => {
          const loss = objectives[name][role](input)
          return [loss, ...gradients(loss, [input])]
        }),
        { dim: 0 },
      )
    const captured = await capture(gpu, { row })
    const { programs, results } = captured
    try {
      const through = { rows: logits, input, results: [results.row] }
      const [rows = new Float32Array()] = await inBatches(gpu, programs.row, through)
      return rows
    } finally {
      free(captured, input)
    }
  },

  /** Undefined before the first step of G. */
  async lossesScores(lab: Lab): Promise<BatchScores | undefined> {
    const run = runOf(lab)
    const scores = await run?.scores()
    if (!run || !scores?.some((score) => score !== 0)) return undefined
    const { about } = run.opened
    const { objective } = about.kind === 'images' ? about.config : about.toy
    return { scores, step: run.step, objective }
  },
}
