// Files of many images (IDX, .npy, CIFAR or safetensors), with their labels.

import { cifarClasses, parseCifar } from './cifar'
import { parseIdx, parseIdxLabels, withLabels } from './idx'
import { classesIn, DataError, type ImageSet, type NamedSet } from './imageSet'
import { parseNpy, parseNpyLabels } from './npy'
import { resized } from './resize'
import { type Format, inBytes, type Source } from './source'
import { parseImageTensors } from './tensorImages'

/** The largest images that are taken unasked: USUAL_SIZE of src/gan. */
export const MOST_SIDE = 64

export interface SetFile {
  source: Source
  format: Format
}

export interface SetFiles {
  images: SetFile[]
  labels: SetFile[]
}

export interface SetOptions {
  /** Most bytes of a set. */
  most: number
  /** Most pixels along a side of an image. */
  size?: number | undefined
}

/**
 * Reads one set: of several the one named `train`, of CIFAR's batches all but the test batch.
 *
 * @returns  the set, and the files that are left over
 * @throws DataError with one line that says what is wrong with a file
 */
export async function readSet(
  { images, labels }: SetFiles,
  { most, size = MOST_SIDE }: SetOptions,
): Promise<{ set: NamedSet; left: Source[] }> {
  const file = images.find(({ source }) => isTrain(nameOf(source.path))) ?? images[0]
  if (!file) throw new DataError('There is no file with images')
  const parts = file.format === 'CIFAR' ? batchesLike(file, images) : [file]
  const own = labelsFor(file, labels)
  const sets: ImageSet[] = []
  for (const part of parts) sets.push(await readImages(part, most))
  const read = own ? await labelled(joinedSets(sets), file, own, most) : joinedSets(sets)
  const names = read.labels && namesOf(read.labels, file.format)
  const used = new Set([...parts, own])
  const left = [...images, ...labels].filter((each) => !used.has(each))
  return {
    set: { ...resized(read, size), ...(names && { names }) },
    left: left.map(({ source }) => source),
  }
}

const TRAIN = /^(x_)?train|_train|^data_batch/i

/** Does the name say that the file is to train on? */
export const isTrain = (name: string): boolean => TRAIN.test(name) && !/label|^y_/i.test(name)

/** Names of held-out files: replacements in the names of training files. */
export const HELD_OUT: readonly (readonly [RegExp, string])[] = [
  [/^train/, 't10k'],
  [/train/, 'test'],
  [/data_batch_\d+/, 'test_batch'],
]

async function readImages({ source, format }: SetFile, most: number): Promise<ImageSet> {
  const bytes = await whole(source, most)
  if (format === 'IDX') return parseIdx(bytes, source.path, { most })
  if (format === 'npy') return parseNpy(bytes, source.path)
  return format === 'CIFAR' ? parseCifar(bytes, source.path) : parseImageTensors(bytes, source.path)
}

async function labelled(set: ImageSet, file: SetFile, own: SetFile, most: number) {
  const { path } = own.source
  const bytes = await whole(own.source, most)
  const labels =
    own.format === 'npy' ? parseNpyLabels(bytes, path) : await parseIdxLabels(bytes, path)
  return withLabels(set, labels, { images: file.source.path, labels: path })
}

function namesOf(labels: Uint8Array, format: Format): string[] {
  const count = classesIn(labels)
  const known = format === 'CIFAR' && count <= cifarClasses.length
  return Array.from({ length: known ? cifarClasses.length : count }, (_, i) =>
    known ? (cifarClasses[i] ?? '') : String(i),
  )
}

function batchesLike(file: SetFile, images: readonly SetFile[]): SetFile[] {
  const all = images.filter(({ format, source }) => {
    return format === 'CIFAR' && /^data_batch/i.test(nameOf(source.path))
  })
  return all.includes(file) ? all : [file]
}

function joinedSets(sets: readonly ImageSet[]): ImageSet {
  const [first, ...more] = sets
  if (!first || more.length === 0) return first ?? { ...NONE }
  const [pixels, labels] = [
    sets.map((set) => set.pixels),
    sets.map((set) => set.labels ?? new Uint8Array(set.count)),
  ].map((parts) => {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of parts) {
      all.set(part, at)
      at += part.length
    }
    return all
  })
  const count = sets.reduce((sum, set) => sum + set.count, 0)
  return { ...first, count, ...(pixels && { pixels }), ...(labels && { labels }) }
}

const NONE: ImageSet = { count: 0, height: 1, width: 1, channels: 1, pixels: new Uint8Array() }

/** Possible names of the file of labels for a file of images. */
export function labelNames(name: string): string[] {
  const renamed = [
    name.replace(/images([.-])idx[34]/, 'labels$1idx1'),
    name.replace(/images/i, 'labels'),
    name.replace(/^x(?=_|\.)/, 'y').replace(/^X(?=_|\.)/, 'y'),
    name.replace(/_x(?=\.)/i, '_y'),
    name.replace(/data/i, 'labels'),
  ]
  return [...new Set(renamed)].filter((each) => each !== name)
}

/** File of labels by its name, or the only one. */
function labelsFor({ source }: SetFile, labels: readonly SetFile[]): SetFile | undefined {
  const wanted = labelNames(plain(source.path))
  const found = labels.find((each) => wanted.includes(plain(each.source.path)))
  return found ?? (labels.length === 1 ? labels[0] : undefined)
}

async function whole(source: Source, most: number): Promise<Uint8Array> {
  // A float of eight bytes becomes one byte.
  if (source.size <= 8 * most) return source.whole()
  const has = `${source.path} has ${inBytes(source.size)}`
  throw new DataError(`${has}, but there is room for ${inBytes(most)}. Split it`)
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
const plain = (path: string): string => nameOf(path).replace(/\.gz$/, '')

/** Advice where no file holds images. */
const WANTED =
  'Bring PNG, JPEG, WebP, GIF, BMP or AVIF files, a folder or a zip of them, or an .npy, safetensors, CIFAR or IDX file'

/** Error where no file holds images. `skipped`: reasons, a line each. `name`: what was read. */
export function noneIn(
  { labels: [labels] }: SetFiles,
  skipped: readonly string[],
  name = 'that',
): DataError {
  if (labels)
    return new DataError(`${labels.source.path} has labels only. Bring the images with it`)
  if (skipped.length === 0) return new DataError(`There is no image in ${name}. ${WANTED}`)
  const more = skipped.length > 2 ? `; and ${skipped.length - 2} more` : ''
  return new DataError(`${skipped.slice(0, 2).join('; ')}${more}. ${WANTED}`)
}
