// Styles, w, of a style-based generator: its mapping network on the CPU, where w lies, and truncation.

import { check } from '../../autograd/check'
import type { GivenState } from '../../nn/network'
import { buildGenerator, type ModelOptions } from '../model/models'
import { joinClasses, seededNoise } from '../model/noise'
import { StyleGenerator, SYNTHESIS } from '../model/style'
import { readerOf } from './stamping'
import { mappingInLoops } from './styleInLoops'

type Style = Float32Array<ArrayBuffer>

/** Codes by which the mean of W is found, and their seed. */
const MANY = 4096
const SEED = 0x77

export class Styles {
  readonly #latent: number
  readonly #classes: number
  readonly #map: (z: Float32Array) => Style
  /** By class; 0 without classes. */
  readonly #known = new Map<number, { mean: Style; spread: number }>()

  /**
   * @param state  weights of the generator
   * @throws TensorError where the generator has no mapping network
   */
  constructor(options: ModelOptions & { model: 'style' }, state: GivenState) {
    const { layers, variables } = buildGenerator(options)
    const [generator] = layers
    check(generator instanceof StyleGenerator, 'Styles', () => 'the generator has no styles.')
    this.#latent = options.latent
    this.#classes = options.classes ?? 0
    this.#map = mappingInLoops(generator.mapping, readerOf(variables, state))
  }

  /**
   * w of noise.
   *
   * @param label  class, of a conditional generator
   */
  of(z: Style, label = 0): Style {
    const [latent, classes] = [this.#latent, this.#classes]
    return this.#map(classes > 0 ? joinClasses(z, { latent, classes, of: () => label }) : z)
  }

  /** Mean of W. */
  mean(label = 0): Style {
    return this.#measured(label).mean
  }

  /** Standard deviation of the numbers of w around their mean. */
  spread(label = 0): number {
    return this.#measured(label).spread
  }

  /**
   * w nearer to the mean of W: images are more typical, and less varied.
   *
   * @param psi  1 leaves w as it is, 0 gives the mean
   * @see Karras et al.: A Style-Based Generator Architecture, section B, https://arxiv.org/abs/1812.04948
   */
  truncated(w: Style, psi: number, label = 0): Style {
    const mean = this.mean(label)
    return w.map((value, i) => (mean[i] ?? 0) + psi * (value - (mean[i] ?? 0)))
  }

  #measured(label: number): { mean: Style; spread: number } {
    const known = this.#known.get(label)
    if (known) return known
    const all = seededNoise(SEED, MANY, this.#latent)
    const styles = Array.from({ length: MANY }, (_, i) =>
      this.of(all.slice(i * this.#latent, (i + 1) * this.#latent), label),
    )
    const sums = new Float64Array(styles[0]?.length ?? 0)
    for (const w of styles) for (const [i, value] of w.entries()) sums[i] = (sums[i] ?? 0) + value
    const mean = Float32Array.from(sums, (sum) => sum / MANY)
    let squares = 0
    for (const w of styles) {
      for (const [i, value] of w.entries()) squares += (value - (mean[i] ?? 0)) ** 2
    }
    const found = { mean, spread: Math.sqrt(squares / MANY / mean.length) }
    this.#known.set(label, found)
    return found
  }
}

/** The weights of the second half alone, for `synthesisOf`. */
export const withoutMapping = <Value>(state: ReadonlyMap<string, Value>): Map<string, Value> =>
  new Map([...state].filter(([name]) => name.startsWith(`${SYNTHESIS}.`)))
