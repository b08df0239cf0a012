// The user's images for a translation: two sets, or pairs. Read a few at a time, so that a run goes on meanwhile.

import { DataError, type NamedSet, rowsOf } from '../../data/imageSet'
import { type Reading, SetReading } from '../../data/setReading'
import type { Source } from '../../data/source'
import { LEFT_RUN, runsAmong } from '../../gan/run/runNames'
import type { Both } from '../../gan/translate/cycleStep'
import { partnerFolders } from '../../gan/translate/split'
import { shuffled } from '../../nn/philox'
import type { OwnAbout, Place } from '../core/translation'
import { Decoder } from '../lab/decode'
import type { Lab } from '../lab/lab'
import { type Brought, sourceOfFile } from '../lab/ownSource'
import { realGrid } from '../lab/realGrid'
import { ownOf } from './sets'

/** Most bytes of pixels. */
const MOST_BYTES = 2 ** 28

interface Under {
  place: Place
  size: number
  sources: Source[]
  reading?: SetReading
  folders?: Both<string> | undefined
}

const readings = new WeakMap<Lab, Under>()

/** Progress; the summary once all images are read. */
export interface Read extends Reading {
  about?: OwnAbout
}

/** Starts a new reading, and ends the current one. `size`: of the model. */
async function translateBring(lab: Lab, place: Place, size: number): Promise<void> {
  readings.set(lab, { place, size, sources: [] })
}

async function translateAdd(lab: Lab, brought: readonly Brought[]): Promise<void> {
  readings.get(lab)?.sources.push(...brought.map(sourceOfFile))
}

/**
 * Reads for the given milliseconds.
 *
 * @throws DataError that says why the files cannot be used
 */
async function translateRead(lab: Lab, milliseconds: number): Promise<Read> {
  const under = readings.get(lab)
  if (!under) throw new Error('nothing is being read. Add the files again')
  try {
    under.reading ??= await begun(under)
    const made = await under.reading.advance(performance.now() + milliseconds)
    if (!made) return under.reading.reading
    readings.delete(lab)
    const { skipped, set, paths } = made
    const own = ownOf(lab)
    if (under.place !== 'pairs') {
      own[under.place] = set
      return { ...under.reading.reading, about: aboutOf(set, skipped, under.size) }
    }
    const { sets, alone } = under.folders ? byName(set, paths, under.folders) : besides(set)
    own.pairs = sets
    const { a, b } = sets
    const about = {
      ...aboutOf(interleaved(sets), [...skipped, ...alone], under.size),
      ...{ count: a.count, bytes: a.pixels.byteLength + b.pixels.byteLength },
    }
    return { ...under.reading.reading, about }
  } catch (error) {
    readings.delete(lab)
    throw error
  }
}

async function translateStop(lab: Lab): Promise<void> {
  readings.delete(lab)
}

/** A reading of all files; of pairs, of those in the two folders, or of pictures of two images side by side. */
async function begun(under: Under): Promise<SetReading> {
  const { place, size } = under
  let { sources } = under
  if (place === 'pairs') {
    sources = (await Promise.all(sources.map(entriesOf))).flat()
    const folders = sources.flatMap(({ path }) => path.split('/').slice(0, -1))
    const found = partnerFolders([...new Set(folders)])
    under.folders = found
    if (found) {
      const wanted = Object.values(found)
      sources = sources.filter(({ path }) => wanted.includes(path.split('/').at(-2) ?? ''))
    }
  }
  const halves = place === 'pairs' && !under.folders
  const reading = new SetReading({
    size,
    most: MOST_BYTES,
    decode: new Decoder({ cell: undefined, crop: 'centre', halves }).decode,
    order: (count, paths) => (place === 'pairs' ? inOrder(paths) : shuffled(count, 1)),
    leave: { among: runsAmong, why: LEFT_RUN },
  })
  reading.add(sources)
  return reading
}

const entriesOf = async (source: Source): Promise<Source[]> =>
  /\.zip$/i.test(source.path) && source.unzip ? source.unzip() : [source]

/** By the characters of paths, as the terminal orders partners. */
const inOrder = (paths: readonly string[]): number[] =>
  [...paths.keys()].sort((a, b) => {
    const [one = '', other = ''] = [paths[a], paths[b]]
    return one < other ? -1 : one > other ? 1 : a - b
  })

interface Partners {
  sets: Both<NamedSet>
  /** Images without a partner, in a line. */
  alone: string[]
}

function byName(set: NamedSet, paths: readonly string[], folders: Both<string>): Partners {
  const rowsIn = (folder: string) =>
    new Map(
      paths.flatMap((path, row): [string, number][] => {
        const [name = '', inside] = path.split('/').reverse()
        return inside === folder ? [[name.replace(/\.\w+$/, ''), row]] : []
      }),
    )
  const [inA, inB] = [rowsIn(folders.a), rowsIn(folders.b)]
  const names = [...inA.keys()].filter((name) => inB.has(name))
  if (names.length === 0) {
    throw new DataError(
      `no file of ${folders.a} has the name of one of ${folders.b}. Give partners one name, such as A/1.png and B/1.png`,
    )
  }
  const rows = (by: ReadonlyMap<string, number>) =>
    rowsOf(
      set,
      Uint32Array.from(names, (name) => by.get(name) ?? 0),
    )
  const left = inA.size + inB.size - 2 * names.length
  const alone = left === 0 ? [] : [`${left} without a partner of the same name`]
  return { sets: { a: rows(inA), b: rows(inB) }, alone }
}

function besides(set: NamedSet): Partners {
  const even = (odd: number) =>
    rowsOf(
      set,
      Uint32Array.from({ length: set.count / 2 }, (_, i) => 2 * i + odd),
    )
  return { sets: { a: even(0), b: even(1) }, alone: [] }
}

const COLUMNS = 8

/** A row of the first set above its partners. */
function interleaved({ a, b }: Both<NamedSet>): NamedSet {
  const shown = Math.min(COLUMNS, a.count)
  const each = a.pixels.length / a.count
  const pixels = new Uint8Array(2 * COLUMNS * each)
  pixels.set(a.pixels.subarray(0, shown * each))
  pixels.set(b.pixels.subarray(0, shown * each), COLUMNS * each)
  return { ...a, count: 2 * COLUMNS, pixels }
}

function aboutOf(set: NamedSet, skipped: readonly string[], size: number): OwnAbout {
  const rows = Math.min(2, Math.ceil(set.count / COLUMNS))
  const side = Math.max(size, set.height)
  const picture = realGrid(set, side, { rows })
  return { count: set.count, skipped: [...skipped], picture, size, bytes: set.pixels.byteLength }
}

export const ownTranslateJobs = { translateBring, translateAdd, translateRead, translateStop }
