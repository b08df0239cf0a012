// Drawings by hand: soft edges, crossing lines, and paper of any colour.

import { expect, it } from 'vitest'
import { blank, drawingOf, pictureOf, stroked } from '../../src/page/parts/strokes'

const size = { height: 8, width: 8, channels: 1 }
const white = { radius: 1, ink: [255], paper: [0] }
const black = { radius: 1, ink: [0], paper: [255] }

it('a stroke has soft edges, and crossing it takes nothing away', () => {
  const across = stroked(blank(size, white.paper), [1, 4], [7, 4], white)
  const column = Array.from({ length: 8 }, (_, y) => across.bytes[8 * y + 4])
  expect(column).toEqual([0, 0, 0, 255, 255, 0, 0, 0])
  const down = stroked(across, [4.25, 1], [4.25, 7], white)
  expect(down.bytes[8 * 1 + 3]).toBe(Math.round(255 * 0.75))
  for (const [i, byte] of across.bytes.entries()) {
    expect(down.bytes[i]).toBeGreaterThanOrEqual(byte)
  }
})

it('black on white is white on black, inverted', () => {
  const [a, b] = [white, black].map((pen) => {
    const one = stroked(blank(size, pen.paper), [1, 2], [6, 5], pen)
    return stroked(one, [6, 1], [2, 7], pen).bytes
  })
  expect([...(b ?? [])]).toEqual([...(a ?? [])].map((byte) => 255 - byte))
})

it('a drawing in colour is its picture', () => {
  const pen = { radius: 1, ink: [200, 0, 30], paper: [10, 240, 255] }
  const made = stroked(blank({ ...size, channels: 3 }, pen.paper), [2, 2], [5, 6], pen)
  expect([...made.bytes.subarray(3 * 18, 3 * 18 + 3)]).toEqual(pen.ink)
  expect(drawingOf(pictureOf(made), 3)).toEqual(made)
})
