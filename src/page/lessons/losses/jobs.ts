// What the lesson on losses asks for: the library's own losses and their gradients by the tape, logit by
// logit, and the scores that the run's D gives.

import { gradients } from '../../../autograd/gradients'
import { tensor } from '../../../autograd/tensor'
import { inBatches } from '../../../gan/draw/batches'
import { objectives } from '../../../gan/model/objectives'
import type { ObjectiveName } from '../../../gan/model/recipes'
import { capture } from '../../../gpu/program'
import { concat } from '../../../ops'
import { gpuIfAny } from '../../lab/gpuIfAny'
import type { Lab } from '../../lab/lab'
import { cells, type Rows } from './forms'

export interface BatchScores {
  /** D's of generated images, of G's last step: logits where the objective's are. */
  scores: Float32Array
  /** Iterations of the run by then. */
  step: number
  objective: ObjectiveName
}

export const lossJobs = {
  /**
   * Value and slope of every loss in every role, in the order of `cells`, a row a logit. Each row is a batch
   * of one: what a logit's own loss is, and what the tape says of it. Undefined without a GPU.
   */
  async lessonLosses(lab: Lab, logits: Float32Array): Promise<Rows | undefined> {
    const gpu = await gpuIfAny(lab)
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
    const { programs, results, destroy } = await capture(gpu, { row })
    try {
      const through = { rows: logits, input, results: [results.row] }
      const [rows = new Float32Array()] = await inBatches(gpu, programs.row, through)
      return rows
    } finally {
      destroy()
      input.slice.memory?.destroy()
    }
  },

  /** Undefined where no step of G was taken yet. */
  async lessonScores({ run }: Lab): Promise<BatchScores | undefined> {
    const scores = await run?.scores()
    if (!run || !scores?.some((score) => score !== 0)) return undefined
    const { about } = run.opened
    const { objective } = about.kind === 'images' ? about.config : about.toy
    return { scores, step: run.step, objective }
  },
}
