// Images one after the other, as an animated GIF that plays for ever.

import { createRequire } from 'node:module'
import { bytesOfImages } from '../data/prepare'
import type { ImageSize } from './png'

type Palette = number[][]

/** What is used here of gifenc, which comes without types. https://github.com/mattdesl/gifenc */
interface Gifenc {
  GIFEncoder(): {
    /** The first frame's palette is that of all which have none. */
    writeFrame(
      indices: Uint8Array,
      width: number,
      height: number,
      options: { palette?: Palette; delay: number },
    ): void
    finish(): void
    bytes(): Uint8Array
  }
  quantize(rgba: Uint8Array, colours: number): Palette
  applyPalette(rgba: Uint8Array, palette: Palette): Uint8Array
}

// CommonJS that calls itself an ES module: what `import` makes of it differs from tool to tool.
const gifenc = createRequire(import.meta.url)('gifenc') as Gifenc

export interface FilmOptions extends ImageSize {
  /** Each pixel becomes so many, across and down. */
  scale: number
  /** Milliseconds a frame, in tens. */
  delay: number
}

/**
 * Grey images lose nothing: a GIF has 256 colours. Coloured ones share the 256 that fit them best.
 *
 * @param frames  [height, width, channels] in [-1, 1] each
 * @returns       the bytes of a GIF
 */
export function film(
  frames: readonly Float32Array[],
  { height, width, channels, scale, delay }: FilmOptions,
): Uint8Array {
  const encoder = gifenc.GIFEncoder()
  const grey = channels === 1
  const colours = frames.map(bytesOfImages)
  const palette = grey ? greys() : gifenc.quantize(rgba(colours), 256)
  for (const [i, frame] of colours.entries()) {
    const indices = grey ? frame : gifenc.applyPalette(rgba([frame]), palette)
    const large = enlarged(indices, { height, width, scale })
    const first = i === 0 ? { palette } : {}
    encoder.writeFrame(large, width * scale, height * scale, { delay, ...first })
  }
  encoder.finish()
  return encoder.bytes()
}

const greys = () => Array.from({ length: 256 }, (_, level) => [level, level, level])

/** Bytes R, G, B of frames as R, G, B, A of all. */
function rgba(frames: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(
    frames.flatMap((frame) =>
      Array.from({ length: (frame.length / 3) * 4 }, (_, i) =>
        i % 4 === 3 ? 255 : (frame[(i >> 2) * 3 + (i % 4)] ?? 0),
      ),
    ),
  )
}

function enlarged(
  indices: Uint8Array,
  { height, width, scale }: { height: number; width: number; scale: number },
): Uint8Array {
  return new Uint8Array(height * width * scale ** 2).map((_, at) => {
    const [y, x] = [Math.floor(at / (width * scale)), at % (width * scale)]
    return indices[Math.floor(y / scale) * width + Math.floor(x / scale)] ?? 0
  })
}
