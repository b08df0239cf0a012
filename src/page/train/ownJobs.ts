// Images that somebody brought, for a run of data=own. They are read a few at a time, so that a run goes on
// meanwhile; what was there stays until all is read and well.

import { resized } from '../../data/resize'
import { type Made, type Reading, SetReading } from '../../data/setReading'
import { imageSizes } from '../../gan/model/recipes'
import { shuffled } from '../../nn/philox'
import type { Picture } from '../core/protocol'
import { slice } from '../lab/judged'
import type { Lab } from '../lab/lab'
import { realGrid } from '../lab/realGrid'
import { decoded } from './decode'
import { type Brought, sourceOfFile } from './ownSource'

/** What was brought, in short. */
export interface OwnSummary {
  count: number
  /** Pictures that there were, where there is no room for all. */
  of: number
  height: number
  width: number
  channels: number
  classes: readonly { name: string; count: number }[]
  skipped: readonly string[]
  /** How many were passed over: more than are named. */
  skippedCount: number
  /** The size of a model that suits the images and this adapter; larger ones fit, too. */
  imageSize: number
  /** Would a larger model show more? */
  smaller: boolean
  /** Some of them. */
  sheet: Picture
}

/** Of the pixels. */
const MOST_BYTES = 2 ** 29
/** On a CPU an iteration of 64 × 64 takes four times as long. */
const SOFTWARE_SIZE = 32
const SHEET_ROWS = 3
/** Reasons that anybody would read. */
const NAMED = 20

/**
 * Ends what is being read, and begins anew.
 *
 * @param cell  of sheets: pixels along a side of each square
 */
async function ownBegin(lab: Lab, cell?: number): Promise<void> {
  lab.reading = new SetReading({
    most: MOST_BYTES,
    cell,
    decode: (...picture) => decoded(...picture, cell),
    order: (count) => shuffled(count, 1),
  })
}

async function ownAdd({ reading }: Lab, brought: readonly Brought[]): Promise<void> {
  reading?.add(brought.map(sourceOfFile))
}

/** Reads for so many milliseconds; the summary comes when all is read, and the images are there. */
async function ownRead(
  lab: Lab,
  milliseconds: number,
): Promise<Reading & { summary?: OwnSummary }> {
  const { reading } = lab
  if (!reading) throw new Error('nothing is being read. Bring the files again')
  try {
    const made = await reading.advance(performance.now() + milliseconds)
    if (!made) return reading.reading
    const { software } = await lab.gpu()
    lab.own = made.set
    lab.reading = undefined
    return { ...reading.reading, summary: summaryOf(made, { software }) }
  } catch (error) {
    lab.reading = undefined
    throw error
  }
}

async function ownStop(lab: Lab): Promise<void> {
  lab.reading = undefined
}

function summaryOf({ set, of, skipped }: Made, { software }: { software: boolean }): OwnSummary {
  const { count, height, width, channels, labels, names = [] } = set
  const counts = new Array<number>(names.length).fill(0)
  for (const label of labels ?? []) counts[label] = (counts[label] ?? 0) + 1
  const side = Math.max(height, width)
  const fits = imageSizes.find((size) => size >= side) ?? Math.max(...imageSizes)
  const imageSize = software ? Math.min(SOFTWARE_SIZE, fits) : fits
  const some = resized(slice(set, 0, 8 * SHEET_ROWS), imageSize)
  return {
    count,
    of,
    height,
    width,
    channels,
    classes: names.map((name, i) => ({ name, count: counts[i] ?? 0 })),
    skipped: skipped.slice(0, NAMED),
    skippedCount: skipped.length,
    imageSize,
    smaller: imageSize < side,
    sheet: realGrid(some, imageSize, { rows: Math.min(SHEET_ROWS, Math.ceil(count / 8)) }),
  }
}

export const ownJobs = { ownBegin, ownAdd, ownRead, ownStop }
