// A judge as a file, perhaps packed (data/packed.ts): what it learned.

import { readWeights } from '../../data/packed'
import type { Gpu } from '../../gpu/device'
import { Judge, type JudgeShape } from './judge'

/** The digits that come with the project, as `src/data/mnist/judge.safetensors` knows them. */
export const digitShape: JudgeShape = { imageSize: 32, channels: 1, classes: 10 }

/**
 * A judge that has learned already.
 *
 * @param name  of the file, for messages
 * @throws DataError where it is no safetensors file, and Error where it holds another judge
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
