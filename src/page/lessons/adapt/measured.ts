// Accuracies that the lesson tells: percent of UCI's 500 test digits, on llvmpipe (test/support/recordWorld.ts).

import { type AttemptName, attempts, SHORT } from './attempts'

/** Steps after which they were measured. */
export const MEASURED_STEPS = SHORT

export const ratesOf = { slow: attempts.slow.lr, fast: attempts.fast.lr }

export interface Measured {
  dSees: 'logits' | 'features'
  rate: keyof typeof ratesOf
  /** For seeds 1, 2 and 3. */
  right: readonly [number, number, number]
  /** Attempt to run, by seed. */
  runs: Readonly<Partial<Record<number, AttemptName>>>
}

export const measured: readonly Measured[] = [
  { dSees: 'logits', rate: 'slow', right: [85.8, 85.8, 86.6], runs: { 1: 'slow' } },
  { dSees: 'logits', rate: 'fast', right: [93.2, 92.2, 81.2], runs: { 1: 'fast', 3: 'unlucky' } },
  { dSees: 'features', rate: 'slow', right: [63.8, 62.2, 66.8], runs: {} },
  { dSees: 'features', rate: 'fast', right: [68.4, 57.6, 56.0], runs: { 2: 'features' } },
]
