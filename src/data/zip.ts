// Reads a zip from its end, which lists the entries, so that single files can be unpacked.
// Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT

import { Inflate } from 'fflate'
import { DataError } from './imageSet'

export interface RandomAccess {
  size: number
  read(from: number, to: number): Promise<Uint8Array<ArrayBuffer>>
}

export interface ZipEntry {
  /** Path inside the zip. */
  path: string
  /** Bytes, according to the zip. */
  size: number
  /** Reason why it cannot be read, if any. */
  why?: string
  head(): Promise<Uint8Array>
  /** @throws DataError if it has another size than the zip says */
  whole(): Promise<Uint8Array<ArrayBuffer>>
}

const END = 0x06054b50
const END_64 = 0x06064b50
const ENTRY = 0x02014b50
/** Behind the end stands a comment of at most 65,535 bytes; before it, where Zip64's end stands. */
const END_BYTES = 22 + 65_535 + 20
const MOST_LISTED = 256 * 2 ** 20
/** Bytes that are inflated at once: they become 16 MiB at most. */
const PIECE = 16 * 1024

const AGAIN = 'Make or fetch the zip again'

/** @throws DataError with one line that says what is wrong with the zip */
export async function readZip(file: RandomAccess, name: string): Promise<ZipEntry[]> {
  const tailAt = Math.max(0, file.size - END_BYTES)
  const tail = viewOf(await file.read(tailAt, file.size))
  let at = tail.byteLength - 22
  while (at >= 0 && tail.getUint32(at, true) !== END) at--
  if (at < 0) {
    throw new DataError(`${name} is a zip without its end: it is cut short. Fetch it again`)
  }
  let [size, from] = [tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)]
  if (from === 0xffffffff || size === 0xffffffff || tail.getUint16(at + 10, true) === 0xffff) {
    const end = await zip64End(file, tail, at)
    if (end) [size, from] = end
  }
  if (from + size > file.size || size > MOST_LISTED) {
    throw new DataError(`${name} is a zip whose list of files lies outside of it. ${AGAIN}`)
  }
  return entriesOf(file, viewOf(await file.read(from, from + size)), name)
}

async function zip64End(file: RandomAccess, tail: DataView, at: number) {
  if (at < 20) return undefined
  const end = Number(tail.getBigUint64(at - 12, true))
  const view = viewOf(await file.read(end, Math.min(file.size, end + 56)))
  if (view.byteLength < 56 || view.getUint32(0, true) !== END_64) return undefined
  return [Number(view.getBigUint64(40, true)), Number(view.getBigUint64(48, true))] as const
}

function entriesOf(file: RandomAccess, list: DataView, name: string): ZipEntry[] {
  const entries: ZipEntry[] = []
  let at = 0
  while (at + 46 <= list.byteLength && list.getUint32(at, true) === ENTRY) {
    const two = (offset: number) => list.getUint16(at + offset, true)
    const nameEnd = at + 46 + two(28)
    const extraEnd = nameEnd + two(30)
    if (extraEnd > list.byteLength) break
    const path = new TextDecoder().decode(part(list, at + 46, nameEnd)).replaceAll('\\', '/')
    const short = [24, 20, 42].map((offset) => list.getUint32(at + offset, true))
    const [size, packed, from] = longs(viewOf(part(list, nameEnd, extraEnd)), short)
    if (!path.endsWith('/')) {
      const about = { path: plain(path), size, packed, from, method: two(10), flags: two(8) }
      entries.push(entryOf(file, about, name))
    }
    at = extraEnd + two(32)
  }
  return entries
}

/** Is the path relative, without ..? */
const plain = (path: string): string =>
  path
    .split('/')
    .filter((step) => step !== '' && step !== '.' && step !== '..')
    .join('/')

/** Reads Zip64's extra field, which holds the numbers that are too long for their fields, in this order. */
function longs(extra: DataView, short: readonly number[]): [number, number, number] {
  let at = 0
  while (at + 4 <= extra.byteLength && extra.getUint16(at, true) !== 1) {
    at += 4 + extra.getUint16(at + 2, true)
  }
  at += 4
  const [size = 0, packed = 0, from = 0] = short.map((value) => {
    if (value !== 0xffffffff || at + 8 > extra.byteLength) return value
    at += 8
    return Number(extra.getBigUint64(at - 8, true))
  })
  return [size, packed, from]
}

interface About {
  path: string
  size: number
  packed: number
  from: number
  method: number
  flags: number
}

function entryOf(
  file: RandomAccess,
  { path, size, packed, from, method, flags }: About,
  zip: string,
): ZipEntry {
  const why =
    (flags & 1) === 1
      ? 'is encrypted'
      : method !== 0 && method !== 8
        ? `is packed by method ${method}, which is not read`
        : from + packed > file.size
          ? 'lies outside of its zip'
          : undefined
  const read = async (most: number): Promise<Uint8Array<ArrayBuffer>> => {
    if (why !== undefined) throw new DataError(`${path} ${why}`)
    // Its own header has a name and an extra field, too, perhaps another.
    const header = viewOf(await file.read(from, from + 30))
    if (header.byteLength < 30 || header.getUint32(0, true) !== 0x04034b50) {
      throw new DataError(`${path} is not where ${zip} says. ${AGAIN}`)
    }
    const begin = from + 30 + header.getUint16(26, true) + header.getUint16(28, true)
    const take = Math.min(packed, most)
    const bytes = await file.read(begin, begin + take)
    return method === 0 ? bytes : inflated(bytes, { size, whole: take === packed, path })
  }
  return {
    path,
    size,
    ...(why === undefined ? {} : { why }),
    head: () => read(PIECE),
    whole: async () => {
      const bytes = await read(Number.POSITIVE_INFINITY)
      if (bytes.length === size) return bytes
      throw new DataError(`${path} has ${bytes.length} bytes, but ${zip} says ${size}. ${AGAIN}`)
    },
  }
}

/** Inflates piece by piece, so that an entry longer than it claims ends early. */
function inflated(
  bytes: Uint8Array,
  { size, whole, path }: { size: number; whole: boolean; path: string },
): Uint8Array<ArrayBuffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  const inflate = new Inflate((chunk) => {
    chunks.push(chunk)
    length += chunk.length
  })
  try {
    for (let at = 0; at < bytes.length && length <= size; at += PIECE) {
      const last = whole && at + PIECE >= bytes.length
      inflate.push(bytes.subarray(at, at + PIECE), last)
    }
  } catch (cause) {
    throw new DataError(`${path} cannot be unpacked. ${AGAIN}`, { cause })
  }
  const all = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength)

const part = ({ buffer, byteOffset }: DataView, from: number, to: number): Uint8Array =>
  new Uint8Array(buffer, byteOffset + from, to - from)
