// The user's images, for a run with data=own. They are read a few at a time, so that a run goes on
// meanwhile; the current images stay until all are read without an error.

import { DataError } from '../../data/imageSet'
import { cropLoss } from '../../data/pictures'
import { type Reading, SetReading } from '../../data/setReading'
import { guessSheet } from '../../data/sheet'
import { LEFT_RUN, runsAmong } from '../../gan/run/runNames'
import { shuffled } from '../../nn/philox'
import type { OwnSummary } from '../core/protocol'
import { Decoder, type Fit } from '../lab/decode'
import type { Lab } from '../lab/lab'
import { type Brought, sourceOfFile } from '../lab/ownSource'
import { ownOf, type Thumbs, takeOwn, thumbsOf, without } from './ownSet'

interface Under {
  reading: SetReading
  decoder: Decoder
  fit: Fit
  without: readonly number[]
}

const readings = new WeakMap<Lab, Under>()

/** Most bytes of pixels. */
const MOST_BYTES = 2 ** 29

/** Progress; the summary once all images are read, or why there is none, and the files left out until then. */
export interface Read extends Reading {
  summary?: OwnSummary
  refused?: { why: string; skipped: readonly string[] }
}

/** Starts a new reading, and ends the current one. `without`: places of images to leave out. */
async function ownBegin(lab: Lab, fit: Fit, without: readonly number[]): Promise<void> {
  const decoder = new Decoder(fit)
  const reading = new SetReading({
    ...fit,
    most: MOST_BYTES,
    decode: decoder.decode,
    order: (count) => shuffled(count, 1),
    leave: { among: runsAmong, why: LEFT_RUN },
  })
  readings.set(lab, { reading, decoder, fit, without })
}

async function ownAdd(lab: Lab, brought: readonly Brought[]): Promise<void> {
  readings.get(lab)?.reading.add(brought.map(sourceOfFile))
}

/** Reads for the given milliseconds. */
async function ownRead(lab: Lab, milliseconds: number): Promise<Read> {
  const under = readings.get(lab)
  if (!under) throw new Error('nothing is being read. Add the files again')
  const { reading, decoder, fit, without: out } = under
  try {
    const made = await reading.advance(performance.now() + milliseconds)
    if (!made) return reading.reading
    const { software } = await lab.gpu()
    readings.delete(lab)
    const { set, places, paths, of, heads, skipped, notes } = made
    const [head] = heads
    const summary = takeOwn(lab, {
      ...{ set, places, paths, of, skipped, notes, software, ...fit },
      without: out.filter((place) => place < set.count),
      cut: fit.cell === undefined ? cropLoss(heads) : undefined,
      guess: head && heads.length === 1 ? guessSheet(head, decoder.sheet) : undefined,
    })
    return { ...reading.reading, summary }
  } catch (error) {
    readings.delete(lab)
    if (!(error instanceof DataError)) throw error
    return { ...reading.reading, refused: { why: error.message, skipped: reading.skipped } }
  }
}

async function ownStop(lab: Lab): Promise<void> {
  readings.delete(lab)
}

/** Leaves images out, by their places; all others are taken. */
async function ownWithout(lab: Lab, places: readonly number[]): Promise<OwnSummary> {
  return without(lab, places)
}

/** Some of the images, those left out too, in the order of their names. */
async function ownThumbs(lab: Lab, range: { first: number; most: number }): Promise<Thumbs> {
  return thumbsOf(ownOf(lab), range)
}

export const ownJobs = { ownBegin, ownAdd, ownRead, ownStop, ownWithout, ownThumbs }
