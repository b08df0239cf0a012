// Finds the images that `--data` names: the embedded digits, an IDX file, or a folder that holds one; and
// for those who judge, the labels beside them and images that were not trained on.

import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseIdx, parseIdxLabels, withLabels } from '../data/idx'
import type { ImageSet } from '../data/imageSet'
import { parseMnist } from '../data/mnist'
import { shuffled } from '../nn/philox'
import { Failure, Misuse } from './failure'
import { exists, ROOT, readWhole } from './files'

/** The images to train on; with `labels`, those that lie beside them, where there are any. */
export async function loadImages(
  data: string,
  { labels = false }: { labels?: boolean } = {},
): Promise<ImageSet> {
  if (data === 'mnist') return (await digits()).train
  const path = pathOf(data)
  return labels ? labelled(path) : parseIdx(readWhole(path), path)
}

/**
 * The images to train on, and others of their kind to judge by: MNIST's `t10k` beside a file named `train`,
 * else a tenth. With labels where a file of labels lies beside each.
 */
export async function loadHalves(data: string): Promise<{ train: ImageSet; heldOut: ImageSet }> {
  if (data === 'mnist') return digits()
  const path = pathOf(data)
  const train = await labelled(path)
  const test = beside(path, (name) => name.replace(/^train/, 't10k'))
  if (test !== undefined) return { train, heldOut: await labelled(test) }
  // Drawn from all of them: a file may hold one class after the other.
  const order = shuffled(train.count, 1)
  const first = train.count - Math.floor(train.count / 10)
  return {
    train: some(train, order.subarray(0, first)),
    heldOut: some(train, order.subarray(first)),
  }
}

const digits = () => parseMnist(readWhole(join(ROOT, 'src/data/mnist/mnist.bin.gz')))

async function labelled(path: string): Promise<ImageSet> {
  const images = await parseIdx(readWhole(path), path)
  const file = beside(path, (name) => name.replace(/images([.-])idx[34]/, 'labels$1idx1'))
  if (file === undefined) return images
  const labels = await parseIdxLabels(readWhole(file), file)
  return withLabels(images, labels, { images: path, labels: file })
}

/** A file in the same folder under another name, gzipped or not, if there is one. */
function beside(path: string, rename: (name: string) => string): string | undefined {
  const name = basename(path)
  if (rename(name) === name) return undefined
  const plain = join(dirname(path), rename(name).replace(/\.gz$/, ''))
  return [plain, `${plain}.gz`].find(exists)
}

/** The images of so many rows, with their labels. */
function some({ count, pixels, labels, ...shape }: ImageSet, rows: Uint32Array): ImageSet {
  const each = pixels.length / count
  const found = new Uint8Array(rows.length * each)
  for (const [to, row] of rows.entries()) {
    found.set(pixels.subarray(row * each, (row + 1) * each), to * each)
  }
  return {
    ...shape,
    count: rows.length,
    pixels: found,
    ...(labels && { labels: Uint8Array.from(rows, (row) => labels[row] ?? 0) }),
  }
}

function pathOf(data: string): string {
  if (!exists(data)) {
    throw new Misuse(
      `--data ${data}: no data set has that name and no such file exists. Use mnist, or the path of an IDX file`,
    )
  }
  return statSync(data).isDirectory() ? imagesIn(data) : data
}

function imagesIn(folder: string): string {
  const names = readdirSync(folder).filter((name) => /idx[34]-ubyte(\.gz)?$/.test(name))
  const train = names.find((name) => name.startsWith('train')) ?? names[0]
  if (train !== undefined) return join(folder, train)
  throw new Failure(
    `${folder} holds no IDX images (a name that ends in idx3-ubyte or idx3-ubyte.gz)`,
  )
}
