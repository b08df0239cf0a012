// Reads and writes safetensors, the checkpoint format that PyTorch users already have tools for:
// u64 length of the header, the header (JSON, padded with spaces to 8 bytes), then the tensors'
// little-endian bytes without holes. Source: https://github.com/huggingface/safetensors#format.

import { fromHalves, toHalves } from './half'
import { DataError, describeStart } from './imageSet'
import { isRecord, isSizes, quote } from './json'

/** Little-endian like the file, since every machine with WebGPU is. */
const ARRAYS = {
  F32: Float32Array,
  /** Two bytes each in the file. */
  F16: Float32Array,
  I32: Int32Array,
  U32: Uint32Array,
  I64: BigInt64Array,
  U8: Uint8Array,
  I8: Int8Array,
} as const

type Dtype = keyof typeof ARRAYS

export interface RawTensor {
  dtype: Dtype
  /** [] is a scalar */
  shape: number[]
  data: Float32Array | Int32Array | Uint32Array | BigInt64Array | Uint8Array | Int8Array
}

interface Entry {
  name: string
  dtype: Dtype
  shape: number[]
  /** bytes from the end of the header */
  begin: number
  end: number
}

const METADATA = '__metadata__'
const LENGTH_BYTES = 8
/** The limit of the reference implementation, whose readers would refuse more. */
const MAX_HEADER_BYTES = 100_000_000
/** { name: { shape: [ … ] } } */
const MAX_DEPTH = 3
const AGAIN = 'Save or fetch the file again.'
const RENAME = 'Rename it, since JavaScript or the format gives this name a meaning of its own.'

/** Does a file of so many bytes begin as one? */
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
    checkStructure(json, where)
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

/**
 * Refuses what JSON.parse would let pass: a key given twice, where it keeps the last, and deep
 * nesting, which costs far more memory than text. Any other fault is left to JSON.parse.
 */
function checkStructure(json: string, where: string): void {
  const keys: Set<string>[] = []
  for (let i = 0; i < json.length; i++) {
    const character = json[i]
    if (character === '{' || character === '[') {
      keys.push(new Set())
      if (keys.length > MAX_DEPTH) {
        throw new DataError(`${where} nests deeper than ${MAX_DEPTH} levels. ${AGAIN}`)
      }
    } else if (character === '}' || character === ']') {
      keys.pop()
    } else if (character === '"') {
      const start = i
      for (i++; i < json.length && json[i] !== '"'; i++) if (json[i] === '\\') i++
      let next = i + 1
      while (/\s/.test(json[next] ?? '')) next++
      if (json[next] !== ':') continue
      const key = String(JSON.parse(json.slice(start, i + 1)))
      if (keys.at(-1)?.has(key)) throw new DataError(`${where} has ${quote(key)} twice. ${AGAIN}`)
      keys.at(-1)?.add(key)
    }
  }
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

function readEntry(key: string, value: unknown, file: string): Entry {
  const where = `${file}: tensor ${quote(key)}`
  if (isReserved(key)) throw new DataError(`${where} has a reserved name. ${RENAME}`)
  if (!isRecord(value)) throw new DataError(`${where} is not described by an object. ${AGAIN}`)
  const { dtype, shape, data_offsets: offsets } = value
  if (typeof dtype !== 'string') throw new DataError(`${where} names no dtype. ${AGAIN}`)
  if (!isDtype(dtype)) {
    throw new DataError(
      `${where} has dtype ${quote(dtype)}, but only ${Object.keys(ARRAYS).join(', ')} are read. ` +
        'Convert it, for example to F32 with tensor.float() in PyTorch.',
    )
  }
  if (!isSizes(shape)) {
    throw new DataError(`${where} has shape ${quote(shape)}, not a list of sizes. ${AGAIN}`)
  }
  if (!isSizes(offsets) || offsets.length !== 2) {
    throw new DataError(`${where} has data_offsets ${quote(offsets)}, not [begin, end]. ${AGAIN}`)
  }
  const [begin = 0, end = 0] = offsets
  const byteLength = countOf(shape) * sizeOf(dtype)
  if (end - begin !== byteLength) {
    throw new DataError(
      `${where} is ${dtype} ${quote(shape)}, ${byteLength} bytes, but data_offsets ` +
        `${quote(offsets)} span ${end - begin}. ${AGAIN}`,
    )
  }
  return { name: key, dtype, shape, begin, end }
}

/** Sorted by offset, the tensors must follow one another from byte 0 to the end of the data. */
function checkCoverage(entries: Entry[], dataBytes: number, file: string): void {
  let at = 0
  for (const { name, begin, end } of entries) {
    const where = `${file}: tensor ${quote(name)} is at data bytes [${begin}, ${end}], but`
    if (end > dataBytes) {
      throw new DataError(`${where} there are ${dataBytes}: the file is truncated. ${AGAIN}`)
    }
    if (begin !== at) {
      const fault = begin < at ? 'overlaps the one before' : 'leaves a hole after the one before'
      throw new DataError(`${where} the next free byte is ${at}: it ${fault}. ${AGAIN}`)
    }
    at = end
  }
  if (at !== dataBytes) {
    const found = `the tensors end at data byte ${at}, but there are ${dataBytes}`
    throw new DataError(`${file}: trailing bytes: ${found}. ${AGAIN}`)
  }
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

function isReserved(name: string): boolean {
  return ['__proto__', 'constructor', 'prototype', METADATA].includes(name)
}

function isDtype(value: string): value is Dtype {
  return Object.hasOwn(ARRAYS, value)
}

/** Bytes of an element in a file. */
function sizeOf(dtype: Dtype): number {
  return dtype === 'F16' ? 2 : ARRAYS[dtype].BYTES_PER_ELEMENT
}

function bytesOf({ dtype, data }: RawTensor): Uint8Array {
  const { buffer, byteOffset, byteLength } =
    dtype === 'F16' && data instanceof Float32Array ? toHalves(data) : data
  return new Uint8Array(buffer, byteOffset, byteLength)
}

function countOf(shape: number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}
