// The user's images, for a run with data=own. They are read a few at a time, so that a run goes on
// meanwhile; the current images stay until all are read without an error.

import { resized } from '../../data/resize'
import { type LoadedSet, type Reading, SetReading } from '../../data/setReading'
import { imageSizes } from '../../gan/model/recipes'
import { shuffled } from '../../nn/philox'
import type { OwnSummary } from '../core/protocol'
import { slice } from '../lab/judged'
import type { Lab } from '../lab/lab'
import { ownImages } from '../lab/opening'
import { realGrid } from '../lab/realGrid'
import { decoded } from './decode'
import { type Brought, sourceOfFile } from './ownSource'

const readings = new WeakMap<Lab, SetReading>()

/** Most bytes of pixels. */
const MOST_BYTES = 2 ** 29
/** Largest size on a CPU, where an iteration at 64 × 64 takes four times as long. */
const SOFTWARE_SIZE = 32
const SHEET_ROWS = 3
const NAMED = 20

/** Starts a new reading, and ends the current one. `cell`: side of each square of a sprite sheet, in pixels. */
async function ownBegin(lab: Lab, cell?: number): Promise<void> {
  const reading = new SetReading({
    most: MOST_BYTES,
    cell,
    decode: (...picture) => decoded(...picture, cell),
    order: (count) => shuffled(count, 1),
  })
  readings.set(lab, reading)
}

async function ownAdd(lab: Lab, brought: readonly Brought[]): Promise<void> {
  readings.get(lab)?.add(brought.map(sourceOfFile))
}

/** Reads for the given milliseconds; returns the summary once all images are read. */
async function ownRead(
  lab: Lab,
  milliseconds: number,
): Promise<Reading & { summary?: OwnSummary }> {
  const reading = readings.get(lab)
  if (!reading) throw new Error('nothing is being read. Add the files again')
  try {
    const made = await reading.advance(performance.now() + milliseconds)
    if (!made) return reading.reading
    const { software } = await lab.gpu()
    ownImages.set(lab, made.set)
    readings.delete(lab)
    return { ...reading.reading, summary: summaryOf(made, { software }) }
  } catch (error) {
    readings.delete(lab)
    throw error
  }
}

async function ownStop(lab: Lab): Promise<void> {
  readings.delete(lab)
}

function summaryOf(
  { set, of, skipped }: LoadedSet,
  { software }: { software: boolean },
): OwnSummary {
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
