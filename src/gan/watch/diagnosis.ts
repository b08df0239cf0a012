// Diagnosis of a GAN from the figures of its observed iterations: names a problem and the usual fix. A problem
// must last before it is reported, because every GAN has bad moments.

import { nonFinite } from '../model/clock'
import { type ObjectiveName, type Recipe, recipes } from '../model/recipes'
import type { Observed } from '../run/observer'
import { imagesOf } from './speed'

export interface Finding {
  illness: 'nan' | 'collapse' | 'vanished gradient' | 'D won' | 'overfitting'
  /** Evidence, such as `lossD is NaN`. */
  seen: string
  /** One line of advice. */
  cure: string
}

/** Observations in a row, and iterations between the first and the last, before a problem is reported. */
const LOOKS = 5
const ITERATIONS = 100

/** Diversity, relative to real images, below which the images of a batch count as alike. */
const ALIKE = 0.05

/** Adam and RMSprop add it to the divisor: for smaller gradients their steps shrink. */
const EPS = 1e-8

/** D overfits above this running mean of the sign of its scores of real images: ADA's target (adaptive.ts). */
const KNOWN = 0.6
/** Passes over the data before that is judged. */
const EPOCHS = 20
/** Share of a new observation in the running mean. */
const NEWS = 0.2

/** Whether going back to an earlier state would help: not against a small data set. */
export const isCurable = (illness: Finding['illness']): boolean => illness !== 'overfitting'

/** D's loss below which it tells nearly all images apart. A critic's loss has no lower bound. */
const WON: Partial<Record<ObjectiveName, number>> = {
  minimax: 0.02,
  'non-saturating': 0.02,
  lsgan: 0.005,
  hinge: 0.01,
}

/** Facts about a run that its figures are compared with. */
export interface Diagnosed {
  objective: ObjectiveName
  parametersG: number
  /** Images in a batch. A single image has no diversity. */
  batchSize: number
  accumulate: number
  /** Images in the data set. */
  images: number
  /** Changes of D's input: a policy, or nothing. */
  augment: string
}

export class Diagnosis {
  readonly #run: Diagnosed
  /** First step of each problem's uninterrupted observations, and their number. */
  readonly #lasting = new Map<Finding['illness'], { since: number; looks: number }>()
  readonly #named = new Set<Finding['illness']>()
  /** Running mean of the sign of D's scores of real images. */
  #sign: number | undefined

  constructor(run: Diagnosed) {
    this.#run = run
  }

  /** New problem at this step. Each is returned once, until it has passed. */
  look(step: number, observed: Observed): Finding | undefined {
    const { dSign } = observed
    this.#sign = this.#sign === undefined ? dSign : this.#sign + NEWS * (dSign - this.#sign)
    const found = symptoms(this.#run, step, { ...observed, dSign: this.#sign })
    for (const { illness } of found) {
      const { since = step, looks = 0 } = this.#lasting.get(illness) ?? {}
      this.#lasting.set(illness, { since, looks: looks + 1 })
    }
    for (const illness of [...this.#lasting.keys()]) {
      if (found.some((each) => each.illness === illness)) continue
      this.#lasting.delete(illness)
      this.#named.delete(illness)
    }
    const fresh = found.find(
      ({ illness }) => this.#isNamed(illness, step) && !this.#named.has(illness),
    )
    if (fresh) this.#named.add(fresh.illness)
    return fresh
  }

  /** Whether the last observation shows no problem at all, not even a short one. */
  get healthy(): boolean {
    return ![...this.#lasting.keys()].some(isCurable)
  }

  #isNamed(illness: Finding['illness'], step: number): boolean {
    const { since = step, looks = 0 } = this.#lasting.get(illness) ?? {}
    return illness === 'nan' || (looks >= LOOKS && step - since >= ITERATIONS)
  }
}

/** Problems visible in one observation, of which the sign is a running mean. */
function symptoms(run: Diagnosed, step: number, observed: Observed): Finding[] {
  const { objective, parametersG, batchSize } = run
  const { broken, diversity, gradientG, lossD } = observed
  const bad = nonFinite(observed)
  if (bad !== undefined || broken > 0) {
    return [
      {
        illness: 'nan',
        seen: bad ?? `${broken} parameters or gradients are NaN or infinite`,
        cure: 'take a lower learning rate',
      },
    ]
  }
  const found: Finding[] = []
  if (diversity < ALIKE && batchSize > 1) {
    found.push({
      illness: 'collapse',
      seen: `the images of a batch differ ${(100 * diversity).toFixed(1)} % as much as real ones`,
      cure: 'try another seed, a lower learning rate, or the objective wgan-gp',
    })
  }
  const mean = gradientG / Math.sqrt(parametersG)
  if (mean < EPS) {
    found.push({
      illness: 'vanished gradient',
      seen: `a parameter of G has a gradient of ${mean.toExponential(0)} on average`,
      cure: "D is too sure: take non-saturating or wgan-gp in minimax's place, or a lower learning rate of D",
    })
  }
  if (lossD < (WON[objective] ?? Number.NEGATIVE_INFINITY)) {
    found.push({
      illness: 'D won',
      seen: `D tells real from generated images (its loss is ${lossD.toPrecision(1)})`,
      cure: 'take a lower learning rate of D, or the objective wgan-gp, whose critic may win',
    })
  }
  const { threshold }: Recipe = recipes[objective]
  const epochs = (step * imagesOf(run)) / run.images
  if (threshold !== undefined && observed.dSign > KNOWN && epochs >= EPOCHS) {
    found.push({
      illness: 'overfitting',
      seen: `D knows the ${run.images} training images by heart, of which it has seen each ${Math.floor(epochs)} times`,
      cure: run.augment === '' ? 'take adaptive augmentation, or more images' : 'take more images',
    })
  }
  return found
}
