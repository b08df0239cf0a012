// The two sets of images of a translation: pairs, or two sets without partners.

import { join } from 'node:path'
import { imageCount, type NamedSet, rowsOf } from '../../data/imageSet'
import { coloursOf } from '../../data/pictures'
import type { LoadedSet } from '../../data/setReading'
import type { Both } from '../../gan/translate/cycleStep'
import { shuffled } from '../../nn/philox'
import { entriesIn, exists, isFolder } from '../folder/files'
import { Failure, Misuse } from '../terminal/failure'
import { isNamed, readData } from './images'
import { sayNotes } from './notes'

/** Source of the images: two sets, or pairs. */
export type Origin = { from: string; to: string } | { pairs: string }

export interface Domains {
  /** Images to learn from; of pairs, image i of each is the partner of the other. */
  sets: Both<NamedSet>
  /** Held-out images. */
  heldOut: Both<NamedSet>
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
    return { ...split(inOneColour(sets), 1, origin.pairs), partners: true, said }
  }
  const { from, to } = origin
  if (isEmoji(from) && isEmoji(to) && from !== to) {
    const made = { a: await readData(from, how), b: await readData(to, how) }
    const { sets, heldOut } = split({ a: made.a.set, b: made.b.set }, 1, from)
    return { ...apart(sets), heldOut, partners: true, said: [] }
  }
  const made = { a: await readData(from, how), b: await readData(to, how) }
  const said = [...sayNotes(made.a, from), ...sayNotes(made.b, to)]
  const [a, b] = [checked(made.a.set, from), checked(made.b.set, to)]
  const { sets, heldOut } = splitEach(inOneColour({ a, b }))
  return { sets, heldOut, partners: false, said }
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
  if (isNamed(path) || !exists(path)) {
    throw new Misuse(
      `--pairs ${path}: no such folder or file. Give ${PAIRS_NAME}, a folder with A and B, or pictures of two images side by side`,
    )
  }
  const folders = isFolder(path) ? foldersOf(path) : undefined
  if (folders) return readFolders(path, folders, how)
  const made = await readData(path, { ...how, halves: true, order: inOrder })
  const even = (odd: number) =>
    rowsOf(
      made.set,
      Uint32Array.from({ length: made.set.count / 2 }, (_, i) => 2 * i + odd),
    )
  return { sets: { a: even(0), b: even(1) }, said: sayNotes(made, path) }
}

/** Names of the folders of partners: `A` and `B`, or `trainA` and `trainB`. */
function foldersOf(path: string): Both<string> | undefined {
  const { folders } = entriesIn(path)
  for (const names of [/^a$/i, /^train_?a$/i]) {
    const a = folders.find((name) => names.test(name))
    const b = folders.find(
      (name) => a !== undefined && name.toLowerCase() === `${a.slice(0, -1)}b`.toLowerCase(),
    )
    if (a !== undefined && b !== undefined) return { a, b }
  }
  return undefined
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

function checked(set: NamedSet, data: string): NamedSet {
  if (set.count >= LEAST) return set
  throw new Failure(
    `${data} holds ${imageCount(set.count)}. A translation needs at least ${LEAST} of each set: some hundred, to learn anything`,
  )
}

/** One image to learn from and one that is held out, at least. */
const LEAST = 2

const heldOf = (count: number): number => Math.min(200, Math.max(1, Math.floor(count / 8)))

/** Holds the same rows of both out. */
function split(sets: Both<NamedSet>, seed: number, data: string) {
  const { count } = checked(sets.a, data)
  const order = shuffled(count, seed)
  const first = count - heldOf(count)
  const rows = (set: NamedSet) => ({
    train: rowsOf(set, order.subarray(0, first)),
    held: rowsOf(set, order.subarray(first)),
  })
  const [a, b] = [rows(sets.a), rows(sets.b)]
  return { sets: { a: a.train, b: b.train }, heldOut: { a: a.held, b: b.held } }
}

function splitEach(sets: Both<NamedSet>) {
  const [a, b] = [split({ a: sets.a, b: sets.a }, 1, ''), split({ a: sets.b, b: sets.b }, 1, '')]
  return { sets: { a: a.sets.a, b: b.sets.b }, heldOut: { a: a.heldOut.a, b: b.heldOut.b } }
}

/** Half of the pairs for each set, so that no image is in one whose partner is in the other. */
function apart({ a, b }: Both<NamedSet>): { sets: Both<NamedSet> } {
  const half = a.count >> 1
  const rows = (from: number, to: number) =>
    Uint32Array.from({ length: to - from }, (_, i) => from + i)
  return { sets: { a: rowsOf(a, rows(0, half)), b: rowsOf(b, rows(half, a.count)) } }
}

/** Both in colour, where one is. */
function inOneColour({ a, b }: Both<NamedSet>): Both<NamedSet> {
  const channels = Math.max(a.channels, b.channels)
  const as = (set: NamedSet): NamedSet =>
    set.channels === channels ? set : { ...set, channels, pixels: coloursOf(set.pixels) }
  return { a: as(a), b: as(b) }
}
