// The two sets of a translation in the worker: digits in four domains, or the user's images.

import type { NamedSet } from '../../data/imageSet'
import { parseUci } from '../../data/mnist'
import { enlarged, resized } from '../../data/resize'
import uciFile from '../../data/uci/uci.bin.gz?url'
import { domainsOf } from '../../gan/adapt/domains'
import type { Both } from '../../gan/translate/cycleStep'
import {
  inOneColour,
  type Parts,
  secondHalf,
  splitEach,
  splitPairs,
} from '../../gan/translate/split'
import type { PartPixels } from '../core/storage'
import type { Place, SetName, Wanted } from '../core/translation'
import { fetched } from '../lab/fetched'
import type { Lab } from '../lab/lab'

export interface Own {
  a?: NamedSet
  b?: NamedSet
  pairs?: Both<NamedSet>
}

/** Ids of the user's images that are in the browser's storage. */
const ids = new WeakMap<PartPixels, string>()

/** @param id  undefined where the images are no longer kept */
export function namePart(pixels: PartPixels, id: string | undefined): void {
  if (id === undefined) ids.delete(pixels)
  else ids.set(pixels, id)
}

export const idOfPart = (pixels: PartPixels): string | undefined => ids.get(pixels)

export function idsOf(own: Own): Partial<Record<Place, string>> {
  const known = Object.entries(own).map(([place, pixels]) => [place, ids.get(pixels)] as const)
  return Object.fromEntries(known.filter(([, id]) => id !== undefined))
}

const owns = new WeakMap<Lab, Own>()

/** The user's images, in their places. */
export function ownOf(lab: Lab): Own {
  const own = owns.get(lab) ?? {}
  owns.set(lab, own)
  return own
}

export type Origin = Pick<Wanted, 'paired' | 'from' | 'to' | 'pairs' | 'imageSize'>

/** The user's images that a choice needs. */
export const ownFor = (lab: Lab, places: readonly Place[]): Own =>
  Object.fromEntries(places.map((place) => [place, ownOf(lab)[place]]))

/** Images to learn from, and held-out ones: the same as `ganvas translate` takes. */
export async function partsOf(lab: Lab, origin: Origin): Promise<Parts> {
  const { paired, from, to, pairs, imageSize } = origin
  if (paired) return splitPairs(inOneColour(fitted(await pairsOf(lab, origin), imageSize)), pairs)
  const sets = {
    a: await setOf(lab, from, { ...origin, place: 'a' }),
    b: await setOf(lab, to, { ...origin, place: 'b' }),
  }
  return splitEach(inOneColour(fitted(sets, imageSize)), { a: from, b: to })
}

const fitted = ({ a, b }: Both<NamedSet>, size: number): Both<NamedSet> => ({
  a: resized(a, size),
  b: resized(b, size),
})

async function pairsOf(lab: Lab, { pairs, imageSize }: Origin): Promise<Both<NamedSet>> {
  if (pairs === 'own') {
    const own = ownOf(lab).pairs
    if (!own) throw new Error('there are no pairs of your own yet. Choose files or a folder')
    return own
  }
  const digits = await lab.digits()
  const { target } = domainsOf(digits, pairs, imageSize)
  return { a: target.train, b: secondHalf(digits.train) }
}

async function setOf(
  lab: Lab,
  name: SetName,
  { imageSize, place }: { imageSize: number; place: 'a' | 'b' },
): Promise<NamedSet> {
  if (name === 'mnist') return (await lab.digits()).train
  if (name === 'uci') {
    const bytes = await fetched(uciFile, 'the digits of UCI')
    return enlarged((await parseUci(bytes)).train, imageSize)
  }
  if (name !== 'own') return domainsOf(await lab.digits(), name, imageSize).target.train
  const own = ownOf(lab)[place]
  if (own) return own
  throw new Error(
    `there are no images of your own yet for ${place === 'a' ? 'From' : 'To'}. Choose files or a folder`,
  )
}

/** Paper and ink of drawings like the images of a set: bytes of a pixel. */
export interface Colours {
  paper: number[]
  ink: number[]
}

/** Images that are looked at. */
const LOOKED = 32

/** The paper is the median of the first images' borders; the ink is black or white. */
export function coloursOfSet({ count, height, width, channels, pixels }: NamedSet): Colours {
  const border = Array.from({ length: height * width }, (_, i) => i).filter((i) => {
    const [y, x] = [Math.floor(i / width), i % width]
    return y === 0 || x === 0 || y === height - 1 || x === width - 1
  })
  const paper = Array.from({ length: channels }, (_, c) => {
    const seen = Array.from({ length: Math.min(LOOKED, count) }, (_, n) =>
      border.map((i) => pixels[(n * height * width + i) * channels + c] ?? 0),
    )
    const sorted = seen.flat().sort((a, b) => a - b)
    return sorted[sorted.length >> 1] ?? 0
  })
  const light = paper.reduce((sum, byte) => sum + byte, 0) / channels
  return { paper, ink: paper.map(() => (light < 128 ? 255 : 0)) }
}
