// Finds the images that `--data` names: the embedded digits, an IDX file, or a folder that holds one.

import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseIdx } from '../data/idx'
import type { ImageSet } from '../data/imageSet'
import { parseMnist } from '../data/mnist'
import { Failure, Misuse } from './failure'
import { exists, ROOT, readWhole } from './files'

/** The images to train on. */
export async function loadImages(data: string): Promise<ImageSet> {
  if (data === 'mnist') {
    const { train } = await parseMnist(readWhole(join(ROOT, 'src/data/mnist/mnist.bin.gz')))
    return train
  }
  if (!exists(data)) {
    throw new Misuse(
      `--data ${data}: no data set has that name and no such file exists. Use mnist, or the path of an IDX file`,
    )
  }
  const path = statSync(data).isDirectory() ? imagesIn(data) : data
  return parseIdx(readWhole(path), path)
}

function imagesIn(folder: string): string {
  const names = readdirSync(folder).filter((name) => /idx[34]-ubyte(\.gz)?$/.test(name))
  const train = names.find((name) => name.startsWith('train')) ?? names[0]
  if (train !== undefined) return join(folder, train)
  throw new Failure(
    `${folder} holds no IDX images (a name that ends in idx3-ubyte or idx3-ubyte.gz)`,
  )
}
