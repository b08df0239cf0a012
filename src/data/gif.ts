type Gifenc = typeof import('gifenc')

export interface GifOptions {
  width: number
  height: number
  /** Grey? Then R, G and B of a pixel are the same. */
  grey: boolean
  /** Pixels across and down for each pixel of a frame. */
  scale: number
}

/** Grey frames lose nothing: a GIF has 256 colours. A coloured one takes the 256 that fit it best. */
export class Gif {
  readonly #gifenc: Gifenc
  readonly #encoder: ReturnType<Gifenc['GIFEncoder']>
  readonly #options: GifOptions
  #begun = false

  /** @param gifenc  each tool has a way of its own to import it */
  constructor(gifenc: Gifenc, options: GifOptions) {
    this.#gifenc = gifenc
    this.#encoder = gifenc.GIFEncoder()
    this.#options = options
  }

  /** `rgba`: [height, width] pixels of R, G, B, A. `delay`: milliseconds of the frame, a multiple of 10. */
  add(rgba: Uint8ClampedArray, { delay }: { delay: number }): void {
    const { width, height, grey, scale } = this.#options
    const { quantize, applyPalette } = this.#gifenc
    const palette = grey ? greys : quantize(rgba, 256)
    const indices = grey ? redOf(rgba) : applyPalette(rgba, palette)
    const large = enlarged(indices, { width, height, scale })
    // All grey frames share the first one's.
    const own = grey && this.#begun ? {} : { palette }
    this.#encoder.writeFrame(large, width * scale, height * scale, { delay, ...own })
    this.#begun = true
  }

  /** The bytes of the file, once it has all of its frames. */
  finish(): Uint8Array<ArrayBuffer> {
    this.#encoder.finish()
    return this.#encoder.bytes()
  }
}

const greys = Array.from({ length: 256 }, (_, level) => [level, level, level])

const redOf = (rgba: Uint8ClampedArray): Uint8Array =>
  Uint8Array.from({ length: rgba.length / 4 }, (_, i) => rgba[4 * i] ?? 0)

/** Each pixel as a square of pixels. `pixels`: [height, width], a byte each. */
export function enlarged(
  pixels: Uint8Array,
  { height, width, scale }: { height: number; width: number; scale: number },
): Uint8Array<ArrayBuffer> {
  const large = new Uint8Array(height * width * scale ** 2)
  for (let y = 0; y < height; y++) {
    const top = y * scale * width * scale
    for (let x = 0; x < width; x++) {
      large.fill(pixels[y * width + x] ?? 0, top + x * scale, top + (x + 1) * scale)
    }
    for (let i = 1; i < scale; i++) {
      large.copyWithin(top + i * width * scale, top, top + width * scale)
    }
  }
  return large
}
