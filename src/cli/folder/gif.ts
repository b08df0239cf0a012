// Images one after the other, as an animated GIF: the terminal's way to gifenc.

import { createRequire } from 'node:module'
import { Gif } from '../../data/gif'
import { bytesOfImages, rgbaOf } from '../../data/prepare'
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
  { channels, ...options }: FilmOptions,
): Uint8Array {
  const pictures = frames.map((frame) => rgbaOf(bytesOfImages(frame), channels))
  return filmOfRgba(pictures, { ...options, grey: channels === 1 })
}

/** The same of frames [height, width] of R, G, B, A. */
export function filmOfRgba(
  frames: readonly Uint8ClampedArray[],
  { delay, ...size }: Omit<FilmOptions, 'channels'> & { grey: boolean },
): Uint8Array {
  const gif = new Gif(gifenc, size)
  for (const frame of frames) gif.add(frame, { delay })
  return gif.finish()
}
