// A judge as a file of weights, perhaps packed (data/packed.ts).

import { readWeights } from '../../data/packed'
import type { Gpu } from '../../gpu/device'
import { Judge, type JudgeShape } from './judge'

/** The digits that come with the project, as `src/data/mnist/judge.safetensors` knows them. */
export const digitShape: JudgeShape = { imageSize: 32, channels: 1, classes: 10 }

/**
 * Opens a trained judge.
 *
 * @param name  name of the file, for messages
 * @throws DataError when it is not a safetensors file; Error when it holds another judge
 */
export function openJudge(
  gpu: Gpu,
  { bytes, name, shape }: { bytes: Uint8Array; name: string; shape: JudgeShape },
): Judge {
  const { tensors } = readWeights(bytes, name)
  const judge = new Judge(gpu, shape)
  judge.network.load(gpu, tensors)
  return judge
}
