// The recorded sheet of emoji: its rows, as numbers.

import { signal } from '@preact/signals'
import { messageOf } from '../../core/words'
import sheetFile from './hidden.webp?url'
import { type SheetRow, SIDE, sheetRows } from './treatments'

/** Pictures in a row. */
export const ACROSS = 5

export type Sheet = ReadonlyMap<SheetRow, Float32Array>

/** Pictures by row: [5, 32, 32, 3] in [-1, 1]. */
export const sheet = signal<Sheet | undefined>(undefined)
export const problem = signal('')

export async function loadSheet(): Promise<void> {
  if (sheet.value) return
  try {
    const image = await createImageBitmap(await (await fetch(sheetFile)).blob())
    const { width, height } = image
    const canvas = Object.assign(document.createElement('canvas'), { width, height })
    const context = canvas.getContext('2d', { willReadFrequently: true })
    context?.drawImage(image, 0, 0)
    const rows = sheetRows.map((name, i): [SheetRow, Float32Array] => {
      const { data } = context?.getImageData(0, i * SIDE, width, SIDE) ?? {}
      return [name, picturesOf(data ?? new Uint8ClampedArray())]
    })
    sheet.value = new Map(rows)
    problem.value = ''
  } catch (error) {
    problem.value = messageOf(error)
  }
}

/** Pixels of a strip one picture after the other, without alpha. */
function picturesOf(strip: Uint8ClampedArray): Float32Array {
  return Float32Array.from({ length: ACROSS * SIDE * SIDE * 3 }, (_, i) => {
    return (2 * (strip[stripAt(i)] ?? 0)) / 255 - 1
  })
}

/** Place in a strip of bytes R, G, B, A of a number of [5, 32, 32, 3]. */
function stripAt(i: number): number {
  const [pixel, channel] = [Math.floor(i / 3), i % 3]
  const [picture, row, column] = [
    Math.floor(pixel / SIDE ** 2),
    Math.floor(pixel / SIDE) % SIDE,
    pixel % SIDE,
  ]
  return 4 * (row * ACROSS * SIDE + picture * SIDE + column) + channel
}

/** Pictures side by side. `images`: [5, 32, 32, 3] in [-1, 1] */
export function stripOf(images: Float32Array): {
  width: number
  height: number
  pixels: Uint8ClampedArray<ArrayBuffer>
} {
  const pixels = new Uint8ClampedArray(ACROSS * SIDE * SIDE * 4).fill(255)
  for (const [i, value] of images.entries()) pixels[stripAt(i)] = Math.round(127.5 * (value + 1))
  return { width: ACROSS * SIDE, height: SIDE, pixels }
}
