// Pictures that are no training images: those of other programs to evaluate, and targets of a search. They are read and
// scaled as training images are, in the order of their names.

import { resolve } from 'node:path'
import type { ImageSet } from '../../data/imageSet'
import { coloursOf, greyOf } from '../../data/pictures'
import type { LoadedSet } from '../../data/setReading'
import { exists } from '../folder/files'
import { Misuse } from '../terminal/failure'
import { readData } from './images'

export interface PictureOptions {
  /** Pixels along a side of the model. */
  imageSize: number
  channels: number
  /** The option that names the path. */
  option: string
}

/** @param path  whatever train reads: a picture, a folder with sub-folders, a zip, an array */
export async function readPictures(
  path: string,
  { imageSize, channels, option }: PictureOptions,
): Promise<LoadedSet> {
  if (!exists(path)) {
    throw new Misuse(`${option} ${path}: no such folder or file. Give one that holds pictures`)
  }
  const made = await readData(resolve(path), { option, size: imageSize, order: inOrder })
  const { labels: _, names: __, ...set } = made.set
  return { ...made, set: withChannels(set, channels) }
}

/** By the characters of paths. */
const inOrder = (_: number, paths: readonly string[]): number[] =>
  [...paths.keys()].sort((a, b) => compare(paths[a] ?? '', paths[b] ?? ''))

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

function withChannels(set: ImageSet, channels: number): ImageSet {
  if (set.channels === channels) return set
  const pixels = channels === 1 ? greyOf(set.pixels) : coloursOf(set.pixels)
  return { ...set, channels, pixels }
}
