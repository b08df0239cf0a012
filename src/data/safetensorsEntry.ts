// The header's entries of a safetensors file: name, dtype, shape and place of each tensor.

import { DataError } from './imageSet'
import { isRecord, isSizes, quote } from './json'

/** Little-endian like the file, since every machine with WebGPU is. */
export const ARRAYS = {
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

export interface Entry {
  name: string
  dtype: Dtype
  shape: number[]
  /** bytes from the end of the header */
  begin: number
  end: number
}

export const METADATA = '__metadata__'
export const AGAIN = 'Save or fetch the file again.'
export const RENAME =
  'Rename it, since JavaScript or the format gives this name a meaning of its own.'

export function readEntry(key: string, value: unknown, file: string): Entry {
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
export function checkCoverage(entries: Entry[], dataBytes: number, file: string): void {
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

export function isReserved(name: string): boolean {
  return ['__proto__', 'constructor', 'prototype', METADATA].includes(name)
}

function isDtype(value: string): value is Dtype {
  return Object.hasOwn(ARRAYS, value)
}

/** Bytes of an element in a file. */
export function sizeOf(dtype: Dtype): number {
  return dtype === 'F16' ? 2 : ARRAYS[dtype].BYTES_PER_ELEMENT
}

export function countOf(shape: number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}
