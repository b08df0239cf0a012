// The golden scenario for test/golden.test.ts: the same job that `ganvas golden` asks for.

import type { GoldenEntry } from '../../src/catalogue/goldenIndex'
import { jobs } from '../../src/cli/jobs'
import { pageGpu } from '../../src/cli/pageGpu'

const goldenCase = async (entry: GoldenEntry, file: Uint8Array) =>
  jobs.goldenCase(await pageGpu(), entry, file)

export const golden = { goldenCase }
