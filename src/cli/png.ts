// Images as PNG files: one grid, laid out as torchvision's make_grid does.

import { PNG } from 'pngjs'

/** Black pixels between the images of a grid, and around it. */
const GAP = 2

export interface GridOptions {
  count: number
  height: number
  width: number
  channels: number
  /** Images a row. */
  columns?: number
}

/**
 * @param images  [count, height, width, channels] in [-1, 1]
 * @returns       the bytes of a PNG
 */
export function grid(
  images: Float32Array,
  { count, height, width, channels, columns = Math.ceil(Math.sqrt(count)) }: GridOptions,
): Uint8Array {
  const rows = Math.ceil(count / columns)
  const png = new PNG({
    width: columns * (width + GAP) + GAP,
    height: rows * (height + GAP) + GAP,
  })
  for (let at = 3; at < png.data.length; at += 4) png.data[at] = 255
  for (let i = 0; i < count; i++) {
    const left = (i % columns) * (width + GAP) + GAP
    const top = Math.floor(i / columns) * (height + GAP) + GAP
    for (let pixel = 0; pixel < height * width; pixel++) {
      const y = top + Math.floor(pixel / width)
      const x = left + (pixel % width)
      for (let c = 0; c < 3; c++) {
        const value = images[(i * height * width + pixel) * channels + (c % channels)] ?? 0
        png.data[(y * png.width + x) * 4 + c] = Math.round(
          Math.min(1, Math.max(0, (value + 1) / 2)) * 255,
        )
      }
    }
  }
  return PNG.sync.write(png, { colorType: channels === 1 ? 0 : 2 })
}
