// Drawings by hand: bytes in rows, and strokes of a pen with soft edges.

import type { Picture } from '../core/protocol'

export interface Drawing {
  height: number
  width: number
  channels: number
  /** [height, width, channels] */
  bytes: Uint8Array<ArrayBuffer>
}

export interface Pen {
  /** Half the width of a stroke, in pixels. */
  radius: number
  /** Bytes of a pixel, a number for each channel, or one for all of them. */
  ink: readonly number[]
  paper: readonly number[]
}

export type Point = readonly [x: number, y: number]

/** A drawing of nothing but paper. */
export function blank(size: Omit<Drawing, 'bytes'>, paper: readonly number[]): Drawing {
  const { height, width, channels } = size
  const bytes = Uint8Array.from({ length: height * width * channels }, (_, i) => {
    return paper[(i % channels) % paper.length] ?? 0
  })
  return { height, width, channels, bytes }
}

/** The drawing with a line between two points, in pixels from its corner. */
export function stroked(drawing: Drawing, [x0, y0]: Point, [x1, y1]: Point, pen: Pen): Drawing {
  const { height, width, channels } = drawing
  const { radius, ink, paper } = pen
  const bytes = Uint8Array.from(drawing.bytes)
  const [dx, dy] = [x1 - x0, y1 - y0]
  const squared = dx * dx + dy * dy
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [px, py] = [x + 0.5 - x0, y + 0.5 - y0]
      const along = squared > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / squared)) : 0
      const apart = Math.hypot(px - along * dx, py - along * dy)
      const share = Math.min(1, Math.max(0, radius + 0.5 - apart))
      if (share === 0) continue
      for (let c = 0; c < channels; c++) {
        const at = (y * width + x) * channels + c
        const [full, none] = [ink[c % ink.length] ?? 0, paper[c % paper.length] ?? 0]
        const drawn = Math.round(none + share * (full - none))
        // Where lines cross, the one nearer to the ink stays.
        if (Math.abs(full - drawn) < Math.abs(full - (bytes[at] ?? 0))) bytes[at] = drawn
      }
    }
  }
  return { ...drawing, bytes }
}

export function pictureOf({ height, width, channels, bytes }: Drawing): Picture {
  const pixels = new Uint8ClampedArray(height * width * 4)
  for (let i = 0; i < height * width; i++) {
    for (let c = 0; c < 3; c++) pixels[4 * i + c] = bytes[i * channels + (c % channels)] ?? 0
    pixels[4 * i + 3] = 255
  }
  return { width, height, pixels }
}

/** The pixels of a picture as a drawing of 1 or 3 channels; of one, its red. */
export function drawingOf({ width, height, pixels }: Picture, channels: number): Drawing {
  const bytes = Uint8Array.from({ length: width * height * channels }, (_, i) => {
    return pixels[Math.floor(i / channels) * 4 + (i % channels)] ?? 0
  })
  return { height, width, channels, bytes }
}
