// The page's side of `ganvas check`.

import type { OpName } from '../catalogue/index'
import type { Verdict } from '../catalogue/verify'
import { verifyGradients as verify } from '../catalogue/verifyAll'
import { pageGpu } from './pageGpu'

/** Checks the gradients of one op, or of all, on this page's GPU. */
export async function verifyGradients(op?: OpName): Promise<Verdict[]> {
  return verify(await pageGpu(), op)
}
