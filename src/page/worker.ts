// The thread that trains. It obeys one command after the other, and keeps its device across resets:
// opening another takes time, and software adapters do not survive many.

import type { ImageSet } from '../data/imageSet'
import { parseMnist } from '../data/mnist'
import mnist from '../data/mnist/mnist.bin.gz?url'
import { type Gpu, GpuError, openGpu } from '../gpu/device'
import { type Command, NO_WEBGPU, type Report } from './protocol'
import { Session } from './session'

let gpu: Gpu | undefined
let images: ImageSet | undefined
let session: Session | undefined

/** Commands so far, but for `set`. Each ends the loop of those before it at its next step. */
let commands = 0
/** What the worker does now; the next command waits for it. */
let busy: Promise<void> = Promise.resolve()

addEventListener('message', ({ data: command }: MessageEvent<Command>) => {
  if (command.type === 'set') {
    session?.set(command.changes)
    return
  }
  const mine = ++commands
  busy = busy.then(() => obey(command, () => mine === commands)).catch(fail)
})

/** @param last  has no other command come since? */
async function obey(
  command: Exclude<Command, { type: 'set' }>,
  last: () => boolean,
): Promise<void> {
  if (command.type === 'reset') {
    session?.destroy()
    session = undefined
    if (!gpu) tell({ type: 'opening' })
    gpu ??= await open()
    images ??= await digits()
    session = await Session.open({ gpu, images, settings: command.settings, tell })
  }
  if (!last()) return
  if (command.type === 'start') await session?.train(last)
  if (command.type === 'pause') await session?.pause()
}

/** A device that is lost or at fault is given up, and the next reset opens another. */
async function fail(error: unknown): Promise<void> {
  session?.destroy()
  session = undefined
  // A loss is told a moment after the calls that it fails.
  await new Promise((resolve) => setTimeout(resolve, 100))
  let message = text(error)
  try {
    gpu?.check()
  } catch (fault) {
    gpu?.close()
    gpu = undefined
    message = `${text(fault).replace(/\.$/, '')}. Start opens it again`
  }
  tell({ type: 'fault', message })
}

const text = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function tell(report: Report): void {
  const pixels = 'picture' in report ? report.picture.pixels : undefined
  postMessage(report, { transfer: pixels ? [pixels.buffer] : [] })
}

async function open(): Promise<Gpu> {
  try {
    return await openGpu(navigator.gpu)
  } catch (error) {
    throw error instanceof GpuError ? new Error(NO_WEBGPU) : error
  }
}

async function digits(): Promise<ImageSet> {
  const response = await fetch(mnist)
  if (!response.ok) throw new Error(`the digits did not arrive (HTTP ${response.status})`)
  const { train } = await parseMnist(new Uint8Array(await response.arrayBuffer()))
  return train
}
