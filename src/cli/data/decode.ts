// Decodes picture files by sharp (libvips). The page uses createImageBitmap.

import type { Sharp } from 'sharp'
import { type CellGrid, divides, gridOf, PlainLines } from '../../data/gutters'
import { isCutShort } from '../../data/pictureFile'
import { squareOf } from '../../data/pictures'
import { type Crop, fitted, type Raw } from '../../data/resize'
import { cutSheet, type Decode, sheetOf } from '../../data/sheet'
import { MOST_PIXELS, Unreadable } from '../../data/source'
import { Failure } from '../terminal/failure'

export type SharpOf = typeof import('sharp').default

/** Loads sharp, an optional dependency: some platforms have none. */
export async function loadSharp(): Promise<SharpOf> {
  const { default: sharp } = await import('sharp').catch((cause: unknown) => {
    throw new Failure('sharp reads pictures here. Type: npm install sharp', { cause })
  })
  // Each file is read once.
  sharp.cache(false)
  return sharp
}

export interface DecoderOptions {
  /** Side of each square of a sprite sheet, in pixels. */
  cell?: number | undefined
  /** Fit of other pictures into a square. */
  crop?: Crop | undefined
  /** Is each picture two images, side by side? */
  halves?: boolean | undefined
}

/** Decoder of pictures that loads sharp with the first one: other files do not need it. */
export class Decoder {
  /** Reason why no picture can be decoded, if any. */
  fault: unknown
  /** Cells of the first picture, if it is divided by lines of one colour as sprite sheets are. */
  sheet: CellGrid | undefined
  #isFirst = true
  #sharp: Promise<SharpOf> | undefined
  readonly #cell: number | undefined
  readonly #crop: Crop | undefined
  readonly #halves: boolean

  constructor({ cell, crop, halves = false }: DecoderOptions = {}) {
    this.#cell = cell
    this.#crop = crop
    this.#halves = halves
  }

  readonly decode: Decode = async (bytes, { kind }, size) => {
    if (isCutShort(bytes, kind)) throw new Unreadable('is cut short: fetch it again')
    this.#sharp ??= loadSharp()
    const sharp = await this.#sharp.catch((error: unknown) => {
      this.fault = error
      throw error
    })
    const picture = sharp(bytes, { failOn: 'error', limitInputPixels: MOST_PIXELS })
    const raw = await rawOf(picture).catch(() => undefined)
    if (!raw) throw new Unreadable(`is a ${kind} that cannot be decoded here: save it as PNG`)
    const cell = this.#cell
    if (this.#isFirst && cell === undefined) this.sheet = sheetOf(raw)
    this.#isFirst = false
    if (this.#halves) {
      return { squares: halvesOf(raw, (half) => squareOf(fitted(half, size, this.#crop))) }
    }
    if (cell === undefined) return { squares: [squareOf(fitted(raw, size, this.#crop))] }
    const grid = gridOf(raw, cell, divides(cell, raw) ? undefined : PlainLines.of(raw))
    return { squares: cutSheet(raw, grid, size), grid }
  }
}

/** Two images that lie side by side in a picture, the left one first. */
function halvesOf<T>({ width, height, pixels }: Raw, each: (half: Raw) => T): T[] {
  // Of two squares; pix2pix's sets are such.
  if (width < 1.5 * height || width % 2 !== 0) {
    throw new Unreadable(
      `is ${width} × ${height} pixels, and not two images of one size side by side: give those, or a folder with A and B`,
    )
  }
  const row = 3 * width
  return [0, row / 2].map((from) => {
    const half = new Uint8Array(pixels.length / 2)
    for (let y = 0; y < height; y++) {
      half.set(pixels.subarray(y * row + from, y * row + from + row / 2), (y * row) / 2)
    }
    return each({ width: width / 2, height, pixels: half })
  })
}

/** Decodes a picture: first frame of an animation, upright by its EXIF orientation, transparency on black. */
export async function rawOf(picture: Sharp): Promise<Raw> {
  const { data, info } = await picture
    .autoOrient()
    .flatten({ background: '#000' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  return { width, height, pixels: channels === 3 ? data : threeOf(data, channels) }
}

/** Converts to three channels: sharp leaves grey pictures at one or two. */
function threeOf(data: Uint8Array, channels: number): Uint8Array {
  const pixels = new Uint8Array((data.length / channels) * 3)
  for (let i = 0; i < pixels.length; i++) {
    const c = channels < 3 ? 0 : i % 3
    pixels[i] = data[Math.floor(i / 3) * channels + c] ?? 0
  }
  return pixels
}
