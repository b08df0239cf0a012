// The user's images as they were read, and those of them that a run learns from.

import { DataError, type NamedSet, rowsOf } from '../../data/imageSet'
import { type CropLoss, selected } from '../../data/pictures'
import { rgbaOf } from '../../data/prepare'
import { resized } from '../../data/resize'
import type { SheetGuess } from '../../data/sheet'
import { imageSizeFor } from '../../gan/model/presets'
import { shuffled } from '../../nn/philox'
import type { OwnSummary, Picture } from '../core/protocol'
import type { Fit } from '../lab/decode'
import { slice } from '../lab/judged'
import { setFit } from '../lab/keeper'
import type { Lab } from '../lab/lab'
import { ownImages } from '../lab/opening'
import { realGrid } from '../lab/realGrid'

export interface OwnSet extends Fit {
  /** All images that were read. */
  set: NamedSet
  /** Of each image its place by path, and its path; empty where the images come from one file. */
  places: readonly number[]
  paths: readonly string[]
  /** Places of images that the user left out. */
  without: readonly number[]
  of: number
  skipped: readonly string[]
  notes: readonly string[]
  cut: CropLoss | undefined
  guess: SheetGuess | undefined
  software: boolean
}

const SHEET_ROWS = 3

/** By the images that a run would learn from. */
const wholes = new WeakMap<NamedSet, OwnSet>()

/** Makes images the user's. */
export function takeOwn(lab: Lab, own: OwnSet): OwnSummary {
  const left = leftOf(own)
  wholes.set(left, own)
  setFit(left, own)
  ownImages.set(lab, left)
  return summaryOf(own, left)
}

/** @throws Error where the pictures are not here as they were read: the browser keeps only those that were taken */
export function ownOf(lab: Lab): OwnSet {
  const set = ownImages.get(lab)
  const own = set && wholes.get(set)
  if (!own) throw new Error('bring the files again to leave some of them out')
  return own
}

/** @throws DataError where none would be left */
export function without(lab: Lab, places: readonly number[]): OwnSummary {
  const own = ownOf(lab)
  if (places.length >= own.set.count) {
    throw new DataError('one picture at least must stay')
  }
  return takeOwn(lab, { ...own, without: places })
}

/** The images without those left out, in the order as if the others had never been there. */
function leftOf({ set, places, without: out }: OwnSet): NamedSet {
  if (out.length === 0) return set
  const gone = new Set(out)
  const rows = rowsByPlace({ set, places }).filter((_, place) => !gone.has(place))
  if (places.length === 0) return selected(set, rows)
  return selected(
    set,
    [...shuffled(rows.length, 1)].flatMap((n) => rows[n] ?? []),
  )
}

function rowsByPlace({ set, places }: Pick<OwnSet, 'set' | 'places'>): number[] {
  const rows = Array.from({ length: set.count }, (_, row) => row)
  for (const [row, place] of places.entries()) rows[place] = row
  return rows
}

function summaryOf(own: OwnSet, set: NamedSet): OwnSummary {
  const { count, height, width, channels, labels, names = [] } = set
  const { of, skipped, notes, without: out, cell, crop, cut, guess, software } = own
  const counts = new Array<number>(names.length).fill(0)
  for (const label of labels ?? []) counts[label] = (counts[label] ?? 0) + 1
  const imageSize = imageSizeFor(set, { software })
  const some = resized(slice(set, 0, 8 * SHEET_ROWS), imageSize)
  return {
    ...{ count, height, width, channels, skipped, notes, cell, crop, cut, guess, imageSize },
    of: of - out.length,
    all: own.set.count,
    without: out,
    classes: names.map((name, i) => ({ name, count: counts[i] ?? 0 })),
    smaller: imageSize < Math.max(height, width),
    sheet: realGrid(some, imageSize, { rows: Math.min(SHEET_ROWS, Math.ceil(count / 8)) }),
  }
}

export interface Thumbs {
  /** In the order of places from `first` on. */
  pictures: readonly { name: string; picture: Picture }[]
}

/** Side of a small picture, in pixels. */
const THUMB = 32

export function thumbsOf(
  { set, places, paths }: OwnSet,
  { first, most }: { first: number; most: number },
): Thumbs {
  const rows = rowsByPlace({ set, places }).slice(first, first + most)
  const { height, width, channels, pixels } = resized(rowsOf(set, Uint32Array.from(rows)), THUMB)
  const each = height * width * channels
  const pictures = rows.map((row, i) => ({
    name: paths[row] ?? `Image ${first + i + 1}`,
    picture: {
      ...{ width, height },
      pixels: rgbaOf(pixels.subarray(i * each, (i + 1) * each), channels),
    },
  }))
  return { pictures }
}
