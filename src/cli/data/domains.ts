// The two sets of images of a translation: pairs, or two sets without partners.

import { join } from 'node:path'
import { type NamedSet, rowsOf } from '../../data/imageSet'
import type { LoadedSet } from '../../data/setReading'
import { madeDomains } from '../../gan/adapt/domains'
import type { Both } from '../../gan/translate/cycleStep'
import {
  apart,
  inOneColour,
  type Parts,
  partnerFolders,
  splitEach,
  splitPairs,
} from '../../gan/translate/split'
import { entriesIn, exists, isFolder } from '../folder/files'
import { Failure, Misuse } from '../terminal/failure'
import { digitPairs, isNamed, readData } from './images'
import { sayNotes } from './notes'

/** Source of the images: two sets, or pairs. */
export type Origin = { from: string; to: string } | { pairs: string }

export interface Domains extends Parts {
  /** Are those partners? */
  partners: boolean
  /** Lines for the announcement. */
  said: string[]
}

/** The emoji as pairs: the line art, and the colour. */
const EMOJI = { a: 'emoji-line', b: 'emoji-colour' }
const isEmoji = (data: string): boolean => Object.values(EMOJI).includes(data)
export const PAIRS_NAME = 'emoji'

/** Reads both sets, and holds an eighth of each out: at least one image, and 200 at most. */
export async function readDomains(
  origin: Origin,
  { size, stop }: { size: number; stop?: { readonly asked: boolean } },
): Promise<Domains> {
  const how = { size, ...(stop && { stop }) }
  if ('pairs' in origin) {
    const { sets, said } = await readPairs(origin.pairs, how)
    return { ...splitPairs(inOneColour(sets), origin.pairs), partners: true, said }
  }
  const { from, to } = origin
  if (isEmoji(from) && isEmoji(to) && from !== to) {
    const made = { a: await readData(from, how), b: await readData(to, how) }
    const { sets, heldOut } = splitPairs({ a: made.a.set, b: made.b.set }, from)
    return { sets: apart(sets), heldOut, partners: true, said: [] }
  }
  const made = { a: await readData(from, how), b: await readData(to, how) }
  const said = [...sayNotes(made.a, from), ...sayNotes(made.b, to)]
  const sets = inOneColour({ a: made.a.set, b: made.b.set })
  return { ...splitEach(sets, { a: from, b: to }), partners: false, said }
}

interface Pairs {
  sets: Both<NamedSet>
  said: string[]
}

async function readPairs(
  path: string,
  how: { size: number; stop?: { readonly asked: boolean } },
): Promise<Pairs> {
  if (path === PAIRS_NAME) {
    const [a, b] = [await readData(EMOJI.a, how), await readData(EMOJI.b, how)]
    return { sets: { a: a.set, b: b.set }, said: [] }
  }
  const domain = madeDomains.find((name) => name === path)
  if (domain) {
    const { source, target } = await digitPairs(domain, how.size)
    return { sets: { a: target, b: source }, said: [] }
  }
  if (isNamed(path) || !exists(path)) {
    throw new Misuse(
      `--pairs ${path}: no such folder or file. Give ${PAIRS_NAME}, ${madeDomains.join(', ')}, a folder with A and B, or pictures of two images side by side`,
    )
  }
  const folders = isFolder(path) ? partnerFolders(entriesIn(path).folders) : undefined
  if (folders) return readFolders(path, folders, how)
  const made = await readData(path, { ...how, halves: true, order: inOrder })
  const even = (odd: number) =>
    rowsOf(
      made.set,
      Uint32Array.from({ length: made.set.count / 2 }, (_, i) => 2 * i + odd),
    )
  return { sets: { a: even(0), b: even(1) }, said: sayNotes(made, path) }
}

async function readFolders(
  path: string,
  folders: Both<string>,
  how: { size: number; stop?: { readonly asked: boolean } },
): Promise<Pairs> {
  const read = (folder: string) => readData(join(path, folder), { ...how, order: inOrder })
  const [a, b] = [await read(folders.a), await read(folders.b)]
  const [inA, inB] = [rowsByName(a), rowsByName(b)]
  const names = [...inA.keys()].filter((name) => inB.has(name))
  const alone = [
    ...[...inA.keys()].filter((name) => !inB.has(name)).map((name) => `${folders.a}/${name}`),
    ...[...inB.keys()].filter((name) => !inA.has(name)).map((name) => `${folders.b}/${name}`),
  ]
  if (names.length === 0) {
    throw new Failure(
      `no file of ${join(path, folders.a)} has the name of one of ${join(path, folders.b)}. Give partners one name, such as A/1.png and B/1.png`,
    )
  }
  const rows = (set: NamedSet, by: ReadonlyMap<string, number>) =>
    rowsOf(
      set,
      Uint32Array.from(names, (name) => by.get(name) ?? 0),
    )
  const said = [...sayNotes(a, path), ...sayNotes(b, path), ...sayAlone(alone)]
  return { sets: { a: rows(a.set, inA), b: rows(b.set, inB) }, said }
}

const MOST_NAMES = 5

function sayAlone(alone: readonly string[]): string[] {
  if (alone.length === 0) return []
  const more = alone.length > MOST_NAMES ? ` and ${alone.length - MOST_NAMES} more` : ''
  const has = alone.length === 1 ? 'has no partner and is' : 'have no partner and are'
  return [`skipped    ${alone.slice(0, MOST_NAMES).join(', ')}${more} ${has} left out`]
}

/** Rows by file name, without folder and extension. */
function rowsByName({ paths }: LoadedSet): Map<string, number> {
  return new Map(
    paths.map((path, row) => [path.replace(/^[^/]*\//, '').replace(/\.\w+$/, ''), row]),
  )
}

/** By the characters of paths. */
const inOrder = (_: number, paths: readonly string[]): number[] =>
  [...paths.keys()].sort((a, b) => {
    const [one = '', other = ''] = [paths[a], paths[b]]
    return one < other ? -1 : one > other ? 1 : a - b
  })
