// The golden scenario for test/golden.test.ts: the same function that `ganvas golden` calls in Chrome.

import { goldenCase } from '../../src/cli/goldenPage'

export const golden = { goldenCase }
