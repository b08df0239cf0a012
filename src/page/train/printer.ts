// Makes files of pictures in a separate thread, so that neither the page nor training waits. It answers
// each message, in order.

import * as gifenc from 'gifenc'
import { Gif, type GifOptions } from '../../data/gif'
import type { Picture } from '../core/protocol'
import { type PngOptions, pngOf } from '../lab/png'

export type Order =
  /** Answered by the bytes of a PNG. */
  | { type: 'png'; picture: Picture; options: PngOptions }
  | { type: 'gif'; options: GifOptions }
  /** Next frame of the GIF, and its milliseconds. */
  | { type: 'frame'; pixels: Uint8ClampedArray<ArrayBuffer>; delay: number }
  /** Answered by the bytes of the GIF. */
  | { type: 'finish' }

export type Printed = Uint8Array<ArrayBuffer> | undefined

let gif: Gif | undefined

function obey(order: Order): Printed {
  switch (order.type) {
    case 'png':
      return pngOf(order.picture, order.options)
    case 'gif':
      gif = new Gif(gifenc, order.options)
      return undefined
    case 'frame':
      gif?.add(order.pixels, { delay: order.delay })
      return undefined
    case 'finish':
      return gif?.finish()
  }
}

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  const printed = obey(data)
  postMessage(printed, { transfer: printed ? [printed.buffer] : [] })
})
