// PNG files as a set of images: for the evaluation of samples of other programs.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { DataError, type ImageSet, messageOf } from '../../data/imageSet'
import { readPictureHead } from '../../data/pictureFile'
import { Failure, Misuse } from '../terminal/failure'
import { exists, isFolder, readWhole } from './files'

interface Wanted {
  imageSize: number
  channels: number
}

/** Reads every PNG of a folder, by name. */
export function readPngFolder(folder: string, wanted: Wanted): ImageSet {
  if (!exists(folder) || !isFolder(folder)) {
    throw new Misuse(`--images ${folder}: no such folder. Give one that holds PNG files`)
  }
  const names = readdirSync(folder).filter((name) => /\.png$/i.test(name))
  if (names.length === 0) throw new Failure(`${folder} holds no PNG files`)
  return readPngs(
    names.sort().map((name) => join(folder, name)),
    wanted,
  )
}

/**
 * Reads PNG files. Images smaller than `imageSize` are padded evenly with black, as training images are; where
 * `channels` is 1, colours become grey; transparent pixels become black.
 */
export function readPngs(paths: readonly string[], { imageSize, channels }: Wanted): ImageSet {
  const perImage = imageSize ** 2 * channels
  const pixels = new Uint8Array(paths.length * perImage)
  for (const [n, path] of paths.entries()) {
    const image = pixels.subarray(n * perImage, (n + 1) * perImage)
    place(decodePng(readWhole(path), path, imageSize), image, imageSize, channels)
  }
  return { count: paths.length, height: imageSize, width: imageSize, channels, pixels }
}

/** Decodes a PNG. @throws DataError where it is damaged, or has more than `most` pixels across or down */
export function decodePng(bytes: Uint8Array, path: string, most: number): PNG {
  // Checked before decoding, which could take gigabytes.
  const head = readPictureHead(bytes)
  if (typeof head === 'object' && Math.max(head.width, head.height) > most) {
    throw new DataError(
      `${path} is ${head.width}×${head.height}, larger than ${most}×${most}. Scale images down, and cut grids into single images`,
    )
  }
  try {
    return PNG.sync.read(Buffer.from(bytes))
  } catch (cause) {
    throw new DataError(`${path} is no PNG that can be read: ${messageOf(cause)}`, { cause })
  }
}

function place({ width, height, data }: PNG, to: Uint8Array, size: number, channels: number): void {
  const [top, left] = [(size - height) >> 1, (size - width) >> 1]
  for (let i = 0; i < width * height; i++) {
    const at = (top + Math.floor(i / width)) * size + left + (i % width)
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(4 * i, 4 * i + 4)
    // Luma as in Rec. 601, which leaves grey as it is.
    const grey = 0.299 * red + 0.587 * green + 0.114 * blue
    const values = channels === 1 ? [grey] : [red, green, blue]
    for (const [c, value] of values.entries()) {
      to[at * channels + c] = Math.round((value * alpha) / 255)
    }
  }
}
