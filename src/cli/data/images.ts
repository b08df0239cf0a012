// Finds the images that `--data` names: the embedded digits, avatars that are drawn here, or what lies at a path;
// and for those who judge, images that were not trained on.

import { basename, dirname, join } from 'node:path'
import { isHalf, isJunk } from '../../data/folders'
import { type ImageSet, type NamedSet, rowsOf } from '../../data/imageSet'
import { isLabelsFile } from '../../data/labelsFile'
import { parseMnist } from '../../data/mnist'
import { resized } from '../../data/resize'
import { HELD_OUT, isTrain, MOST_SIDE } from '../../data/setFiles'
import { type Made, SetReading } from '../../data/setReading'
import { shuffled } from '../../nn/philox'
import { entriesIn, exists, isFolder, readWhole } from '../folder/files'
import { ROOT } from '../root'
import { Counter } from '../terminal/counter'
import { Failure, Misuse } from '../terminal/failure'
import { avatars } from './avatars'
import { Decoder } from './decode'
import { sourcesAt } from './sources'

/** Data that have a name in place of a path. */
const NAMED: Record<string, (size?: number) => Promise<NamedSet>> = {
  mnist: async () => (await digits()).train,
  avatars: async (size = MOST_SIDE) => resized(await avatars(), size),
}

export const isNamed = (data: string): boolean => Object.hasOwn(NAMED, data)

export interface DataOptions {
  /** Pixels along a side of the model: larger images are averaged down. Without it they suit themselves. */
  size?: number | undefined
  /** Pictures are sheets of squares with so many pixels along a side. */
  cell?: number | undefined
}

interface ReadOptions extends DataOptions {
  labels?: boolean
  /** Of a folder with a half to train on and one to test by, the latter. */
  test?: boolean
  /** Somebody may ask to stop meanwhile. */
  stop?: { readonly asked: boolean }
}

/** 4 GiB: the longest Uint8Array in Node 20, and the largest GPU buffer of today's adapters. */
const MOST_BYTES = 2 ** 32
/** Milliseconds of reading between two looks at the bar. */
const MOMENT = 100

/**
 * What is there to train on, and what was passed over: also the half of a folder that is to test by. With
 * `labels`, those that lie beside a file, where there are any; those of a folder come in any case.
 */
export async function readData(
  data: string,
  { labels = false, test = false, size, cell, stop }: ReadOptions = {},
): Promise<Made> {
  const named = Object.hasOwn(NAMED, data) ? await NAMED[data]?.(size) : undefined
  if (named) return { set: named, of: named.count, heads: [], skipped: [] }
  if (!exists(data)) {
    throw new Misuse(
      `--data ${data}: no data set has that name and no such file exists. Use ${Object.keys(NAMED).join(', ')}, or the path of images`,
    )
  }
  const decoder = new Decoder(cell)
  const reading = new SetReading({
    most: MOST_BYTES,
    decode: decoder.decode,
    order: (count) => shuffled(count, 1),
    least: 1,
    size,
    cell,
  })
  const halves = halvesIn(data)
  const half = halves?.[test ? 'test' : 'train']
  const wanted = (name: string) => half === undefined || name === half || isLabelsFile(name)
  reading.add(await sourcesAt(data, { labels, wanted }))
  const left = halves?.all.filter((name) => !wanted(name)) ?? []
  const passed = left.map((name) => `${join(data, name)} is left out: ${half} is taken`)
  const counter = new Counter()
  try {
    for (;;) {
      const made = await reading.advance(performance.now() + MOMENT)
      if (made) return { ...made, skipped: [...passed, ...made.skipped] }
      counter.show(reading.reading)
      if (stop?.asked) throw new Failure('stopped while reading images; nothing was saved')
    }
  } catch (error) {
    throw decoder.fault ?? error
  } finally {
    counter.end()
  }
}

export const loadImages = async (data: string, options: DataOptions = {}): Promise<NamedSet> =>
  (await readData(data, options)).set

/**
 * The images to train on, and others of their kind to judge by: those of a folder or file beside, such as MNIST's
 * `t10k` beside `train`, else a tenth. With labels where there are any.
 */
export async function loadHalves(
  data: string,
  options: DataOptions = {},
): Promise<{ train: ImageSet; heldOut: ImageSet }> {
  if (data === 'mnist') return digits()
  const { set: train } = await readData(data, { ...options, labels: true })
  const test = halvesIn(data) ? data : heldOutOf(data)
  if (test !== undefined) {
    const { height, width } = train
    const size = options.size ?? Math.max(height, width, MOST_SIDE)
    const { set } = await readData(test, { ...options, size, labels: true, test: true })
    return { train, heldOut: numberedAs(train, set) }
  }
  // Drawn from all of them: a file may hold one class after the other.
  const order = shuffled(train.count, 1)
  const first = train.count - Math.floor(train.count / 10)
  return {
    train: rowsOf(train, order.subarray(0, first)),
    heldOut: rowsOf(train, order.subarray(first)),
  }
}

const digits = () => parseMnist(readWhole(join(ROOT, 'src/data/mnist/mnist.bin.gz')))

interface Halves {
  train: string
  test: string
  all: string[]
}

/** What lies in a folder whose sub-folders are the halves of a set: their names, and all names. */
function halvesIn(data: string): Halves | undefined {
  if (isNamed(data) || !isFolder(data)) return undefined
  const { files, folders } = entriesIn(data)
  const halves = folders.filter((name) => !isJunk(name)).sort()
  const train = halves.find(isTrain)
  const others = halves.filter((name) => name !== train)
  const test = others.find((name) => /^test/i.test(name)) ?? others[0]
  if (train === undefined || test === undefined || !halves.every(isHalf)) return undefined
  return { train, test, all: [...halves, ...files.filter((name) => !isJunk(name)).sort()] }
}

/** By the names of classes: where one is missing in a half, the numbers of the others are not those of the other. */
function numberedAs({ names: known = [] }: NamedSet, { labels, names = [], ...set }: NamedSet) {
  const numbers = names.map((name) => known.indexOf(name))
  // What the judge does not know cannot be named by it.
  if (!labels || numbers.includes(-1)) return set
  return { ...set, labels: labels.map((label) => numbers[label] ?? label) }
}

/** The file of images that nobody trains on, beside the one that is trained on. */
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
