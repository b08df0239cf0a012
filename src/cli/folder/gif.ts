import { createRequire } from 'node:module'
import { Gif } from '../../data/gif'
import { bytesOfImages, rgbaOf } from '../../data/prepare'
import type { ImageSize } from './png'

// CommonJS that claims to be an ES module: tools disagree about the result of `import`.
const gifenc = createRequire(import.meta.url)('gifenc') as typeof import('gifenc')

export interface FilmOptions extends ImageSize {
  /** Pixels across and down for each pixel of a frame. */
  scale: number
  /** Milliseconds a frame, a multiple of 10. */
  delay: number
}

/** `frames`: [height, width, channels] in [-1, 1] each. Returns the bytes of a GIF. */
export function film(
  frames: readonly Float32Array[],
  { channels, ...options }: FilmOptions,
): Uint8Array {
  const pictures = frames.map((frame) => rgbaOf(bytesOfImages(frame), channels))
  return filmOfRgba(pictures, { ...options, grey: channels === 1 })
}

/** Makes a GIF of frames [height, width] of R, G, B, A. */
export function filmOfRgba(
  frames: readonly Uint8ClampedArray[],
  { delay, ...size }: Omit<FilmOptions, 'channels'> & { grey: boolean },
): Uint8Array {
  const gif = new Gif(gifenc, size)
  for (const frame of frames) gif.add(frame, { delay })
  return gif.finish()
}
