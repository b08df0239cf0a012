// Packs the digits of UCI, as scikit-learn ships them, into uci.bin.gz beside this script; the result is committed, so
// only a change of format needs this. From the root of the project, with the path of `sklearn/datasets/data/digits.csv.gz`
// (in Debian's package python3-sklearn, or the Python package scikit-learn):
//
//   node src/data/uci/repack.mjs digits.csv.gz
//
// The order is scikit-learn's: the last 500, mostly by other writers than the rest, are held out. The content is the same
// everywhere (its SHA-256 is printed). The format is that of mnist.bin.gz (src/data/mnist/repack.mjs), with 8 × 8 pixels.

import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'

const SIDE = 8
/** Blackest of the 17 greys. */
const MOST = 16
const TOTAL = 1797
const HELD_OUT = 500

const [path] = process.argv.slice(2)
if (path === undefined) throw new Error('Name the file digits.csv.gz of scikit-learn.')
const rows = gunzipSync(readFileSync(path)).toString().trim().split('\n')
if (rows.length !== TOTAL) throw new Error(`There are ${rows.length} digits, not ${TOTAL}.`)
const digits = rows.map((row) => {
  const numbers = row.split(',').map(Number)
  const label = numbers.pop()
  const isGrey = numbers.every((n) => Number.isInteger(n) && n >= 0 && n <= MOST)
  if (numbers.length !== SIDE * SIDE || !isGrey) throw new Error(`${row} is no digit.`)
  return { label, pixels: Uint8Array.from(numbers, (n) => Math.round((n * 255) / MOST)) }
})

const header = Buffer.alloc(16)
header.write('GMN1', 'latin1')
header.writeUInt32LE(TOTAL - HELD_OUT, 4)
header.writeUInt32LE(HELD_OUT, 8)
header.writeUInt16LE(SIDE, 12)
header.writeUInt16LE(SIDE, 14)
const labels = Uint8Array.from(digits, ({ label }) => label)
const content = Buffer.concat([header, labels, ...digits.map(({ pixels }) => pixels)])

const packed = gzipSync(content, { level: 9 }) // Node writes a modification time of 0
packed[9] = 255 // the operating system: unknown (RFC 1952), so that every system writes the same
writeFileSync(new URL('uci.bin.gz', import.meta.url), packed)
const digest = createHash('sha256').update(content).digest('hex')
console.log(`${TOTAL} digits, ${packed.length} bytes, content ${digest}`)
