// Result of every reader of images, and the error of every reader of files. The error is a single line: what is wrong,
// where (file, byte numbers), what to do. Files of other kinds are recognised by their first bytes, so that the line can
// name them.

export interface ImageSet {
  count: number
  height: number
  width: number
  channels: number
  /** [count, height, width, channels]; may be a view into the file's bytes */
  pixels: Uint8Array
  /** [count] */
  labels?: Uint8Array
}

/** A set whose classes may have names. */
export interface NamedSet extends ImageSet {
  names?: readonly string[]
}

/** `1 image`, `2 images` */
export const imageCount = (count: number): string => `${count} ${count === 1 ? 'image' : 'images'}`

/** Number of classes; labels start at 0. */
export function classesIn(labels: Uint8Array): number {
  return labels.reduce((most, label) => Math.max(most, label), -1) + 1
}

/** Selects images by their rows, with their labels. */
export function rowsOf({ count, pixels, labels, ...rest }: NamedSet, rows: Uint32Array): NamedSet {
  const each = pixels.length / count
  const found = new Uint8Array(rows.length * each)
  for (const [to, row] of rows.entries()) {
    found.set(pixels.subarray(row * each, (row + 1) * each), to * each)
  }
  return {
    ...rest,
    count: rows.length,
    pixels: found,
    ...(labels && { labels: Uint8Array.from(rows, (row) => labels[row] ?? 0) }),
  }
}

export class DataError extends Error {
  override readonly name = 'DataError'

  constructor(message: string, options?: ErrorOptions) {
    // Names inside a file may hold line breaks or terminal escapes; the message stays one line.
    super(message.replace(/[\p{Cc}\u2028\u2029]+/gu, ' '), options)
  }
}

/** Message of whatever was thrown, without its stack. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

/** First bytes in hex, as in https://en.wikipedia.org/wiki/List_of_file_signatures */
const SIGNATURES = [
  ['00000801', 'an IDX file of labels'],
  ['00000803', 'an IDX file of images'],
  ['89504e47', 'a PNG image'],
  ['ffd8ff', 'a JPEG image'],
  ['47494638', 'a GIF image'],
  ['52494646', 'a RIFF file, perhaps a WebP image'],
  ['504b0304', 'a zip archive; a PyTorch .pt file is one too'],
  ['1f8b', 'gzip data'],
  ['425a68', 'bzip2 data'],
  ['fd377a58', 'xz data'],
  ['28b52ffd', 'zstd data'],
  ['377abcaf', 'a 7z archive'],
  ['25504446', 'a PDF document'],
  ['934e554d', 'a NumPy .npy array'],
  ['89484446', 'an HDF5 file'],
  ['efbbbf', 'a text file'],
] as const

/** Says how a file begins and what it seems to be: `begins with 89 50 4e 47 (a PNG image)`. */
export function describeStart(bytes: Uint8Array): string {
  const kind = kindOfFile(bytes)
  return `begins with ${hexOf(bytes).join(' ')}${kind === undefined ? '' : ` (${kind})`}`
}

const hexOf = (bytes: Uint8Array): string[] =>
  Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0'))

/** Kind of a file by its first bytes: `a PNG image`. */
export function kindOfFile(bytes: Uint8Array): string | undefined {
  const hex = hexOf(bytes).join('')
  const signature = SIGNATURES.find(([start]) => hex.startsWith(start))
  if (signature !== undefined) return signature[1]
  // POSIX ustar: the magic stands after the name, mode, owner, size, time and checksum fields.
  if (new TextDecoder().decode(bytes.subarray(257, 262)) === 'ustar') return 'a tar archive'
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 32))
  if (!/^[\t\n\r -~]+$/.test(start)) return undefined
  return start.trimStart().startsWith('<') ? 'an HTML or XML page' : 'a text file'
}
