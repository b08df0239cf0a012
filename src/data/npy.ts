// Reads .npy, an array of NumPy's: magic, version, length of the header, a header in Python's syntax, the
// numbers. Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

import { imagesOf, isLabels, labelsOf, type NumberArray } from './arrayImages'
import { fromHalves } from './half'
import { DataError, describeStart, type ImageSet } from './imageSet'

const MAGIC = '\x93NUMPY'
/** Most bytes of a header: one of a numeric array is shorter. */
const MOST_HEADER = 64 * 1024
const AGAIN = 'Save or fetch the file again'

/** Element types by `descr` without its byte order. */
const TYPES = {
  u1: Uint8Array,
  b1: Uint8Array,
  i1: Int8Array,
  u2: Uint16Array,
  i2: Int16Array,
  u4: Uint32Array,
  i4: Int32Array,
  u8: BigUint64Array,
  i8: BigInt64Array,
  /** Half floats, two bytes each. */
  f2: Uint16Array,
  f4: Float32Array,
  f8: Float64Array,
} as const

type TypeName = keyof typeof TYPES

interface NpyHeader {
  type: TypeName
  shape: number[]
  dataStart: number
}

export const isNpy = (bytes: Uint8Array): boolean => latin(bytes.subarray(0, 6)) === MAGIC

/** Kind of an .npy file by its first bytes. */
export function npyKind(bytes: Uint8Array): 'images' | 'labels' {
  try {
    return isLabels(readHeader(bytes, '').shape) ? 'labels' : 'images'
  } catch (error) {
    // The reader of images reports the fault.
    if (error instanceof DataError) return 'images'
    throw error
  }
}

/**
 * Reads images: see `imagesOf` for what the array may be.
 *
 * @throws DataError with one line that says what is wrong with the file
 */
export const parseNpy = (bytes: Uint8Array, name: string): ImageSet =>
  imagesOf(readNpy(bytes, name), name)

/** Reads labels, [count] or [count, 1]. Throws like parseNpy. */
export const parseNpyLabels = (bytes: Uint8Array, name: string): Uint8Array =>
  labelsOf(readNpy(bytes, name), name)

/** The array itself; may be a view into the file's bytes. */
export function readNpy(bytes: Uint8Array, name: string): NumberArray {
  const { type, shape, dataStart } = readHeader(bytes, name)
  const Kind = TYPES[type]
  const wanted = shape.reduce((product, size) => product * size, 1) * Kind.BYTES_PER_ELEMENT
  const has = bytes.length - dataStart
  if (wanted !== has) {
    throw new DataError(
      `${name}: [${shape.join(', ')}] of ${type} is ${wanted} bytes, but ${has} follow the header. ${AGAIN}`,
    )
  }
  if (type === 'u1' || type === 'b1') {
    return { shape, data: new Uint8Array(bytes.buffer, bytes.byteOffset + dataStart, has) }
  }
  // Aligned, which a view may not be.
  const { buffer } = Uint8Array.from(bytes.subarray(dataStart))
  const data = type === 'f2' ? fromHalves(new Uint16Array(buffer)) : new Kind(buffer)
  return { shape, data }
}

function readHeader(bytes: Uint8Array, name: string): NpyHeader {
  if (!isNpy(bytes)) throw new DataError(`${name}: no .npy file: it ${describeStart(bytes)}`)
  const short = new DataError(`${name}: an .npy file that ends in its header. ${AGAIN}`)
  if (bytes.length < 12) throw short
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [start, length] =
    bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)]
  if (length > MOST_HEADER) {
    throw new DataError(`${name}: bytes 8 to 11 claim a header of ${length} bytes. ${AGAIN}`)
  }
  const dataStart = start + length
  if (bytes.length < dataStart) throw short
  const header = latin(bytes.subarray(start, dataStart))
  const described = /'descr':\s*'([<>|=])(\w+)'/.exec(header)
  const sizes = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1]
  if (!described || sizes === undefined) {
    throw new DataError(`${name}: its header tells no plain numbers and shape. Save one array`)
  }
  const [, order = '', type = ''] = described
  if (!Object.hasOwn(TYPES, type) || (order === '>' && !type.endsWith('1'))) {
    throw new DataError(
      `${name}: numbers of type ${order}${type} are not read. Convert them, as with .astype('u1')`,
    )
  }
  if (/'fortran_order':\s*True/.test(header)) {
    throw new DataError(`${name}: is in Fortran's order. Save np.ascontiguousarray of it`)
  }
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]))
  return { type: type as TypeName, shape, dataStart }
}

// TextDecoder's latin1 is windows-1252 by its standard, which has another character for the first byte of MAGIC.
const latin = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
