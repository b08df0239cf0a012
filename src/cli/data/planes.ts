// Pictures that the user brings, at a size of their own: they are scaled as a whole, and not cut to squares.

import { basename } from 'node:path'
import { isJunk } from '../../data/folders'
import { messageOf } from '../../data/imageSet'
import { greyOf } from '../../data/pictures'
import { bytesOfImages } from '../../data/prepare'
import { kindOf, MOST_PIXELS, type Source, Unreadable } from '../../data/source'
import type { Plane } from '../../gan/translate/tiles'
import { exists, isFolder } from '../folder/files'
import { Failure, Misuse } from '../terminal/failure'
import { loadSharp } from './decode'
import { sourcesAt } from './sources'

export interface NamedPlane extends Plane {
  /** Name of the file, without folder and extension. */
  name: string
}

export interface PlaneOptions {
  /** Pixels of the shorter side, or `own` for the picture's own size. */
  size: number | 'own'
  /** Pixels that the shorter side has at least. */
  least: number
  channels: number
}

/** Pixels of the longer side, at most: a tile at a time goes through the networks. */
const MOST_SIDE = 4096

/**
 * The pictures at a path: one file, or all in a folder.
 *
 * @returns  with `skipped`, a line for each file that is no picture
 */
export async function readPlanes(
  path: string,
  options: PlaneOptions,
): Promise<{ planes: NamedPlane[]; skipped: string[] }> {
  if (!exists(path))
    throw new Misuse(
      `--image ${path}: no such file or folder. Give a picture, or a folder of pictures`,
    )
  const found = (await sourcesAt(path, { labels: false })).filter((source) => !isJunk(source.path))
  const planes: NamedPlane[] = []
  const skipped: string[] = []
  for (const source of found) {
    try {
      planes.push(await planeOf(source, options))
    } catch (error) {
      if (error instanceof Failure) throw error
      skipped.push(`${source.path} ${messageOf(error)}`)
    }
  }
  if (planes.length > 0) return { planes, skipped }
  const why = skipped[0] ?? `${path} is empty`
  throw new Failure(
    `${isFolder(path) ? `${path} holds no picture: ` : ''}${why}. Give a PNG, JPEG or WebP`,
  )
}

async function planeOf(
  source: Source,
  { size, least, channels }: PlaneOptions,
): Promise<NamedPlane> {
  const kind = await kindOf(source)
  if (kind.is !== 'picture') throw new Unreadable('is no picture')
  const sharp = await loadSharp()
  const picture = sharp(await source.whole(), { failOn: 'error', limitInputPixels: MOST_PIXELS })
  // On white: drawings with transparent paper are black on it.
  const upright = picture.autoOrient().flatten({ background: '#fff' }).toColourspace('srgb')
  const { width, height } = (await upright.clone().png().toBuffer({ resolveWithObject: true })).info
  const shorter = Math.min(width, height)
  const scale = Math.max(least, size === 'own' ? shorter : size) / shorter
  const to = { width: Math.round(width * scale), height: Math.round(height * scale) }
  if (Math.max(to.width, to.height) > MOST_SIDE) {
    throw new Unreadable(
      `would be ${to.width} × ${to.height} pixels: take a smaller --size, so that no side is longer than ${MOST_SIDE}`,
    )
  }
  const scaled = upright.clone().resize(to.width, to.height, { fit: 'fill', kernel: 'lanczos3' })
  const rgb = new Uint8Array(await scaled.removeAlpha().raw({ depth: 'uchar' }).toBuffer())
  const bytes = inChannels(rgb, rgb.length / (to.width * to.height), channels)
  const values = Float32Array.from(bytes, (byte) => (2 * byte - 255) / 255)
  return { ...to, channels, values, name: basename(source.path).replace(/\.\w+$/, '') }
}

function inChannels(bytes: Uint8Array, has: number, wanted: number): Uint8Array {
  if (has === wanted) return bytes
  if (wanted === 1) return greyOf(bytes)
  return Uint8Array.from({ length: 3 * bytes.length }, (_, i) => bytes[Math.floor(i / 3)] ?? 0)
}

/** A picture as PNG. */
export async function pngOf({ width, height, channels, values }: Plane): Promise<Uint8Array> {
  const sharp = await loadSharp()
  const raw = { width, height, channels: channels === 1 ? 1 : 3 } as const
  return new Uint8Array(await sharp(bytesOfImages(values), { raw }).png().toBuffer())
}
