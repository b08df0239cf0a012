// `--data avatars`: pixel-art heads drawn from numbers: a data set in colour with known attributes and no download.
// Design: DiceBear's Pixel Art, CC0 1.0; https://www.dicebear.com

import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parseIdx, parseIdxLabels, withLabels } from '../../data/idx'
import { messageOf, type NamedSet } from '../../data/imageSet'
import { cacheFolder, exists, readWhole, writeWhole } from '../folder/files'
import { Counter } from '../terminal/counter'
import { Failure } from '../terminal/failure'
import { loadSharp, rawOf, type SharpOf } from './decode'
import { idxOf } from './idxOf'

const COUNT = 5000
const SIDE = 64
const BACKGROUNDS = ['b6e3f4', 'c0aede', 'd1d4f9', 'ffd5dc', 'ffdfbf']
/** Names of the classes: what a head wears. */
const CLASSES = ['hat', 'long hair', 'short hair']
/** So many tell one version of the packages from another. */
const PROBES = 8
/** Drawn at once. */
const TOGETHER = 16

interface Avatar {
  /** [SIDE, SIDE, 3] */
  pixels: Uint8Array
  label: number
}

/** They are drawn once, for ten seconds, and kept in the user's cache folder. */
export async function avatars(): Promise<NamedSet> {
  const draw = await drawAvatar()
  const hash = createHash('sha256').update(`${COUNT}`)
  for (let n = 0; n < PROBES; n++) hash.update((await draw(n)).pixels)
  const path = join(cacheFolder(), `avatars-${hash.digest('hex').slice(0, 16)}`)
  const [images, labels] = [`${path}-images-idx4-ubyte.gz`, `${path}-labels-idx1-ubyte.gz`]
  if (!exists(images) || !exists(labels)) {
    const drawn = await all(draw)
    try {
      writeWhole(images, gzipSync(drawn.images, { level: 1 }))
      writeWhole(labels, gzipSync(drawn.labels, { level: 1 }))
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      console.error(`avatars: cannot be kept for the next time: ${messageOf(error)}`)
    }
    return read(drawn, { images, labels })
  }
  return read({ images: readWhole(images), labels: readWhole(labels) }, { images, labels })
}

interface Both<T> {
  images: T
  labels: T
}

async function read({ images, labels }: Both<Uint8Array>, names: Both<string>): Promise<NamedSet> {
  const set = await parseIdx(images, names.images)
  const read = await parseIdxLabels(labels, names.labels)
  return { ...withLabels(set, read, names), names: CLASSES }
}

/** Both as IDX files. */
async function all(draw: (n: number) => Promise<Avatar>): Promise<Both<Uint8Array>> {
  const [images, labels] = [idxOf([COUNT, SIDE, SIDE, 3]), idxOf([COUNT])]
  const counter = new Counter()
  try {
    for (let first = 0; first < COUNT; first += TOGETHER) {
      counter.show({ doing: 'drawing', done: first, total: COUNT })
      const numbers = Array.from({ length: Math.min(TOGETHER, COUNT - first) }, (_, i) => first + i)
      const drawn = await Promise.all(numbers.map(draw))
      for (const [i, { pixels, label }] of drawn.entries()) {
        images.elements.set(pixels, (first + i) * pixels.length)
        labels.elements[first + i] = label
      }
    }
  } finally {
    counter.end()
  }
  return { images: images.file, labels: labels.file }
}

/** Properties that an avatar has or lacks. */
const SHOWN = ['hat', 'glasses', 'beard', 'long hair']

/** Names of the properties, and for each avatar, in the order of the set, a 1 for each that it has. */
export async function avatarProperties() {
  const avatarOf = await avatarMaker()
  const of = Array.from({ length: COUNT }, (_, n): number[] => {
    const { extra } = avatarOf(n).toJson()
    const long = String(extra['hair']).startsWith('long')
    return [extra['hat'], extra['glasses'], extra['beard'], long].map((each) => Number(!!each))
  })
  return { names: SHOWN, of }
}

/** Colours behind the avatars, each from 0 to 255, and their names. */
export const avatarGrounds = ['sky blue', 'violet', 'pale blue', 'pink', 'peach'].map((name, i) => {
  return { name, colour: [...Buffer.from(BACKGROUNDS[i] ?? '', 'hex')] }
})

/** Describes the avatar of a number, always the same. */
async function avatarMaker() {
  const [{ createAvatar }, style] = await Promise.all([
    import('@dicebear/core'),
    import('@dicebear/pixel-art'),
  ]).catch((cause: unknown) => {
    throw new Failure(
      'avatars are drawn by DiceBear. Type: npm i @dicebear/core@9 @dicebear/pixel-art@9',
      {
        cause,
      },
    )
  })
  return (n: number) =>
    createAvatar(style, {
      seed: String(n),
      size: SIDE,
      backgroundColor: BACKGROUNDS,
      hatProbability: 25,
    })
}

/** Draws the avatar of a number, always the same. */
export async function drawAvatar(): Promise<(n: number) => Promise<Avatar>> {
  const sharp: SharpOf = await loadSharp()
  const avatarOf = await avatarMaker()
  return async (n) => {
    const avatar = avatarOf(n)
    const { extra } = avatar.toJson()
    const kind = extra['hat'] ? 'hat' : String(extra['hair']).replace(/\d+$/, ' hair')
    const { pixels } = await rawOf(sharp(Buffer.from(avatar.toString())))
    return { pixels, label: CLASSES.indexOf(kind) }
  }
}
