// Options of `ganvas adapt`, and those that do not go together.

import type { MethodName } from '../../../gan/adapt/config'
import type { RuntimeOptions } from '../../runtime/runtime'
import { Misuse } from '../../terminal/failure'

export interface AdaptRequest extends RuntimeOptions {
  target?: string
  source?: string
  method?: MethodName
  steps?: number
  seed?: number
  batchSize?: number
  lr?: number
  lrD?: number
  imageSize?: number
  logEvery?: number
  saveEvery?: number
  upperBound: boolean
  out?: string
  resume?: string
  dryRun?: boolean
}

export const asked = ({ source = 'mnist', target = '', imageSize = 32 }: AdaptRequest) => ({
  source,
  target,
  imageSize,
})

const OF_NEW = ['method', 'seed', 'batchSize', 'lr', 'lrD', 'imageSize', 'out', 'dryRun'] as const

export function refuseOptions(request: AdaptRequest): void {
  const { resume: run, target, method, lrD } = request
  if (run === undefined && target === undefined) {
    throw new Misuse(
      '--target is missing: name uci, coloured, inverted, or the path of images without labels',
    )
  }
  if (method !== undefined && method !== 'adda' && lrD !== undefined) {
    throw new Misuse(`--lr-d goes with --method adda: ${method} has one rate for all. Leave it out`)
  }
  const extra = OF_NEW.find((name) => run !== undefined && request[name] !== undefined)
  if (extra === undefined) return
  const flag = `--${extra.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  throw new Misuse(
    `${flag} does not go with --resume, which keeps what the run began with. Leave it out`,
  )
}
