// Points in the plane as a PNG: real ones grey, generated ones blue, a panel for each run.

import { PNG } from 'pngjs'

/** Pixels of a panel's side. */
const SIDE = 240
const GAP = 2

/** Number of points of each kind to draw. */
const DRAWN = 2000

const GREY = { colour: [150, 150, 150], weight: 0.35, radius: 2 }
const BLUE = { colour: [20, 80, 220], weight: 0.5, radius: 1 }

export interface Panel {
  /** [N, 2] */
  real: Float32Array
  fake: Float32Array
}

/**
 * @param columns  panels in a row
 * @param reach    the largest coordinate that is shown
 * @returns        the bytes of a PNG
 */
export function scatter(
  panels: readonly Panel[],
  { columns, reach }: { columns: number; reach: number },
): Uint8Array {
  const rows = Math.ceil(panels.length / columns)
  const png = new PNG({ width: columns * (SIDE + GAP) - GAP, height: rows * (SIDE + GAP) - GAP })
  png.data.fill(210)
  for (const [index, { real, fake }] of panels.entries()) {
    const left = (index % columns) * (SIDE + GAP)
    const top = Math.floor(index / columns) * (SIDE + GAP)
    for (let y = top; y < top + SIDE; y++) {
      png.data.fill(255, (y * png.width + left) * 4, (y * png.width + left + SIDE) * 4)
    }
    for (const [points, ink] of [[real, GREY] as const, [fake, BLUE] as const]) {
      for (let i = 0; i < Math.min(DRAWN, points.length / 2); i++) {
        const place = (value = Number.NaN) => Math.round(((value / reach + 1) / 2) * (SIDE - 1))
        const [x, y] = [place(points[2 * i]), SIDE - 1 - place(points[2 * i + 1])]
        dot(png, { x, y, left, top, ...ink })
      }
    }
  }
  return PNG.sync.write(png, { colorType: 2 })
}

interface Dot {
  x: number
  y: number
  left: number
  top: number
  colour: readonly number[]
  weight: number
  radius: number
}

/** Blends a disc over the picture, clipped to the panel; NaN is not drawn. */
function dot(png: PNG, { x, y, left, top, colour, weight, radius }: Dot): void {
  for (let dy = -radius; dy <= radius; dy++) {
    for (let dx = -radius; dx <= radius; dx++) {
      const inside = x + dx >= 0 && x + dx < SIDE && y + dy >= 0 && y + dy < SIDE
      if (!inside || dx * dx + dy * dy > radius * radius) continue
      const at = ((top + y + dy) * png.width + left + x + dx) * 4
      for (const [c, ink] of colour.entries()) {
        const paper = png.data[at + c] ?? 0
        png.data[at + c] = Math.round(paper + weight * (ink - paper))
      }
    }
  }
}
