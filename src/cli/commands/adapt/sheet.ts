import type { NamedSet } from '../../../data/imageSet'
import { rowsOf } from '../../../data/imageSet'
import { evenly } from '../../../data/pictures'
import { prepared } from '../../../data/prepare'
import { readSafetensors, writeSafetensors } from '../../../data/safetensors'
import { partOf } from '../../../gan/adapt/methods'
import { type Cell, sheet } from '../../folder/png'
import type { AskGpu } from '../../gpu/jobs'
import type { KnownJudge } from '../../gpu/judging'
import type { Domains } from './domains'

const COLUMNS = 16

/**
 * Images of both domains as the classifier sees them: two rows of the source, two of the target, and two of what a
 * translator in front of the classifier makes of those. Bytes of a PNG.
 */
export async function sheetOf(ask: AskGpu, { source, target }: Domains, known: KnownJudge) {
  const { imageSize, channels } = known.shape
  const some = ({ count }: NamedSet) => evenly([...Array(count).keys()], 2 * COLUMNS)
  const of = (set: NamedSet) => prepared(rowsOf(set, Uint32Array.from(some(set))), imageSize)
  const images = of(target.train)
  const rows = [of(source.train), images, ...(await translated(ask, known, images))].map((all) =>
    rowsIn(all, imageSize ** 2 * channels),
  )
  const size = { height: imageSize, width: imageSize, channels, scale: imageSize < 48 ? 2 : 1 }
  return sheet(
    rows.flatMap((each, i) => (i === 0 ? each : [[], ...each])),
    size,
  )
}

function rowsIn(images: Float32Array, each: number): Cell[][] {
  const cells = Array.from({ length: images.length / each }, (_, i) =>
    images.subarray(i * each, (i + 1) * each),
  )
  return [cells.slice(0, COLUMNS), cells.slice(COLUMNS)].filter((row) => row.length > 0)
}

async function translated(
  ask: AskGpu,
  { front, file }: KnownJudge,
  images: Float32Array,
): Promise<Float32Array[]> {
  if (!front) return []
  const { tensors } = readSafetensors(file.bytes, file.path)
  const bytes = writeSafetensors(new Map(partOf(tensors, 'front.')))
  const wanted = { name: 'toA', file: { path: file.path, bytes }, images } as const
  return [await ask('translateImages', front, wanted)]
}
