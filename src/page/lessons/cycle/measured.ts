// Measurements of held-out emoji, as test/support/recordHidden.ts prints them.

import type { TreatmentName } from './treatments'

interface Measured {
  /** Mean absolute difference to the coloured emoji, of pixels from -1 to 1. */
  difference: number
  /** Share of their colours (treatments.ts). */
  colour: number
}

/**
 * The way back after each treatment, and without rounding (`exact`); the line art coloured by a translator that
 * learned from pairs; the line art itself.
 */
export const measured: { count: number } & Record<
  TreatmentName | 'exact' | 'withPairs' | 'unchanged',
  Measured
> = {
  count: 199,
  exact: { difference: 0.154, colour: 0.645 },
  bytes: { difference: 0.154, colour: 0.645 },
  noise: { difference: 0.16, colour: 0.624 },
  blur: { difference: 0.231, colour: 0.2 },
  drawn: { difference: 0.349, colour: 0.024 },
  withPairs: { difference: 0.246, colour: 0.321 },
  unchanged: { difference: 0.535, colour: 0 },
}
