// Errors of results against what is right, and which are too large.

import reference from './reference.json'
import { parametersOf, referenceName } from './setups'

/** Share of the largest number by which a kernel's result may be off. */
const KERNEL = 1e-4

/** Least share for a network's losses and gradients; PyTorch's own errors in float32 may allow more. */
const LEAST = 1e-3
const TIMES = 8

export const TORCH = reference.torch

/** Largest difference of two lists of numbers, as a share of the largest expected one. NaN is infinitely far. */
function offBy(found, expected) {
  if (found?.length !== expected.length) return Number.POSITIVE_INFINITY
  let [most, largest] = [0, 0]
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(found[i] - expected[i])
    if (!(difference <= most)) most = difference >= 0 ? difference : Number.POSITIVE_INFINITY
    largest = Math.max(largest, Math.abs(expected[i]))
  }
  return most / largest
}

/** The largest error of a kernel's results. */
export function judgeKernel(results, expected) {
  const error =
    results.length === expected.length
      ? Math.max(...expected.map((numbers, i) => offBy(results[i], numbers)))
      : Number.POSITIVE_INFINITY
  return { error, wrong: !(error <= KERNEL) }
}

/** Of a flat gradient the places that reference.py keeps. */
function sampled(data, count) {
  return Array.from({ length: count }, (_, i) => data[Math.floor((i * data.length) / count)])
}

/**
 * Errors of the first iterations' losses and of the first gradients, G's and D's in PyTorch's layouts, against PyTorch's in
 * float64. `wrong` says what is off by more than PyTorch's own float32 could explain.
 */
export function judgeGan(gan, losses, gradients) {
  const expected = reference.gans[referenceName(gan)]
  const { G, D } = parametersOf(gan)
  const names = [...G.map(({ name }) => `G ${name}`), ...D.map(({ name }) => `D ${name}`)]
  const wrong = []
  const check = (what, error, torch) => {
    if (!(error <= Math.max(LEAST, TIMES * torch))) wrong.push({ what, error, torch })
    return error
  }
  const gradientErrors = names.map((name, i) => {
    const { values, error } = expected.gradients[name]
    return check(`gradient of ${name}`, offBy(sampled(gradients[i], values.length), values), error)
  })
  const lossErrors = losses.slice(0, expected.losses.length).map((pair, i) => {
    const each = pair.map((loss, which) => offBy([loss], [expected.losses[i][which]]))
    return check(`losses of iteration ${i + 1}`, Math.max(...each), expected.lossErrors[i])
  })
  return {
    gradientError: Math.max(...gradientErrors),
    lossError: Math.max(...lossErrors),
    torchGradientError: Math.max(...names.map((name) => expected.gradients[name].error)),
    torchLossError: Math.max(...expected.lossErrors.slice(0, lossErrors.length)),
    wrong,
  }
}
