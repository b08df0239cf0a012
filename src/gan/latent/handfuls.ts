// Two handfuls of examples as a factor: images are scored along the line from the mean of those without to the mean of
// those with.

import { combine, dot, type Latent, meanOf } from './latent'
import { type Factor, NONE, type Reading } from './readings'
import { Thirds } from './thirds'

export class Handfuls {
  readonly factor: Factor
  readonly #axis: Latent
  #thirds: Thirds | undefined

  /**
   * @param has    features of each image with the attribute, or its pixels
   * @param lacks  of each image without it
   */
  constructor(name: string, has: readonly Latent[], lacks: readonly Latent[]) {
    this.factor = { name, values: [NONE, name] }
    this.#axis = combine([meanOf(has), meanOf(lacks)], [1, -1])
  }

  /** A reading by thirds of the first images: the highest third is certain to have the attribute. */
  read(looks: readonly Latent[]): Reading {
    const scores = looks.map((row) => dot(row, this.#axis))
    const labels = scores.map(() => 0)
    this.#thirds ??= new Thirds(scores, labels)
    return this.#thirds.read(scores, { labels, factor: this.factor })
  }
}
