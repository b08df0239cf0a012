// Reads a whole file, gzipped or not, to exactly the length that its own header claims. The header
// is judged as soon as it has been decompressed, and decompression stops at the claimed length, so
// a gzip bomb (RFC 1952 data that grows a thousandfold) costs one piece of output and no more.

import { DataError, describeStart } from './imageSet'

/** Bytes handed to the decompressor at a time. Browsers inflate a whole piece at once: 16 MiB. */
const PIECE = 16 * 1024

/** Deflate codes at most 258 bytes in 2 bits (RFC 1951), so no gzip file grows more than this. */
const MAX_RATIO = 1032

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/**
 * Decompresses one gzip member.
 *
 * @param limitOf from the first bytes, the most bytes that the content may have; `undefined` while
 *   they are too few to tell; may throw a DataError
 * @returns at most that many bytes, perhaps fewer
 */
export async function gunzip(
  bytes: Uint8Array,
  name: string,
  limitOf: (head: Uint8Array) => number | undefined,
): Promise<Uint8Array> {
  const reader = pieces(bytes).pipeThrough(new DecompressionStream('gzip')).getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  let limit: number | undefined
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new DataError(
          `${name}: the gzip data is truncated or corrupt: only ${length} bytes of content could ` +
            `be read from its ${bytes.length} bytes. Fetch or compress the file again.`,
          { cause },
        )
      })
      if (done) break
      chunks.push(value)
      length += value.length
      limit ??= checkedLimit(limitOf(join(chunks, length)), bytes, name)
      if (limit !== undefined && length > limit) throw trailing(name, limit)
    }
  } finally {
    reader.cancel().catch(() => undefined)
  }
  // The last four bytes are the content's length modulo 2³². Node's decompressor ignores what
  // follows the first member, browsers refuse it: this makes both refuse.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(bytes.length - 4, true) !== length % 2 ** 32) {
    throw new DataError(
      `${name}: trailing bytes follow the gzip data, which has ${length} bytes of content. ` +
        'Decompress the file and compress it again as one.',
    )
  }
  return join(chunks, length)
}

/**
 * Returns the header and the bytes of a file, decompressed if need be.
 *
 * @param what the kind of file for messages, as in 'an IDX image file'
 * @param readHeader returns `undefined` while the bytes are too few; may throw a DataError
 * @throws DataError if the file is shorter or longer than its header says
 */
export async function readWhole<H extends { fileBytes: number }>(
  bytes: Uint8Array,
  name: string,
  what: string,
  readHeader: (head: Uint8Array) => H | undefined,
): Promise<{ header: H; file: Uint8Array }> {
  const file = isGzip(bytes)
    ? await gunzip(bytes, name, (head) => readHeader(head)?.fileBytes)
    : bytes
  const header = readHeader(file)
  if (header === undefined) {
    const start = file.length === 0 ? '' : ` and ${describeStart(file)}`
    throw new DataError(
      `${name}: too short for the header of ${what}: it has ${file.length} bytes${start}. ` +
        'Choose another file, or fetch this one again.',
    )
  }
  if (file.length < header.fileBytes) throw truncated(name, header.fileBytes, `${file.length}`)
  if (file.length > header.fileBytes) throw trailing(name, header.fileBytes, file.length)
  return { header, file }
}

/** First bytes of a file, gzipped or not; none where its gzip data is damaged. */
export async function firstBytes(bytes: Uint8Array): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes
  const reader = pieces(bytes).pipeThrough(new DecompressionStream('gzip')).getReader()
  const { value = new Uint8Array() } = await reader.read().catch(() => ({ value: undefined }))
  reader.cancel().catch(() => undefined)
  return value
}

function pieces(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(new Uint8Array(bytes.subarray(at, at + PIECE)))
      at += PIECE
    },
  })
}

function checkedLimit(limit: number | undefined, bytes: Uint8Array, name: string) {
  const most = bytes.length * MAX_RATIO
  if (limit !== undefined && limit > most) {
    throw truncated(name, limit, `${bytes.length} of gzip data, which hold at most ${most}`)
  }
  return limit
}

function join(chunks: Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

function truncated(name: string, expected: number, found: string): DataError {
  return new DataError(
    `${name}: truncated: its header says ${expected} bytes, but it has ${found}. ` +
      'Fetch the file again.',
  )
}

function trailing(name: string, expected: number, found?: number): DataError {
  return new DataError(
    `${name}: trailing bytes: its header says ${expected} bytes, but it has ` +
      `${found ?? 'more'}. Fetch the file again, or correct the counts in its header.`,
  )
}
