// A picture as a PNG file, byte by byte: browsers may disguise the pixels that a canvas exports.
// https://www.w3.org/TR/png-3/

import { strToU8, zlibSync } from 'fflate'
import { enlarged } from '../../data/gif'
import type { Picture } from '../core/protocol'

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

export interface PngOptions {
  /** One byte per pixel. */
  grey: boolean
  /** Enlargement: each pixel becomes scale × scale. */
  scale: number
}

export function pngOf(
  { width, height, pixels }: Picture,
  { grey, scale }: PngOptions,
): Uint8Array<ArrayBuffer> {
  const planes = Array.from({ length: grey ? 1 : 3 }, (_, c) =>
    enlarged(
      Uint8Array.from({ length: width * height }, (_, i) => pixels[4 * i + c] ?? 0),
      { width, height, scale },
    ),
  )
  const [across, down] = [width * scale, height * scale]
  const header = new DataView(new ArrayBuffer(13))
  header.setUint32(0, across)
  header.setUint32(4, down)
  header.setUint8(8, 8)
  header.setUint8(9, grey ? 0 : 2)
  return joined([
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('IDAT', zlibSync(rowsOf(planes, across, down))),
    chunk('IEND', new Uint8Array()),
  ])
}

/** Rows of pixels, each after a 0: no filter. */
function rowsOf(planes: readonly Uint8Array[], across: number, down: number): Uint8Array {
  const channels = planes.length
  const stride = 1 + across * channels
  const rows = new Uint8Array(stride * down)
  for (const [c, plane] of planes.entries()) {
    for (let i = 0; i < across * down; i++) {
      const at = Math.floor(i / across) * stride + 1 + (i % across) * channels + c
      rows[at] = plane[i] ?? 0
    }
  }
  return rows
}

function chunk(kind: string, data: Uint8Array): Uint8Array {
  const bytes = joined([new Uint8Array(4), strToU8(kind), data, new Uint8Array(4)])
  const view = new DataView(bytes.buffer)
  view.setUint32(0, data.length)
  view.setUint32(bytes.length - 4, crc(bytes.subarray(4, -4)))
  return bytes
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const CRCS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  return rest
})

function crc(bytes: Uint8Array): number {
  let rest = 0xffffffff
  for (const byte of bytes) rest = (rest >>> 8) ^ (CRCS[(rest ^ byte) & 255] ?? 0)
  return (rest ^ 0xffffffff) >>> 0
}
