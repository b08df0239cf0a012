// IDX files that somebody brought: the images, and their labels if those came along.

import { parseIdx, parseIdxLabels, withLabels } from '../../data/idx'
import { classesIn, DataError } from '../../data/imageSet'
import { resized } from '../../data/resize'
import type { OwnSet } from './ownReading'
import { inBytes, type Source } from './ownSource'

/** The largest images that a model takes. */
const MOST_SIDE = 64

/**
 * Of several sets the one that is named `train` is taken, as the terminal does.
 *
 * @returns  the set, and the files that are left over
 * @throws DataError with one line that says what is wrong with a file
 */
export async function readIdx(
  { images, labels }: { images: readonly Source[]; labels: readonly Source[] },
  { most }: { most: number },
): Promise<{ set: OwnSet; left: Source[] }> {
  const file = images.find(({ path }) => nameOf(path).startsWith('train')) ?? images[0]
  if (!file) throw new DataError('There is no IDX file with images')
  const own = labelsOf(file, labels)
  const read = await parseIdx(await whole(file, most), file.path, { most })
  const set = own
    ? withLabels(read, await parseIdxLabels(await whole(own, most), own.path), {
        images: file.path,
        labels: own.path,
      })
    : read
  const names = set.labels && Array.from({ length: classesIn(set.labels) }, (_, i) => String(i))
  const left = [...images, ...labels].filter((each) => each !== file && each !== own)
  return { set: { ...resized(set, MOST_SIDE), ...(names && { names }) }, left }
}

/** That of the same name but for `labels`; where nothing else can be meant, the only one. */
function labelsOf({ path }: Source, labels: readonly Source[]): Source | undefined {
  const wanted = plain(path).replace(/images([.-])idx[34]/, 'labels$1idx1')
  const found = labels.find((each) => plain(each.path) === wanted)
  return found ?? (labels.length === 1 ? labels[0] : undefined)
}

async function whole(source: Source, most: number): Promise<Uint8Array> {
  if (source.size <= most) return source.whole()
  const has = `${source.path} has ${inBytes(source.size)}`
  throw new DataError(`${has}, but there is room for ${inBytes(most)}. Split it`)
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
const plain = (path: string): string => nameOf(path).replace(/\.gz$/, '')
