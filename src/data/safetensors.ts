// Reads and writes safetensors, the checkpoint format that PyTorch users already have tools for:
// u64 length of the header, the header (JSON, padded with spaces to 8 bytes), then the tensors'
// little-endian bytes without holes. Source: https://github.com/huggingface/safetensors#format.

import { fromHalves, toHalves } from './half'
import { DataError, describeStart } from './imageSet'
import { isRecord, isSizes, quote, refuseLoose } from './json'
import {
  AGAIN,
  ARRAYS,
  checkCoverage,
  countOf,
  isReserved,
  METADATA,
  type RawTensor,
  RENAME,
  readEntry,
  sizeOf,
} from './safetensorsEntry'

export type { RawTensor } from './safetensorsEntry'

const LENGTH_BYTES = 8
/** The limit of the reference implementation, whose readers would refuse more. */
const MAX_HEADER_BYTES = 100_000_000
/** { name: { shape: [ … ] } } */
const MAX_DEPTH = 3
/** Does a file of this many bytes begin as one? */
export function isSafetensors(head: Uint8Array, size: number): boolean {
  if (head.length <= LENGTH_BYTES || head[LENGTH_BYTES] !== 0x7b) return false
  const length = new DataView(head.buffer, head.byteOffset).getBigUint64(0, true)
  return length > 1n && length <= BigInt(size - LENGTH_BYTES)
}

/**
 * Returns the tensors in the order of their bytes, each copied into an array of its own.
 *
 * @throws DataError with one line that says what is wrong with the file
 */
export function readSafetensors(
  bytes: Uint8Array,
  name: string,
): { metadata: Record<string, string>; tensors: Map<string, RawTensor> } {
  const { header, dataStart } = readHeader(bytes, name)
  const { [METADATA]: described = {}, ...rest } = header
  const metadata = readMetadata(described, name)
  const entries = Object.entries(rest).map(([key, value]) => readEntry(key, value, name))
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end)
  checkCoverage(entries, bytes.length - dataStart, name)
  const tensors = new Map<string, RawTensor>()
  for (const { name: key, dtype, shape, begin, end } of entries) {
    const copy = new Uint8Array(bytes.subarray(dataStart + begin, dataStart + end))
    const data =
      dtype === 'F16' ? fromHalves(new Uint16Array(copy.buffer)) : new ARRAYS[dtype](copy.buffer)
    tensors.set(key, { dtype, shape, data })
  }
  return { metadata, tensors }
}

function readHeader(bytes: Uint8Array, name: string) {
  const not = `${name}: not a safetensors file`
  const room = bytes.length - LENGTH_BYTES
  if (room < 0) {
    throw new DataError(`${not}: it has ${bytes.length} bytes, and 8 hold the length. ${AGAIN}`)
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)
  if (length > room || length > MAX_HEADER_BYTES) {
    const most = length > room ? `only ${room} follow` : `the limit is ${MAX_HEADER_BYTES}`
    throw new DataError(
      `${not}, or truncated: bytes 0 to 7 claim a header of ${length} bytes, but ${most}; ` +
        `it ${describeStart(bytes)}. ${AGAIN}`,
    )
  }
  const dataStart = LENGTH_BYTES + Number(length)
  const where = `${name}: the header (${length} bytes from byte 8)`
  let json: string
  let header: unknown
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    json = decoder.decode(bytes.subarray(LENGTH_BYTES, dataStart))
    refuseLoose(json, { where, depth: MAX_DEPTH, advice: AGAIN })
    header = JSON.parse(json)
  } catch (cause) {
    if (cause instanceof DataError) throw cause
    throw new DataError(`${where} is not valid JSON in UTF-8. ${AGAIN}`, { cause })
  }
  if (!isRecord(header) || json[0] !== '{') {
    throw new DataError(`${where} is not a JSON object that begins at byte 8. ${AGAIN}`)
  }
  return { header, dataStart }
}

function readMetadata(value: unknown, file: string): Record<string, string> {
  if (!isRecord(value)) throw new DataError(`${file}: ${METADATA} is not an object. ${AGAIN}`)
  const metadata: Record<string, string> = {}
  for (const [key, text] of Object.entries(value)) {
    const where = `${file}: ${METADATA} ${quote(key)}`
    if (isReserved(key)) throw new DataError(`${where} is a reserved name. ${RENAME}`)
    if (typeof text !== 'string') throw new DataError(`${where} is not a string. ${AGAIN}`)
    metadata[key] = text
  }
  return metadata
}

/**
 * Returns the bytes of a file, the same for the same tensors in the same order. Larger elements
 * come first, so that every tensor is aligned to its element size.
 */
export function writeSafetensors(
  tensors: Map<string, RawTensor>,
  metadata: Record<string, string> = {},
): Uint8Array<ArrayBuffer> {
  const members: string[] = []
  for (const text of Object.entries(metadata).flat()) checkText(text)
  if (Object.keys(metadata).length > 0) members.push(`"${METADATA}":${JSON.stringify(metadata)}`)
  const sorted = [...tensors].sort(([, a], [, b]) => sizeOf(b.dtype) - sizeOf(a.dtype))
  let end = 0
  for (const [name, tensor] of sorted) {
    checkTensor(name, tensor)
    const { dtype, shape } = tensor
    const begin = end
    end += countOf(shape) * sizeOf(dtype)
    // Not one object for all: it would move names like "0" to the front.
    const entry = JSON.stringify({ dtype, shape, data_offsets: [begin, end] })
    members.push(`${JSON.stringify(name)}:${entry}`)
  }
  const json = new TextEncoder().encode(`{${members.join(',')}}`)
  const dataStart = LENGTH_BYTES + Math.ceil(json.length / 8) * 8
  const file = new Uint8Array(dataStart + end).fill(0x20, LENGTH_BYTES, dataStart)
  new DataView(file.buffer).setBigUint64(0, BigInt(dataStart - LENGTH_BYTES), true)
  file.set(json, LENGTH_BYTES)
  let at = dataStart
  for (const [, tensor] of sorted) {
    const bytes = bytesOf(tensor)
    file.set(bytes, at)
    at += bytes.length
  }
  return file
}

function checkTensor(name: string, { dtype, shape, data }: RawTensor): void {
  const where = `writeSafetensors: tensor ${quote(name)}`
  checkText(name)
  if (isReserved(name)) throw new DataError(`${where} has a reserved name. ${RENAME}`)
  if (!isSizes(shape) || data.length !== countOf(shape) || !(data instanceof ARRAYS[dtype])) {
    throw new DataError(
      `${where} is ${dtype} ${quote(shape)}, but its data is a ${data.constructor.name} of ` +
        `${data.length}. Give a ${ARRAYS[dtype].name} that fills the shape.`,
    )
  }
}

/** Half of a surrogate pair has no UTF-8 form, and Python's reader refuses its escape. */
function checkText(text: string): void {
  if (!/\p{Cs}/u.test(text)) return
  throw new DataError(`writeSafetensors: ${quote(text)} is not well-formed Unicode. Rename it.`)
}

function bytesOf({ dtype, data }: RawTensor): Uint8Array {
  const { buffer, byteOffset, byteLength } =
    dtype === 'F16' && data instanceof Float32Array ? toHalves(data) : data
  return new Uint8Array(buffer, byteOffset, byteLength)
}
