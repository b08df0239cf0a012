// The user's files, or entries of a zip: their kind by the first bytes, and their content when it is needed.

import { isCifar } from './cifar'
import { idxKind } from './idx'
import { kindOfFile } from './imageSet'
import { isNpy, npyKind } from './npy'
import { HEAD_BYTES, type PictureHead, readPictureHead } from './pictureFile'
import { isSafetensors } from './safetensors'
import { type RandomAccess, readZip } from './zip'

export interface Source {
  path: string
  size: number
  /** Why it cannot be read, where that is known. */
  why?: string
  head(): Promise<Uint8Array>
  whole(): Promise<Uint8Array<ArrayBuffer>>
  unzip?(): Promise<Source[]>
}

/** Limits for the unpacked size of a zip: pictures hardly shrink. */
const BOMB = { bytes: 256 * 2 ** 20, times: 100 }

/** Names of the files of a run: other safetensors files may hold images. */
const OF_RUN = /(^|\/)(checkpoint|generator(-ema)?|discriminator|noise)\.safetensors$/
const isOfRun = ({ path }: { path: string }): boolean => OF_RUN.test(path)
/** Is it at the top of a zip, or in its only folder? Runs below are left out, and the rest is read. */
const isSaved = (entry: { path: string }): boolean =>
  isOfRun(entry) && entry.path.split('/').length <= 2
const SAVED = 'is of a run that was saved: Load opens it'

/** @param file  its path may have folders */
export function sourceOf({ path, size, read }: RandomAccess & { path: string }): Source {
  return {
    path,
    size,
    head: () => read(0, Math.min(size, HEAD_BYTES)),
    whole: () => read(0, size),
    unzip: async () => {
      const entries = await readZip({ size, read }, path)
      if (entries.some(isSaved)) throw new Unreadable(SAVED)
      const unpacked = entries.reduce((sum, entry) => sum + entry.size, 0)
      if (unpacked > BOMB.bytes && unpacked > BOMB.times * size) {
        throw new Unreadable(
          `would grow from ${inBytes(size)} to ${inBytes(unpacked)}, which pictures never do: it stays packed`,
        )
      }
      // A zip may hold one class and have its name.
      const folder = path.replace(/\.zip$/i, '')
      return entries.map((entry) => ({ ...entry, path: `${folder}/${entry.path}` }))
    },
  }
}

/** Reason for skipping a file: the message continues its name. */
export class Unreadable extends Error {}

/** Files that hold many images or labels at once. */
export type Format = 'IDX' | 'npy' | 'CIFAR' | 'safetensors'

export type Kind =
  | { is: 'picture'; head: PictureHead }
  | { is: 'images' | 'labels'; format: Format }
  | { is: 'zip' }

/** Most pixels of a picture to decode: 256 MiB. */
export const MOST_PIXELS = 2 ** 26
/** Most bytes of a picture file: none with that many pixels is larger. */
const MOST_BYTES = 256 * 2 ** 20
/** Fewer pixels along a side show nothing. */
const LEAST_SIDE = 8

/** Kind of a file by its first bytes. @throws Unreadable where it is of no use for training */
export async function kindOf(source: Source): Promise<Kind> {
  if (source.why !== undefined) throw new Unreadable(source.why)
  if (isOfRun(source)) throw new Unreadable(SAVED)
  if (source.size === 0) throw new Unreadable('is empty')
  const start = await source.head()
  if (start[0] === 0x50 && start[1] === 0x4b && (start[2] === 3 || start[2] === 5)) {
    if (source.unzip) return { is: 'zip' }
    throw new Unreadable('is a zip in a zip: unpack it first')
  }
  const idx = await idxKind(start)
  if (idx) return { is: idx, format: 'IDX' }
  if (isNpy(start)) return { is: npyKind(start), format: 'npy' }
  if (isSafetensors(start, source.size)) return { is: 'images', format: 'safetensors' }
  if (isCifar(source)) return { is: 'images', format: 'CIFAR' }
  return { is: 'picture', head: await pictureOf(source, start) }
}

async function pictureOf(source: Source, start: Uint8Array): Promise<PictureHead> {
  let head = readPictureHead(start)
  if (head === undefined) {
    const kind = kindOfFile(start)
    throw new Unreadable(`is no image${kind ? `, but ${kind}` : ''}`)
  }
  if (source.size > MOST_BYTES) {
    throw new Unreadable(`has ${inBytes(source.size)}, more than a picture may have (256 MB)`)
  }
  if (head === 'more') head = readPictureHead(await source.whole())
  if (!head || head === 'more') throw new Unreadable('is cut short: fetch it again')
  const { width, height } = head
  const size = `is ${width.toLocaleString('en')} × ${height.toLocaleString('en')} pixels`
  if (width * height > MOST_PIXELS) {
    throw new Unreadable(`${size}, more than the 67 million that are decoded: scale it down`)
  }
  if (Math.min(width, height) < LEAST_SIDE) throw new Unreadable(`${size}, too few to learn from`)
  return head
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB']

/** 5500000000 → 5.5 GB */
export function inBytes(count: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3))
  const value = count / 1000 ** power
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[power]}`
}
