import type { ImageSet } from '../../data/imageSet'
import { bytesOfImages } from '../../data/prepare'
import { generate } from '../../gan/draw/generate'
import { evaluate, whyUnjudged } from '../../gan/judge/evaluate'
import { withTenthHeldOut } from '../../gan/judge/heldOut'
import { digitShape } from '../../gan/judge/judgeFile'
import type { Report } from '../../gan/judge/report'
import { noiseFor } from '../../gan/model/noise'
import { imageRunOf } from '../lab/imageRunOf'
import type { Lab } from '../lab/lab'

/** Results of a run's evaluation, and what was compared. */
export interface Measured extends Report {
  step: number
  heldOut: number
  /** Why the metrics of a judge were not measured. */
  unjudged?: string
}

/** Most images to draw: on a CPU they take about ten seconds. */
const DRAWN = { hardware: 2000, software: 500 }
/** Seed of their noise, as in the terminal. */
const SEED = 1

export const evaluateJobs = {
  /** Measures the present run as `ganvas evaluate` does, with fewer images. */
  async evaluateRun(lab: Lab): Promise<Measured> {
    const run = imageRunOf(lab)
    if (!run) throw new Error('there is no run of images to evaluate')
    const gpu = await lab.gpu()
    const { step } = run
    const { config, images, generator } = run.artist()
    const { imageSize, channels, latent, classes } = config
    const isDigits = images === (await lab.digits()).train
    const { train, heldOut } = isDigits ? await lab.digits() : withTenthHeldOut(images)
    const count = Math.min(train.count, DRAWN[gpu.software ? 'software' : 'hardware'])
    const knows = isDigits && imageSize === digitShape.imageSize
    const unjudged = knows
      ? undefined
      : isDigits
        ? `the one for digits knows ${digitShape.imageSize} × ${digitShape.imageSize} pixels only`
        : (whyUnjudged({ generated: { count }, train, heldOut }) ??
          'one for your labels is trained in the terminal only')
    const noise = noiseFor(config, { seed: SEED, count })
    const drawn = await generate(gpu, generator, noise, latent + classes)
    const generated: ImageSet = {
      ...{ count, height: imageSize, width: imageSize, channels },
      // Rounded to bytes, as in a PNG file.
      pixels: bytesOfImages(drawn),
      ...(classes > 0 && { labels: Uint8Array.from({ length: count }, (_, i) => i % classes) }),
    }
    const judge = knows ? await lab.judge() : undefined
    const report = await evaluate(gpu, { generated, train, heldOut, imageSize, judge })
    return { ...report, step, heldOut: heldOut.count, ...(unjudged !== undefined && { unjudged }) }
  },
}
