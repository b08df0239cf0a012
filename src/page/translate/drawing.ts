// The drawing to translate: by hand, an image of the set, or a picture of the user's.

import { computed, effect, signal } from '@preact/signals'
import { messageOf } from '../core/words'
import { blank, type Drawing, drawingOf, type Pen, type Point, stroked } from '../parts/strokes'
import { ask } from './ask'
import { exampleShape } from './example/shape'
import type { Drawn } from './jobs'
import type { By, Direction } from './names'
import * as state from './state'
import { text } from './text'

/** Translator that the user chose; by default the run, once there is one. */
export const chosenBy = signal<By | undefined>(undefined)

export const by = computed((): By => {
  return state.opened.value ? (chosenBy.value ?? 'run') : 'example'
})

export const chosenDirection = signal<Direction>('toB')

export const direction = computed((): Direction => {
  const isOneWay = by.value === 'example' || state.began.value?.paired === true
  return isOneWay ? 'toB' : chosenDirection.value
})

export const drawing = signal<Drawing | undefined>(undefined)
export const result = signal<Drawn | undefined>(undefined)
export const problem = signal('')

/** Colour of the pen, as #rrggbb; undefined for the one that suits the set. */
export const chosenInk = signal<string | undefined>(undefined)

/** Shape of the images that are translated, and the pen that suits them. */
export const canvas = computed(() => {
  if (by.value === 'example') {
    const { imageSize, channels } = exampleShape
    return { ...sized(imageSize, channels), pen: { radius: 0.9, ink: [0], paper: [255] } }
  }
  const { imageSize = 32, channels = 1, colours } = state.opened.value ?? {}
  const { paper = [0], ink = [255] } = colours?.[direction.value === 'toB' ? 'a' : 'b'] ?? {}
  // As wide as in the digits, which fill 28 of 32 pixels.
  const radius = (1.2 * imageSize) / 32
  const chosen = channels === 3 ? inkOf(chosenInk.value) : undefined
  return { ...sized(imageSize, channels), pen: { radius, paper, ink: chosen ?? ink } }
})

const sized = (side: number, channels: number) => ({ height: side, width: side, channels })

const inkOf = (hex: string | undefined): number[] | undefined =>
  hex === undefined ? undefined : [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))

/** Number of the image of the set that is taken next. */
let next = 0

export function clear(): void {
  const { pen, ...size } = canvas.value
  drawing.value = blank(size, pen.paper)
}

export function stroke(from: Point, to: Point): void {
  if (!drawing.value) clear()
  if (drawing.value) drawing.value = stroked(drawing.value, from, to, canvas.value.pen)
}

/** Puts an image of the set on the pad: of those held out, the next one; for the example a face. */
export async function takeSample(): Promise<void> {
  const { pen, ...size } = canvas.peek()
  if (by.peek() === 'example') {
    drawing.value = face(size, pen)
    return
  }
  const run = state.opened.peek()
  try {
    const bytes = await ask('translateSample', direction.peek(), next++)
    if (run === state.opened.peek()) drawing.value = { ...size, bytes }
  } catch (error) {
    problem.value = messageOf(error)
  }
}

/** Puts the middle of a picture on the pad; what is transparent becomes white. */
export async function takePicture(file: File): Promise<void> {
  problem.value = ''
  try {
    const bitmap = await createImageBitmap(file)
    const { pen: _, ...size } = canvas.value
    const context = new OffscreenCanvas(size.width, size.height).getContext('2d')
    if (!context) throw new Error('there is too little memory')
    const side = Math.min(bitmap.width, bitmap.height)
    const [left, top] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2]
    context.imageSmoothingQuality = 'high'
    context.fillStyle = '#fff'
    context.fillRect(0, 0, size.width, size.height)
    context.drawImage(bitmap, left, top, side, side, 0, 0, size.width, size.height)
    bitmap.close()
    const { data } = context.getImageData(0, 0, size.width, size.height)
    drawing.value = drawingOf(
      size.channels === 1 ? grey(data, size) : { ...size, pixels: data },
      size.channels,
    )
  } catch {
    problem.value = text.value.draw.noPicture(file.name)
  }
}

/** Luma as in Rec. 601, in red, green and blue. */
function grey(data: Uint8ClampedArray, size: { height: number; width: number }) {
  const pixels = new Uint8ClampedArray(data)
  for (let i = 0; i < data.length; i += 4) {
    const [r = 0, g = 0, b = 0] = data.subarray(i, i + 3)
    pixels.fill(0.299 * r + 0.587 * g + 0.114 * b, i, i + 3)
  }
  return { ...size, pixels }
}

/** Lines of a face that smiles, as shares of the pad's side. */
function face(size: Omit<Drawing, 'bytes'>, pen: Pen): Drawing {
  const arc = (x: number, y: number, r: number, from: number, to: number): Point[] =>
    Array.from({ length: 25 }, (_, i) => {
      const angle = Math.PI * (from + ((to - from) * i) / 24)
      return [x + r * Math.cos(angle), y + r * Math.sin(angle)]
    })
  const lines: Point[][] = [
    arc(0.5, 0.5, 0.42, 0, 2),
    arc(0.36, 0.42, 0.03, 0, 2),
    arc(0.64, 0.42, 0.03, 0, 2),
    arc(0.5, 0.52, 0.22, 0.15, 0.85),
  ]
  let made = blank(size, pen.paper)
  for (const line of lines) {
    for (const [i, to] of line.entries()) {
      const from = line[Math.max(0, i - 1)] ?? to
      made = stroked(made, scaled(from, size.width), scaled(to, size.width), pen)
    }
  }
  return made
}

const scaled = ([x, y]: Point, side: number): Point => [x * side, y * side]

/** Another translator or direction begins with an image that it can translate. */
effect(() => {
  void by.value
  void direction.value
  void state.opened.value
  result.value = undefined
  next = 0
  void takeSample()
})
