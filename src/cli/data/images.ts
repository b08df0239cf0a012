// Finds the images that `--data` names: the embedded digits, other domains of them, generated avatars, or files at a path;
// for evaluation also held-out images.

import { basename, dirname, join } from 'node:path'
import type { CellGrid } from '../../data/gutters'
import type { Half } from '../../data/halves'
import type { NamedSet } from '../../data/imageSet'
import { type Halves, parseMnist, parseUci } from '../../data/mnist'
import { type Crop, enlarged, resized } from '../../data/resize'
import { HELD_OUT, isTrain, MOST_SIDE } from '../../data/setFiles'
import { type LoadedSet, SetReading, type SetReadingOptions } from '../../data/setReading'
import { guessSheet } from '../../data/sheet'
import type { Source } from '../../data/source'
import { domainsOf, type MadeDomain } from '../../gan/adapt/domains'
import { withTenthHeldOut } from '../../gan/judge/heldOut'
import { LEFT_RUN, runsAmong } from '../../gan/run/runNames'
import { secondHalf } from '../../gan/translate/split'
import { shuffled } from '../../nn/philox'
import { entriesIn, exists, isFolder, readWhole } from '../folder/files'
import { ROOT } from '../root'
import { Counter } from '../terminal/counter'
import { Failure, Misuse } from '../terminal/failure'
import type { Asked } from '../terminal/stop'
import { avatars } from './avatars'
import { Decoder } from './decode'
import { emoji } from './emoji'
import { sourcesAt } from './sources'

/** Height and width of the digits of UCI and of made domains, where no model says another. */
const USUAL_SIDE = 32

/** Data sets with a name instead of a path that have held-out images. */
const HALVES: Record<string, (size?: number) => Promise<Halves>> = {
  mnist: () => digits(),
  uci: async (size = USUAL_SIDE) => {
    const { train, heldOut } = await parseUci(readWhole(join(ROOT, 'src/data/uci/uci.bin.gz')))
    return { train: enlarged(train, size), heldOut: enlarged(heldOut, size) }
  },
  coloured: async (size) => (await digitDomains('coloured', size)).target,
  inverted: async (size) => (await digitDomains('inverted', size)).target,
}

/** Half of the digits as they are, and the other half in another domain. */
export const digitDomains = async (domain: MadeDomain, size = USUAL_SIDE) =>
  domainsOf(await digits(), domain, size)

/** Digits in another domain, and the same as they are. */
export async function digitPairs(domain: MadeDomain, size: number) {
  const { target } = await digitDomains(domain, size)
  return { target: target.train, source: secondHalf((await digits()).train) }
}

/** Data sets with a name instead of a path. */
const NAMED: Record<string, (size?: number) => Promise<NamedSet>> = {
  ...Object.fromEntries(
    Object.entries(HALVES).map(([name, halves]) => [
      name,
      async (size?: number) => (await halves(size)).train,
    ]),
  ),
  avatars: async (size = MOST_SIDE) => resized(await avatars(), size),
  'emoji-line': (size = MOST_SIDE) => emoji('line', size),
  'emoji-colour': (size = MOST_SIDE) => emoji('colour', size),
}

export const isNamed = (data: string): boolean => Object.hasOwn(NAMED, data)

export interface DataOptions {
  /** Option that names the data, for errors. Default: --data. */
  option?: string | undefined
  /** Pixels along a side of the model: larger images are averaged down. Default: a size that suits the images. */
  size?: number | undefined
  /** Pixels along a side of each square, where pictures are sprite sheets. */
  cell?: number | undefined
  /** Fit of pictures that are not square. */
  crop?: Crop | undefined
  /** Request to stop while images are read. */
  stop?: Asked | undefined
}

interface ReadOptions extends DataOptions {
  labels?: boolean
  /** Half to take of a set that has halves. */
  half?: Half
  /** Order of the images (see SetReading). Default: at random, always the same. */
  order?: SetReadingOptions['order']
  /** Is each picture two images, side by side? */
  halves?: boolean | undefined
  /** Files to read in place of those at the path, such as some of a zip. */
  sources?: readonly Source[] | undefined
}

/** 4 GiB: the longest Uint8Array in Node 20, and the largest GPU buffer of today's adapters. */
const MOST_BYTES = 2 ** 32
/** Milliseconds of reading between two updates of the progress bar. */
const MOMENT = 100

/**
 * Reads the images to train on. With `labels`, also the file of labels beside an image file; classes from folders are
 * always read.
 */
export async function readData(
  data: string,
  {
    labels = false,
    half,
    size,
    cell,
    crop,
    stop,
    halves,
    sources,
    option = '--data',
    order = (count) => shuffled(count, 1),
  }: ReadOptions = {},
): Promise<LoadedSet> {
  const named = Object.hasOwn(NAMED, data) ? await NAMED[data]?.(size) : undefined
  if (named) {
    const notes = cell === undefined ? [] : [`--cell ${cell} has no effect: ${data} has no sheets`]
    const none = { heads: [], paths: [], places: [], skipped: [] }
    return { ...none, set: named, of: named.count, notes, halved: false }
  }
  const what = `${option} ${data}`.trim()
  if (!sources && !exists(data)) {
    throw new Misuse(
      `${what}: no data set has that name and no such file exists. Use ${Object.keys(NAMED).join(', ')}, or the path of images`,
    )
  }
  const decoder = new Decoder({ cell, crop, halves })
  const reading = new SetReading({
    most: MOST_BYTES,
    decode: decoder.decode,
    order,
    size,
    cell,
    crop,
    half,
    name: what,
    leave: { among: runsAmong, why: LEFT_RUN },
  })
  reading.add(sources ?? (await sourcesAt(data, { labels })))
  const counter = new Counter()
  try {
    for (;;) {
      const made = await reading.advance(performance.now() + MOMENT)
      if (made) return { ...made, notes: [...made.notes, ...hintOf(made, decoder, cell)] }
      counter.show(reading.reading)
      if (stop?.asked) throw new Failure('stopped while reading images; nothing was saved')
    }
  } catch (error) {
    throw decoder.fault ?? error
  } finally {
    counter.end()
  }
}

/** A single picture is probably a sprite sheet. */
function hintOf({ heads, of }: LoadedSet, { sheet }: Decoder, cell?: number): string[] {
  const [head] = heads
  if (cell !== undefined || !head || of > 1) return []
  const { grid, isSure } = guessSheet(head, sheet)
  const into = ({ cell: side, gutter, across, down }: CellGrid) =>
    `--cell ${side}, which cuts it into ${across.count} × ${down.count} images${gutter > 0 ? `, without gutters of ${gutter}` : ''}`
  if (grid && isSure) return [`the only picture looks like a sprite sheet: add ${into(grid)}`]
  return [
    'there is one picture only. If it is a sprite sheet, add --cell and the pixels along a side of a sprite',
  ]
}

export const loadImages = async (data: string, options: DataOptions = {}): Promise<NamedSet> =>
  (await readData(data, options)).set

/**
 * Reads the images to train on and held-out ones: the other half of a split set, a file beside it such as MNIST's
 * `t10k` beside `train`, otherwise a tenth, and at least one. With labels where there are any. `whole`: all that a run
 * trains on.
 */
export async function loadHalves(
  data: string,
  options: DataOptions = {},
): Promise<Halves & { whole: NamedSet }> {
  const named = Object.hasOwn(HALVES, data) ? await HALVES[data]?.(options.size) : undefined
  if (named) return { ...named, whole: named.train }
  const { set: train, halved } = await readData(data, { ...options, labels: true })
  const test = halved ? data : heldOutOf(data)
  if (test !== undefined) {
    const { height, width } = train
    const size = options.size ?? Math.max(height, width, MOST_SIDE)
    const { set } = await readData(test, { ...options, size, labels: true, half: 'heldOut' })
    return { train, heldOut: numberedAs(train, set), whole: train }
  }
  return { ...withTenthHeldOut(train), whole: train }
}

const digits = () => parseMnist(readWhole(join(ROOT, 'src/data/mnist/mnist.bin.gz')))

/** Renumbers the labels of a half by the names of classes: a class may be missing in one half. */
function numberedAs({ names: known = [] }: NamedSet, { labels, names = [], ...set }: NamedSet) {
  const numbers = names.map((name) => known.indexOf(name))
  // A judge cannot name a class that it did not learn.
  if (!labels || numbers.includes(-1)) return set
  return { ...set, labels: labels.map((label) => numbers[label] ?? label) }
}

/** Path of the held-out images beside those to train on, by their names. */
function heldOutOf(data: string): string | undefined {
  if (isNamed(data)) return undefined
  const folder = isFolder(data) ? data : dirname(data)
  const name = isFolder(data) ? entriesIn(data).files.find(isTrain) : basename(data)
  if (name === undefined || !isTrain(name)) return undefined
  const names = HELD_OUT.flatMap(([train, test]) => {
    const plain = name.replace(train, test).replace(/\.gz$/, '')
    return plain === name.replace(/\.gz$/, '') ? [] : [plain, `${plain}.gz`]
  })
  const found = names.find((each) => exists(join(folder, each)))
  return found === undefined ? undefined : join(folder, found)
}
