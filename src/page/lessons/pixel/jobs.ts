// Worker jobs of the lesson "Pixel, window, invocation, line". An answer holds all that one op's page
// shows, so that pointing around needs no further requests.

import type { OpName } from '../../../catalogue/index'
import type { Lab } from '../../lab/lab'
import type { Token } from './highlight'
import type { Reading } from './reads'
import type { Look, PixelOp, Rung } from './tools'

const tools = () => import('./tools')

async function pixelOps(_: Lab): Promise<PixelOp[]> {
  return (await tools()).pixelOps()
}

async function pixelLook(lab: Lab, op: OpName, rung: Rung): Promise<Look> {
  const { look } = await tools()
  // The reference needs no GPU.
  return look(await lab.gpuIfAny(), op, rung)
}

/** Lines that read each number of the inputs. */
async function pixelReads(lab: Lab, op: OpName, rung: Rung): Promise<Reading[]> {
  const { reads } = await import('./reads')
  const gpu = await lab.gpuIfAny()
  return gpu ? reads(gpu, op, rung) : []
}

/** Syntax colours of a text, line by line. */
async function pixelColours(_: Lab, code: string): Promise<Token[][]> {
  const { highlighted } = await import('./highlight')
  return highlighted(code)
}

export const pixelJobs = { pixelOps, pixelLook, pixelReads, pixelColours }
