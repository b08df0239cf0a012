// The classifier of the source: the one that comes with the digits, one that an earlier run kept, or one that learns now.

import { join } from 'node:path'
import { readWeights } from '../../../data/packed'
import { writeSafetensors } from '../../../data/safetensors'
import type { AdaptConfig } from '../../../gan/adapt/config'
import { madeDomains } from '../../../gan/adapt/domains'
import { judgeRecipe } from '../../../gan/judge/judge'
import { digitShape } from '../../../gan/judge/judgeFile'
import type { AdaptFolder } from '../../folder/adaptFolder'
import { readWhole } from '../../folder/files'
import { judgeOf } from '../../folder/judgeCache'
import type { AskGpu } from '../../gpu/jobs'
import type { KnownJudge } from '../../gpu/judging'
import { ROOT } from '../../root'
import type { Asked } from '../../terminal/stop'
import type { Domains } from './domains'

export interface SourceOptions {
  domains: Domains
  ask: AskGpu
  /** Folder of a resumed run. */
  folder: AdaptFolder | undefined
  stop: Asked
}

export async function sourceModel(
  config: AdaptConfig,
  { domains, ask, folder, stop }: SourceOptions,
): Promise<KnownJudge> {
  const { imageSize, channels, classes, source, target } = config
  const shape = { imageSize, channels, classes }
  const recipe = { ...judgeRecipe, width: config.width }
  if (folder) return { shape, recipe, file: folder.read('source') }
  // Of a made domain half of the digits are the target: the source's classifier must not know their labels.
  const isMade = madeDomains.some((name) => name === target)
  const ships = Object.entries(digitShape).every(
    ([key, value]) => Reflect.get(shape, key) === value,
  )
  if (source === 'mnist' && !isMade && ships) {
    const path = join(ROOT, 'src/data/mnist/judge.safetensors')
    const { tensors } = readWeights(readWhole(path), path)
    return { shape, recipe, file: { path, bytes: writeSafetensors(tensors) } }
  }
  const { train } = domains.source
  const labels = train.labels ?? new Uint8Array(train.count)
  return judgeOf({ ...train, labels }, imageSize, ask, { stop })
}
