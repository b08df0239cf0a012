// The golden scenario for test/kernels/golden.test.ts: the same job that `ganvas golden` asks for.

import type { GoldenEntry } from '../../src/catalogue/golden/entries'
import { jobs } from '../../src/cli/gpu/jobs'
import { pageGpu } from '../../src/cli/gpu/page/pageGpu'

const goldenCase = async (entry: GoldenEntry, file: Uint8Array) =>
  jobs.goldenCase(await pageGpu(), entry, file)

export const golden = { goldenCase }
