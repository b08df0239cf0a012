// Worker jobs of the lesson on the gradient microscope: the tape's gradients of a small D, and its loss with one
// weight moved, on the GPU in float32 and by the references of the cards in float64.

import type { Lab } from '../../lab/lab'
import { drawImages, drawWeights, type Setting } from './net'
import { scopeFor } from './onGpu'
import { EPSILONS, placesOf, type Sweep, viewOf } from './sweep'

const tools = () => import('./tools')

/** Without a GPU, float32 is float64 rounded once, and a difference in float64 replaces the tape. */
export type By = 'GPU' | 'reference'

export interface Taped {
  setting: Setting
  /** All weights, and ∂L/∂w of each. */
  weights: Float32Array
  gradients: Float32Array
  loss: number
  by: By
}

/** A sweep of one weight, by its index in the list. */
export interface Swept extends Sweep {
  setting: Setting
  index: number
  by: By
}

export interface Viewed {
  index: number
  epsilon: number
  /** Actual change of the weight: w + t is a float32 number. */
  t: Float64Array
  /** L(w + t) in float32 and in float64. */
  single: Float32Array
  double: Float64Array
  /** Values of t at which a unit passes its kink. */
  corners: Float64Array
}

export interface Wanted {
  setting: Setting
  index: number
}

/** Steps of the float64 differences for L'' and L'''. */
const [SECOND, THIRD] = [1e-4, 1e-3]
/** Step of the differences that replace the tape without a GPU, as in `ganvas check`. */
const STEP = 1e-5

export const microscopeJobs = {
  async microscopeTape(lab: Lab, setting: Setting): Promise<Taped> {
    const gpu = await lab.gpuIfAny()
    const weights = drawWeights()
    if (gpu)
      return { setting, weights, by: 'GPU', ...(await (await scopeFor(gpu, setting)).tape()) }
    const gradients = Float32Array.from(weights.keys(), () => 0)
    for (const index of weights.keys()) gradients[index] = (await probe({ setting, index })).slope()
    const { at, w } = await probe({ setting, index: 0 })
    return { setting, weights, gradients, loss: at(w).loss, by: 'reference' }
  },

  async microscopeSweep(lab: Lab, wanted: Wanted): Promise<Swept> {
    const { at, w, ...known } = await probe(wanted)
    const places = placesOf(w)
    const double = Float64Array.from(places, (place) => at(place).loss)
    const gpu = await lab.gpuIfAny()
    const scope = gpu && (await scopeFor(gpu, wanted.setting))
    const single = await scope?.losses(wanted.index, Float32Array.from(places))
    const taped = (await scope?.tape())?.gradients[wanted.index]
    return {
      ...wanted,
      w,
      gradient: taped ?? Math.fround(known.slope()),
      single: single ?? Float32Array.from(places, (place) => at(Math.fround(place)).loss),
      double,
      magnitude: at(w).magnitude,
      terms: known.terms(),
      second: known.second(),
      third: known.third(),
      kinks: Uint16Array.from(EPSILONS, (epsilon) => known.kinks(epsilon)),
      by: gpu ? 'GPU' : 'reference',
    }
  },

  /** L around a weight, within ±1.5 ε. */
  async microscopeView(
    lab: Lab,
    { epsilon, ...wanted }: Wanted & { epsilon: number },
  ): Promise<Viewed> {
    const { at, w } = await probe(wanted)
    const places = Float32Array.from(viewOf(epsilon), (t) => w + t)
    const all = Array.from(places, at)
    const double = Float64Array.from(all, ({ loss }) => loss)
    const gpu = await lab.gpuIfAny()
    const scope = gpu && (await scopeFor(gpu, wanted.setting))
    const single = (await scope?.losses(wanted.index, places)) ?? Float32Array.from(double)
    const t = Float64Array.from(places, (place) => place - w)
    const corners = [...t].flatMap((each, k) => {
      const before = all[k - 1]?.sides
      const passed = before?.some((side, i) => side !== all[k]?.sides[i])
      return passed ? [(each + (t[k - 1] ?? 0)) / 2] : []
    })
    const { index } = wanted
    return { index, epsilon, t, single, double, corners: Float64Array.from(corners) }
  },
}

/** The network in float64, as a function of one weight. */
async function probe({ setting, index }: Wanted) {
  const { evaluate, gradientTerms } = await tools()
  const [images, weights] = [drawImages(), drawWeights()]
  const w = weights[index] ?? Number.NaN
  const at = (value: number) => {
    const moved = Float64Array.from(weights)
    moved[index] = value
    return evaluate(setting, images, moved)
  }
  const f = (t: number) => at(w + t).loss
  const kinks = (epsilon: number): number => {
    const [down, up] = [at(w - epsilon), at(w + epsilon)]
    return down.sides.filter((side, i) => side !== up.sides[i]).length
  }
  const smooth = (step: number, value: () => number) => (kinks(step) === 0 ? value() : Number.NaN)
  return {
    w,
    at,
    kinks,
    terms: () => gradientTerms(setting, images, Float64Array.from(weights), index),
    slope: () => (f(STEP) - f(-STEP)) / (2 * STEP),
    second: () => smooth(SECOND, () => (f(SECOND) - 2 * f(0) + f(-SECOND)) / SECOND ** 2),
    third: () =>
      smooth(2 * THIRD, () => {
        const ends = f(2 * THIRD) - 2 * f(THIRD) + 2 * f(-THIRD) - f(-2 * THIRD)
        return ends / (2 * THIRD ** 3)
      }),
  }
}
