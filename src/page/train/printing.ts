// Pictures as files: orders to the thread that makes them (printer.ts).

import type { Frame } from '../core/frames'
import type { Picture } from '../core/protocol'
import type { Order, Printed } from './printer'

type Bytes = Uint8Array<ArrayBuffer>

/** Least width of a picture; pixels are enlarged by a whole factor to reach it. */
const ACROSS = { png: 1024, gif: 512 }

/** Milliseconds of the whole animation, least and most of a frame, and of the last frame. */
const FILM = { whole: 8000, least: 40, most: 500, last: 2000 }

const scaleFor = (width: number, across: number): number => Math.max(1, Math.ceil(across / width))

export function printPng(picture: Picture, { grey }: { grey: boolean }): Promise<Bytes> {
  const options = { grey, scale: scaleFor(picture.width, ACROSS.png) }
  return printing(async (tell) => tell({ type: 'png', picture, options }))
}

/** @param options  made: called with the number of finished frames */
export function printGif(
  frames: readonly Frame[],
  { grey, made }: { grey: boolean; made: (count: number) => void },
): Promise<Bytes> {
  const { width = 1, height = 1 } = frames[0]?.picture ?? {}
  const { whole, least, most, last } = FILM
  const delay = Math.min(most, Math.max(least, whole / frames.length))
  return printing(async (tell) => {
    await tell({
      type: 'gif',
      options: { width, height, grey, scale: scaleFor(width, ACROSS.gif) },
    })
    for (const [i, { picture }] of frames.entries()) {
      const { pixels } = picture
      await tell({ type: 'frame', pixels, delay: i === frames.length - 1 ? last : delay })
      made(i + 1)
    }
    return tell({ type: 'finish' })
  })
}

async function printing(
  order: (tell: (order: Order) => Promise<Printed>) => Promise<Printed>,
): Promise<Bytes> {
  const worker = new Worker(new URL('./printer.ts', import.meta.url), { type: 'module' })
  const tell = (order: Order): Promise<Printed> =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Printed>) => resolve(data)
      worker.onerror = ({ message }) => {
        reject(new Error(message || 'the thread that makes files could not be loaded'))
      }
      worker.postMessage(order)
    })
  try {
    const printed = await order(tell)
    if (!printed) throw new Error('nothing was made')
    return printed
  } finally {
    worker.terminate()
  }
}
