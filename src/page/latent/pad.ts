// The drawing pad: bytes in rows, 0 is black. It holds the user's drawing, or an image to search for.

import { signal } from '@preact/signals'
import type { Picture } from '../core/protocol'
import type { Target } from './searchJobs'
import { space } from './state'

/** Image on the pad; undefined until the size of the generator's images is known. */
export const pad = signal<Target | undefined>(undefined)

/** Half the width of a stroke in pixels, as in the digits. */
const RADIUS = 1.2

export function clearPad(): void {
  const { height, width, channels } = space.value ?? { height: 28, width: 28, channels: 1 }
  pad.value = { height, width, channels, bytes: new Uint8Array(height * width * channels) }
}

/** Makes a drawing the target of the search. */
export function lookFor({ width, height, pixels }: Picture): void {
  const { channels } = space.value ?? { channels: 1 }
  const bytes = Uint8Array.from({ length: width * height * channels }, (_, i) => {
    return pixels[Math.floor(i / channels) * 4 + (i % channels)] ?? 0
  })
  pad.value = { height, width, channels, bytes }
}

/** Draws a white line with soft edges between two points, in pixels from the pad's corner. */
export function stroke([x0, y0]: readonly [number, number], [x1, y1]: readonly [number, number]) {
  if (!pad.value) clearPad()
  const { value } = pad
  if (!value) return
  const { height, width, channels } = value
  const bytes = Uint8Array.from(value.bytes)
  const [dx, dy] = [x1 - x0, y1 - y0]
  const squared = dx * dx + dy * dy
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [px, py] = [x + 0.5 - x0, y + 0.5 - y0]
      const along = squared > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / squared)) : 0
      const apart = Math.hypot(px - along * dx, py - along * dy)
      const ink = Math.round(255 * Math.min(1, Math.max(0, RADIUS + 0.5 - apart)))
      for (let c = 0; c < channels; c++) {
        const at = (y * width + x) * channels + c
        bytes[at] = Math.max(bytes[at] ?? 0, ink)
      }
    }
  }
  pad.value = { ...value, bytes }
}

export function pictureOf({ height, width, channels, bytes }: Target): Picture {
  const pixels = new Uint8ClampedArray(height * width * 4)
  for (let i = 0; i < height * width; i++) {
    for (let c = 0; c < 3; c++) pixels[4 * i + c] = bytes[i * channels + (c % channels)] ?? 0
    pixels[4 * i + 3] = 255
  }
  return { width, height, pixels }
}
