// Results so far of an iteration in slow motion, read back from the GPU.

import type { Tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { type Captured, download } from '../../gpu/program'
import type { Network } from '../../nn/network'
import type { Player, SubStepName } from '../model/stages'
import type { Gan } from '../model/steps'
import type { TrainSteps } from './blueprint'

/** Undefined: not computed yet. In G's step, the results of D's last step are still there. */
export interface Inside {
  /** D's scores of the real batch and of the generated one; `again` after D's update. */
  scores: { real: Scores | undefined; fake: Scores | undefined; again: Scores | undefined }
  /** `D` is the sum of the two before it, and of penalties. */
  losses: Record<'real' | 'fake' | 'D' | 'G', number | undefined>
  /** The last gradient. */
  gradients: { player: Player; layers: LayerGradient[] } | undefined
}

export interface Scores {
  /** D's scores, one per image. */
  values: Float32Array
  /** Mean as reported: of σ(score) if the scores are logits. */
  mean: number
}

export interface LayerGradient {
  /** PyTorch's name of the parameter. */
  name: string
  size: number
  /** √ Σ g² */
  norm: number
}

/** Completed sub-steps of D's last step and of G's step. */
export interface Done {
  ofD: ReadonlySet<SubStepName>
  ofG: ReadonlySet<SubStepName>
}

type Results = Captured<TrainSteps>['results']

/** Batches of the iteration on the GPU: images, or points. */
export function batchesInside({ critic, generator }: Results, { ofD, ofG }: Done) {
  const images = ofG.has('generate') ? generator.images : critic.images
  return {
    real: ofD.has('draw noise') ? critic.batch : undefined,
    fake: ofD.has('generate') ? images : undefined,
  }
}

export async function lookInside(
  gpu: Gpu,
  { gan, results, done }: { gan: Gan; results: Results; done: Done },
): Promise<Inside> {
  const { ofD, ofG } = done
  const { critic, generator } = results
  const number = async (known: boolean, tensor: Tensor) =>
    known ? (await tensor.read(gpu))[0] : undefined
  const scores = async (known: boolean, tensor: Tensor) =>
    known ? scoresOf(await tensor.read(gpu), gan) : undefined
  const player = playerOf(done)
  const network = player === 'G' ? gan.generator : gan.discriminator
  return {
    scores: {
      real: await scores(ofD.has('D on real'), critic.real),
      fake: await scores(ofD.has('D on fake'), critic.fake),
      again: await scores(ofG.has('D on fake again'), generator.scores),
    },
    losses: {
      real: await number(ofD.has('D on real'), critic.lossReal),
      fake: await number(ofD.has('D on fake'), critic.lossFake),
      D: await number(ofD.has("D's gradients"), critic.loss),
      G: await number(ofG.has('D on fake again'), generator.loss),
    },
    gradients: player && { player, layers: await gradientNorms(gpu, network) },
  }
}

function playerOf({ ofD, ofG }: Done): Player | undefined {
  if (ofG.has('gradients through D into G')) return 'G'
  return ofD.has("D's gradients") ? 'D' : undefined
}

function scoresOf(values: Float32Array, { objective }: Gan): Scores {
  const reported = (score: number) => (objective.probabilities ? 1 / (1 + Math.exp(-score)) : score)
  const total = values.reduce((sum, score) => sum + reported(score), 0)
  return { values, mean: total / values.length }
}

/** The norm of each parameter's gradient, from the network's flat buffer. */
async function gradientNorms(gpu: Gpu, network: Network): Promise<LayerGradient[]> {
  const all = await download(gpu, network.gradients)
  const parameters = network.variables.filter(([, { kind }]) => kind === 'parameter')
  return parameters.map(([name, { tensor }]) => {
    const gradient = new Float32Array(all, tensor.slice.offset, tensor.size)
    const squares = gradient.reduce((sum, value) => sum + value * value, 0)
    return { name, size: tensor.size, norm: Math.sqrt(squares) }
  })
}
