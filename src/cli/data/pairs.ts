// Pairs of images: the emoji, digits in another domain, two folders in which partners have one name, a zip of those, or
// pictures of two images side by side.

import { basename, join } from 'node:path'
import { isJunk } from '../../data/folders'
import { type NamedSet, rowsOf } from '../../data/imageSet'
import type { LoadedSet } from '../../data/setReading'
import { kindOf, type Source, Unreadable } from '../../data/source'
import { madeDomains } from '../../gan/adapt/domains'
import type { Both } from '../../gan/translate/cycleStep'
import { partnerFolders } from '../../gan/translate/split'
import { entriesIn, exists, isFolder } from '../folder/files'
import { Failure, Misuse } from '../terminal/failure'
import { digitPairs, isNamed, readData } from './images'
import { sayNotes } from './notes'
import { sourcesAt } from './sources'

export interface Pairs {
  /** Image i of each is the partner of the other. */
  sets: Both<NamedSet>
  /** Lines for the announcement. */
  said: string[]
}

export interface PairOptions {
  size: number
  stop?: { readonly asked: boolean }
}

/** The emoji as pairs: the line art, and the colour. */
export const EMOJI = { a: 'emoji-line', b: 'emoji-colour' }
export const PAIRS_NAME = 'emoji'

export async function readPairs(path: string, how: PairOptions): Promise<Pairs> {
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
      `--pairs ${path}: no such folder or file. Give ${PAIRS_NAME}, ${madeDomains.join(', ')}, a folder or zip with A and B, or pictures of two images side by side`,
    )
  }
  const folders = isFolder(path) ? foldersAt(path) : await foldersInZip(path)
  if (folders) return readFolders(path, folders, how)
  const made = await readData(path, { ...how, option: '--pairs', halves: true, order: inOrder })
  const even = (odd: number) =>
    rowsOf(
      made.set,
      Uint32Array.from({ length: made.set.count / 2 }, (_, i) => 2 * i + odd),
    )
  return { sets: { a: even(0), b: even(1) }, said: sayNotes(made, path) }
}

/** One of the two folders of partners. */
interface Folder {
  name: string
  path: string
  /** Its files, of a zip. */
  sources?: readonly Source[]
}

function foldersAt(path: string): Both<Folder> | undefined {
  const found = partnerFolders(entriesIn(path).folders)
  const of = (name: string) => ({ name, path: join(path, name) })
  return found && { a: of(found.a), b: of(found.b) }
}

/** Folders at the top of a zip, or in its only folder. */
async function foldersInZip(path: string): Promise<Both<Folder> | undefined> {
  const entries = (await unzipped(path)).filter((entry) => !isJunk(entry.path))
  for (const depth of [1, 2]) {
    const at = ({ path: entry }: Source) => entry.split('/').slice(0, -1)[depth] ?? ''
    const names = [...new Set(entries.map(at))]
    const found = partnerFolders(names)
    if (!found || (depth > 1 && new Set(entries.map((entry) => entry.path.split('/')[1])).size > 1))
      continue
    const of = (name: string) => ({
      name,
      path: join(path, name),
      sources: entries.flatMap((entry) => {
        if (at(entry) !== name) return []
        return { ...entry, path: entry.path.split('/').slice(depth).join('/') }
      }),
    })
    return { a: of(found.a), b: of(found.b) }
  }
  return undefined
}

/** Entries of a zip, whose paths begin with its name; none of another file. */
async function unzipped(path: string): Promise<Source[]> {
  const [file] = await sourcesAt(path, { labels: false })
  try {
    const isZip = file && (await kindOf(file)).is === 'zip'
    return (isZip && (await file.unzip?.())) || []
  } catch (cause) {
    if (!(cause instanceof Unreadable)) throw cause
    throw new Failure(`--pairs ${path}: ${basename(path)} ${cause.message}`, { cause })
  }
}

async function readFolders(path: string, folders: Both<Folder>, how: PairOptions): Promise<Pairs> {
  const read = ({ path: place, sources }: Folder) =>
    readData(place, { ...how, option: '--pairs', order: inOrder, sources })
  const [a, b] = [await read(folders.a), await read(folders.b)]
  const [inA, inB] = [rowsByName(a), rowsByName(b)]
  const names = [...inA.keys()].filter((name) => inB.has(name))
  const alone = [
    ...[...inA.keys()].filter((name) => !inB.has(name)).map((name) => `${folders.a.name}/${name}`),
    ...[...inB.keys()].filter((name) => !inA.has(name)).map((name) => `${folders.b.name}/${name}`),
  ]
  if (names.length === 0) {
    throw new Failure(
      `no file of ${folders.a.path} has the name of one of ${folders.b.path}. Give partners one name, such as A/1.png and B/1.png`,
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
