// Score of a run at one step, for `train --best`: images from fixed noise are compared with training images by one of
// the measures of `ganvas evaluate`. With so few images the Fréchet distance is larger than evaluate's, so it compares
// steps of one run only.

import { type ImageSet, rowsOf } from '../../../data/imageSet'
import { prepared } from '../../../data/prepare'
import { FEWEST } from '../../../gan/judge/evaluate'
import { noiseFor } from '../../../gan/model/noise'
import type { RunConfig } from '../../../gan/run/runConfig'
import { names } from '../../../gan/run/runNames'
import type { Score } from '../../../gan/run/runSettings'
import { shuffled } from '../../../nn/philox'
import { judgeOf } from '../../folder/judgeCache'
import type { RunFolder } from '../../folder/runFolder'
import type { Against } from '../../gpu/scoring'
import type { Snapshot } from '../../gpu/training'
import type { Runtime } from '../../runtime/runtime'
import { Misuse } from '../../terminal/failure'
import type { Asked } from '../../terminal/stop'

/** Number of drawn images, and of training images to compare with. */
const COUNT = 1000

export class Scorer {
  readonly #ask: Runtime['ask']
  readonly #config: RunConfig
  readonly #against: Against
  readonly #count: number

  private constructor(ask: Runtime['ask'], config: RunConfig, against: Against, count: number) {
    this.#ask = ask
    this.#config = config
    this.#against = against
    this.#count = count
  }

  /** Opens a scorer; trains a judge where one is needed and none is cached. @throws Stopped */
  static async open(
    { ask }: Pick<Runtime, 'ask'>,
    { config, images, stop }: { config: RunConfig; images: ImageSet; stop: Asked },
  ): Promise<Scorer | undefined> {
    const { best, imageSize } = config
    if (best === undefined) return undefined
    const rows = shuffled(images.count, 1).subarray(0, COUNT)
    const some = prepared(rowsOf(images, rows), imageSize)
    if (best === 'sliced') return new Scorer(ask, config, { score: best, real: some }, rows.length)
    const { labels } = images
    if (!labels) {
      throw new Misuse(
        `--best frechet: ${config.data} has no labels to train a judge on. Use --best sliced`,
      )
    }
    if (rows.length < FEWEST) {
      throw new Misuse(
        `--best frechet: ${rows.length} images are too few for a covariance, which needs ${FEWEST}. Take --best sliced`,
      )
    }
    const known = await judgeOf({ ...images, labels }, imageSize, ask, { stop })
    const real = await ask('seenMoments', some, known)
    return new Scorer(ask, config, { score: best, known, real }, rows.length)
  }

  /** Less is better. Of a run that keeps an average of G, it is that which is measured. */
  async score({ files }: Snapshot): Promise<number> {
    const { imageSize, channels } = this.#config
    const path = names.average in files ? names.average : names.generator
    const bytes = files[path] ?? new Uint8Array(0)
    const noise = noiseFor(this.#config, { seed: this.#config.seed, count: this.#count })
    const images = await this.#ask('draw', this.#config, { path, bytes }, noise)
    const about = { against: this.#against, pixels: imageSize ** 2 * channels }
    return this.#ask('scoreImages', images, about)
  }
}

/** Has no earlier line of the log as low a score? */
export function isBest(folder: RunFolder, { step, score, value }: Scored): boolean {
  return folder
    .readLog(step)
    .every((line) => typeof line[score] !== 'number' || line[score] > value)
}

export interface Scored {
  step: number
  score: Score
  value: number
}
