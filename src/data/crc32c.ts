// CRC-32C (Castagnoli): tells whether bytes are those that were written. Checkpoints carry it, and it frames
// the records of TensorBoard's event files. https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4 has examples.

const POLYNOMIAL = 0x82f63b78

/** Table: the sum of each byte. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ POLYNOMIAL : sum >>> 1
  return sum
})

/** `before`: the sum of the bytes before these. Returns a u32. */
export function crc32c(bytes: Uint8Array, before = 0): number {
  let sum = ~before
  for (let i = 0; i < bytes.length; i++) {
    sum = (sum >>> 8) ^ (table[(sum ^ (bytes[i] ?? 0)) & 255] ?? 0)
  }
  return ~sum >>> 0
}
