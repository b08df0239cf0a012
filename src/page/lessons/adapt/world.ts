// The classifier of MNIST's digits among those of UCI: what it says of both, and a copy of it that an adversary moves.

import type { ImageSet } from '../../../data/imageSet'
import type { Halves } from '../../../data/mnist'
import { prepared } from '../../../data/prepare'
import { enlarged } from '../../../data/resize'
import { Adapter, type AdaptFigures } from '../../../gan/adapt/adapter'
import { discriminantPlane, type Plane, project } from '../../../gan/adapt/featureMap'
import { measure } from '../../../gan/adapt/measure'
import { addaOnFeatures, type Weights } from '../../../gan/adapt/methods'
import { retaken } from '../../../gan/adapt/statistics'
import { Judge, judgeRecipe } from '../../../gan/judge/judge'
import { digitShape } from '../../../gan/judge/judgeFile'
import { classesOf } from '../../../gan/judge/metrics/classes'
import { type Attempt, ahead, configOf } from './attempts'
import { logitsOf, type Mistake, meanFigures, sortedMeans, worstOf } from './reading'

/** Test images of each domain that are shown and mapped. Accuracy counts all. */
export const SHOWN = 250

/** Test images of a domain, as a classifier sees them. */
export interface Seen {
  /** Share that it names correctly. */
  accuracy: number
  /** Its most frequent mistake. */
  worst: Mistake
  /** Class that it names for each image that is shown, [SHOWN]. */
  named: Uint8Array
  /** Places of their features in the plane, [SHOWN, 2]. */
  places: Float32Array
  /** Mean over all images of the largest logit, of the second, …: [classes]. */
  logits: Float32Array
}

export interface Frame {
  step: number
  target: Seen
  /** Means over the steps since the last frame; undefined at step 0. */
  figures: AdaptFigures | undefined
}

type Labelled = ImageSet & { labels: Uint8Array }

export interface Domains {
  source: Record<keyof Halves, Labelled>
  target: Record<keyof Halves, Labelled>
}

interface Model {
  judge: Judge
  weights: Weights
  plane: Plane
}

export class World {
  readonly #domains: Domains
  /** The source's model, which does not change. */
  readonly #model: Model
  /** The same network, for other weights. */
  readonly #other: Judge
  /** Both domains by the source's model. */
  readonly before: Readonly<Record<keyof Domains, Seen>>
  #begun: { attempt: Attempt; adaptation: Adapter } | undefined

  private constructor(domains: Domains, model: Model, before: World['before']) {
    this.#domains = domains
    this.#model = model
    this.#other = new Judge(model.judge.gpu, model.judge.shape)
    this.before = before
  }

  static async open(judge: Judge, domains: Domains): Promise<World> {
    const { source, target } = domains
    const weights = await judge.network.state(judge.gpu)
    const { features } = await judge.look(prepared(source.heldOut, judge.shape.imageSize))
    const plane = discriminantPlane(features, source.heldOut.labels)
    const model = { judge, weights, plane }
    return new World(domains, model, {
      source: await seenBy(model, source.heldOut),
      target: await seenBy(model, target.heldOut),
    })
  }

  /** The target by the source's model with batch norm's statistics of the target. */
  async statistics(): Promise<Seen> {
    const { judge, weights } = this.#model
    const { gpu, shape } = judge
    const images = this.#domains.target.train
    return this.#see(
      await retaken(gpu, { shape, width: judgeRecipe.width, state: weights, images }),
    )
  }

  /** Some more steps of an attempt that stands at step `from`. Begins it, if it does not. */
  async next(attempt: Attempt, from: number): Promise<Frame> {
    if (this.#begun?.attempt !== attempt || this.#begun.adaptation.step !== from) {
      this.#end()
      this.#begun = { attempt, adaptation: await this.#open(attempt) }
    }
    const { adaptation } = this.#begun
    const figures = await advance(adaptation, ahead(from))
    const target = await this.#see(await adaptation.classifier())
    return { step: adaptation.step, target, figures: meanFigures(figures) }
  }

  #open(attempt: Attempt): Promise<Adapter> {
    const { judge } = this.#model
    const { source, target } = this.#domains
    const sets = { source: source.train, target: target.train }
    const method = attempt.dSees === 'features' && { method: addaOnFeatures }
    return Adapter.open(judge.gpu, { judge, config: configOf(attempt), ...sets, ...method })
  }

  #see(weights: Weights): Promise<Seen> {
    const { judge, plane } = this.#model
    this.#other.network.load(judge.gpu, weights)
    return seenBy({ judge: this.#other, weights, plane }, this.#domains.target.heldOut)
  }

  #end(): void {
    this.#begun?.adaptation.destroy()
    this.#begun = undefined
  }

  async destroy(): Promise<void> {
    this.#end()
    await this.#other.destroy()
  }
}

async function advance(adapter: Adapter, iterations: number): Promise<AdaptFigures[]> {
  const figures: Promise<AdaptFigures>[] = []
  for (let n = 0; n < iterations; n++) {
    const found = adapter.iterate({ observe: true })
    if (found) figures.push(found)
    await adapter.ready()
  }
  return Promise.all(figures)
}

async function seenBy({ judge, weights, plane }: Model, set: Labelled): Promise<Seen> {
  const { imageSize, classes } = judge.shape
  const { features, probabilities } = await judge.look(prepared(set, imageSize))
  const named = classesOf(probabilities, classes)
  const { accuracy, confusion } = measure(named, set.labels, classes)
  return {
    accuracy,
    worst: worstOf(confusion),
    named: named.slice(0, SHOWN),
    places: project(features, plane).slice(0, 2 * SHOWN),
    logits: sortedMeans(logitsOf(features, weights), classes),
  }
}

/** Both domains; the target's images are enlarged to those that the classifier takes. */
export function domainsOf(source: Halves, target: Halves): Domains {
  const large = (set: Halves['train']) => labelled(enlarged(set, digitShape.imageSize))
  return {
    source: { train: labelled(source.train), heldOut: labelled(source.heldOut) },
    target: { train: large(target.train), heldOut: large(target.heldOut) },
  }
}

function labelled({ labels, ...images }: ImageSet): Labelled {
  if (!labels) throw new Error('the digits have no labels')
  return { ...images, labels }
}
