// Checks of a picture file before it is decoded: its kind, its size in pixels, and whether it is cut short. Browsers draw
// half a picture from half a file, and take gigabytes for a file that claims many pixels.

export type PictureKind = 'PNG' | 'JPEG' | 'GIF' | 'WebP' | 'BMP' | 'AVIF'

export interface PictureHead {
  kind: PictureKind
  width: number
  height: number
}

/** Bytes from the start that nearly always hold the picture's size. */
export const HEAD_BYTES = 64 * 1024

type Reader = (bytes: Uint8Array, view: DataView) => readonly [width: number, height: number] | null

const latin = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to))

const kinds: readonly { kind: PictureKind; is: (start: string) => boolean; read: Reader }[] = [
  {
    kind: 'PNG',
    is: (start) => start.startsWith('\x89PNG\r\n\x1a\n'),
    read: (_, view) => [view.getUint32(16), view.getUint32(20)],
  },
  { kind: 'JPEG', is: (start) => start.startsWith('\xff\xd8\xff'), read: sizeOfJpeg },
  {
    kind: 'GIF',
    is: (start) => start.startsWith('GIF8'),
    read: (_, view) => [view.getUint16(6, true), view.getUint16(8, true)],
  },
  {
    kind: 'WebP',
    is: (start) => start.startsWith('RIFF') && start.startsWith('WEBP', 8),
    read: sizeOfWebp,
  },
  {
    kind: 'BMP',
    // A text may begin with BM, too: the length of the header tells.
    is: (start) =>
      start.startsWith('BM') && [12, 40, 52, 56, 108, 124].includes(start.charCodeAt(14)),
    read: (_, view) =>
      view.getUint32(14, true) === 12
        ? [view.getUint16(18, true), view.getUint16(20, true)]
        : [view.getInt32(18, true), Math.abs(view.getInt32(22, true))],
  },
  {
    kind: 'AVIF',
    is: (start) => start.startsWith('ftypavi', 4) || start.startsWith('ftypmif1', 4),
    read: sizeOfAvif,
  },
]

/**
 * @param bytes  the beginning of a file
 * @returns      undefined where it is no picture of a kind that browsers decode; `more` where its size stands
 *               farther behind
 */
export function readPictureHead(bytes: Uint8Array): PictureHead | 'more' | undefined {
  const start = latin(bytes, 0, 16)
  const found = kinds.find(({ is }) => is(start))
  if (!found) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const size = found.read(bytes, view)
    return size ? { kind: found.kind, width: size[0], height: size[1] } : 'more'
  } catch (error) {
    if (error instanceof RangeError) return 'more'
    throw error
  }
}

/** C0 to CF begin a frame, but for tables (C4), an extension (C8) and conditions (CC). */
function sizeOfJpeg(_: Uint8Array, view: DataView): readonly [number, number] | null {
  for (const { marker, at } of segments(view)) {
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return [view.getUint16(at + 7), view.getUint16(at + 5)]
    }
  }
  return null
}

/** Segments of a JPEG: FF, a marker, and mostly a length. */
function* segments(view: DataView): Generator<{ marker: number; at: number }> {
  for (let at = 2; at + 4 <= view.byteLength; ) {
    const marker = view.getUint8(at + 1)
    if (view.getUint8(at) !== 0xff || marker === 0xff) {
      at++
      continue
    }
    yield { marker, at }
    const alone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
    at += 2 + (alone ? 0 : view.getUint16(at + 2))
  }
}

/** Source: https://developers.google.com/speed/webp/docs/riff_container */
function sizeOfWebp(bytes: Uint8Array, view: DataView): readonly [number, number] {
  const chunk = latin(bytes, 12, 16)
  if (chunk === 'VP8 ')
    return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff]
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true)
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]
  }
  const three = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65536
  return [three(24) + 1, three(27) + 1]
}

/** The largest `ispe` box: a picture in tiles has one of each tile, too. */
function sizeOfAvif(bytes: Uint8Array, view: DataView): readonly [number, number] | null {
  let largest: readonly [number, number] | null = null
  for (let at = bytes.indexOf(0x69); at !== -1; at = bytes.indexOf(0x69, at + 1)) {
    if (latin(bytes, at, at + 4) !== 'ispe') continue
    const size = [view.getUint32(at + 8), view.getUint32(at + 12)] as const
    if (!largest || size[0] * size[1] > largest[0] * largest[1]) largest = size
  }
  return largest
}

/** Does the file end before its picture does? Of kinds that do not tell, no. */
export function isCutShort(bytes: Uint8Array, kind: PictureKind): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (kind === 'PNG') return !hasEnd(view)
  if (kind === 'JPEG') return !hasEndOfJpeg(bytes, view)
  return kind === 'WebP' && view.getUint32(4, true) + 8 > bytes.length
}

/** A PNG is a list of chunks: length, name, content, checksum. */
function hasEnd(view: DataView): boolean {
  for (let at = 8; at + 12 <= view.byteLength; at += 12 + view.getUint32(at)) {
    // 'IEND'
    if (view.getUint32(at + 4) === 0x49454e44) return true
  }
  return false
}

/**
 * Within a scan each FF is followed by 00 or a restart, so that FF D9 can be nothing but the end. Before the first
 * scan it may be that of a preview.
 */
function hasEndOfJpeg(bytes: Uint8Array, view: DataView): boolean {
  let scan = bytes.length
  for (const { marker, at } of segments(view)) {
    if (marker !== 0xda) continue
    scan = at
    break
  }
  for (let at = bytes.length - 2; at > scan; at--) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true
  }
  return false
}
