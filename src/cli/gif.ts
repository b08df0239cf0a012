// Images one after the other, as an animated GIF: the terminal's way to gifenc.

import { createRequire } from 'node:module'
import { Gif } from '../data/gif'
import { bytesOfImages, rgbaOf } from '../data/prepare'
import type { ImageSize } from './png'

// CommonJS that calls itself an ES module: what `import` makes of it differs from tool to tool.
const gifenc = createRequire(import.meta.url)('gifenc') as typeof import('gifenc')

export interface FilmOptions extends ImageSize {
  /** Each pixel becomes so many, across and down. */
  scale: number
  /** Milliseconds a frame, in tens. */
  delay: number
}

/**
 * @param frames  [height, width, channels] in [-1, 1] each
 * @returns       the bytes of a GIF
 */
export function film(
  frames: readonly Float32Array[],
  { channels, delay, ...size }: FilmOptions,
): Uint8Array {
  const gif = new Gif(gifenc, { ...size, grey: channels === 1 })
  for (const frame of frames) gif.add(rgbaOf(bytesOfImages(frame), channels), { delay })
  return gif.finish()
}
