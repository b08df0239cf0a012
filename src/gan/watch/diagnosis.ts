// Names what went wrong with a GAN, from the figures of the iterations that were looked at, and says the
// usual cure. An illness must last before it is named: every GAN has a bad moment.

import { nonFinite } from '../model/clock'
import type { ObjectiveName } from '../model/recipes'
import type { Observed } from '../run/observer'

export interface Finding {
  illness: 'nan' | 'collapse' | 'vanished gradient' | 'D won'
  /** What was seen. */
  seen: string
  /** One line of advice. */
  cure: string
}

/** Looks in a row, and iterations between the first and the last of them, before an illness is named. */
const LOOKS = 5
const ITERATIONS = 100

/** Images of a batch that differ by less than this share of what real ones do. */
const ALIKE = 0.05

/** Adam and RMSprop add it to what they divide by: of smaller gradients they take ever smaller steps. */
const EPS = 1e-8

/** D's loss below which it tells nearly all apart; a critic's has no floor. */
const WON: Partial<Record<ObjectiveName, number>> = {
  minimax: 0.02,
  'non-saturating': 0.02,
  lsgan: 0.005,
  hinge: 0.01,
}

export interface Patient {
  objective: ObjectiveName
  /** How many numbers G trains. */
  parametersG: number
  /** Images in a batch: one alone differs from no other. */
  batchSize: number
}

/** Watches one run. */
export class Diagnosis {
  readonly #patient: Patient
  /** Where each illness was first seen without a break, and how often since. */
  readonly #lasting = new Map<Finding['illness'], { since: number; looks: number }>()
  readonly #named = new Set<Finding['illness']>()

  constructor(patient: Patient) {
    this.#patient = patient
  }

  /** What is newly wrong at this step, each illness once until it has passed. */
  look(step: number, observed: Observed): Finding | undefined {
    const found = symptoms(this.#patient, observed)
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

  /** Is there nothing wrong, not even for a moment? */
  get healthy(): boolean {
    return this.#lasting.size === 0
  }

  #isNamed(illness: Finding['illness'], step: number): boolean {
    const { since = step, looks = 0 } = this.#lasting.get(illness) ?? {}
    return illness === 'nan' || (looks >= LOOKS && step - since >= ITERATIONS)
  }
}

/** What one look shows. */
function symptoms({ objective, parametersG, batchSize }: Patient, observed: Observed): Finding[] {
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
  return found
}
