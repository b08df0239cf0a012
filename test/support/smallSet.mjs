// Writes a small labelled set as IDX files, with the usual held-out images beside it:
// node test/support/smallSet.mjs mnist 300 FOLDER. For avatars, which `ganvas data avatars` draws, the last 1,000 are held out.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

const HELD_OUT = 1000
const [, , name, count, folder] = process.argv
if (!(name in { mnist: 0, avatars: 0 }) || !(Number(count) > 0) || folder === undefined) {
  throw new Error('node test/support/smallSet.mjs mnist|avatars COUNT FOLDER')
}

function mnist() {
  const file = gunzipSync(
    readFileSync(new URL('../../src/data/mnist/mnist.bin.gz', import.meta.url)),
  )
  const all = file.readUInt32LE(4) + file.readUInt32LE(8)
  const shape = [file.readUInt16LE(12), file.readUInt16LE(14)]
  return { shape, labels: file.subarray(16, 16 + all), pixels: file.subarray(16 + all) }
}

function avatars() {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ganvas')
  const read = (kind) =>
    gunzipSync(
      readFileSync(
        join(
          cache,
          readdirSync(cache).find((file) => file.startsWith('avatars-') && file.includes(kind)),
        ),
      ),
    )
  const images = read('images-idx4')
  const shape = [8, 12, 16].map((at) => images.readUInt32BE(at))
  return { shape, labels: read('labels-idx1').subarray(8), pixels: images.subarray(20) }
}

const { shape, labels, pixels } = name === 'mnist' ? mnist() : avatars()
const each = shape.reduce((product, side) => product * side, 1)

function write(half, first, end) {
  const save = (kind, dimensions, elements) => {
    const head = Buffer.alloc(4 + 4 * dimensions.length)
    head.set([0, 0, 8, dimensions.length])
    for (const [i, size] of dimensions.entries()) head.writeUInt32BE(size, 4 + 4 * i)
    const file = `${half}-${kind}-idx${dimensions.length}-ubyte`
    writeFileSync(join(folder, file), Buffer.concat([head, elements]))
  }
  save('images', [end - first, ...shape], pixels.subarray(first * each, end * each))
  save('labels', [end - first], labels.subarray(first, end))
}

mkdirSync(folder, { recursive: true })
write('train', 0, Number(count))
write('t10k', labels.length - HELD_OUT, labels.length)
