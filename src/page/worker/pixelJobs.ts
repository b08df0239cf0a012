// Lesson "Pixel, window, invocation, line": what the page asks for. An answer holds all that one op's page
// shows, so that nothing waits while somebody looks around.

import type { OpName } from '../../catalogue/index'
import type { Gpu } from '../../gpu/device'
import { NO_WEBGPU } from '../protocol'
import type { Lab } from './lab'
import type { Look, PixelOp, Rung } from './pixelTools'

const tools = () => import('./pixelTools')

/** The ops that have a page. */
async function pixelOps(_: Lab): Promise<PixelOp[]> {
  return (await tools()).pixelOps()
}

async function pixelLook(lab: Lab, op: OpName, rung: Rung): Promise<Look> {
  const { look } = await tools()
  return look(await gpuOf(lab), op, rung)
}

/** None where the browser offers none: the reference needs no GPU. */
async function gpuOf(lab: Lab): Promise<Gpu | undefined> {
  try {
    return await lab.gpu()
  } catch (error) {
    if (error instanceof Error && error.message === NO_WEBGPU) return undefined
    throw error
  }
}

export const pixelJobs = { pixelOps, pixelLook }
