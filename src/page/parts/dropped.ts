// Files dropped on the page or chosen by a button, with their paths, a few hundred at a time.

import { names } from '../../gan/run/runNames'
import type { Brought } from '../lab/ownSource'

/** Files sent to the worker at a time: more would block the page. */
const TOGETHER = 500

/** Files chosen by a button; those of a folder keep their path. */
export async function* chosenFiles(files: readonly File[]): AsyncGenerator<Brought[]> {
  for (let at = 0; at < files.length; at += TOGETHER) {
    yield files
      .slice(at, at + TOGETHER)
      .map((file) => ({ path: file.webkitRelativePath || file.name, file }))
  }
}

/** Name of the one folder or zip that all files are from; undefined where there is none. */
export function nameOfAll(paths: readonly string[]): string | undefined {
  const [first = '', ...more] = new Set(paths.map((path) => path.replace(/\/.*/, '/')))
  if (more.length > 0) return undefined
  return /^(.+)(?:\/|\.zip)$/i.exec(first)?.[1]
}

/** Must be called during the event: afterwards the browser clears its list of files. */
export function droppedFiles({ items, files }: DataTransfer): AsyncGenerator<Brought[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  return entries.length > 0 ? walk(entries) : chosenFiles([...files])
}

async function* walk(entries: readonly FileSystemEntry[]): AsyncGenerator<Brought[]> {
  const waiting = [...entries]
  let brought: Brought[] = []
  for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
    if (entry.isDirectory) {
      for await (const inside of listed(entry as FileSystemDirectoryEntry)) waiting.push(...inside)
    } else {
      const file = await fileOf(entry as FileSystemFileEntry)
      if (file) brought.push({ path: entry.fullPath.replace(/^\//, ''), file })
    }
    if (brought.length < TOGETHER) continue
    yield brought
    brought = []
  }
  yield brought
}

/** Entries of a folder, which the browser lists a hundred at a time. */
async function* listed(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry[]> {
  const reader = folder.createReader()
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    )
    if (entries.length === 0) return
    yield entries
  }
}

/** The file, or nothing if it no longer exists. */
const fileOf = (entry: FileSystemFileEntry): Promise<File | undefined> =>
  new Promise((resolve) => entry.file(resolve, () => resolve(undefined)))

/** Do these files belong to a saved run? Decided by their names, and by the names in a zip. A run below is none of it. */
export async function isCheckpoint(brought: readonly Brought[]): Promise<boolean> {
  const near = brought.filter(({ path }) => isNear(path))
  const first = near[0]?.file
  const all = near.map(({ file }) => file.name)
  if (all.includes(names.checkpoint)) return true
  if (all.length !== 1 || !first) return false
  if (all.includes(names.config)) return true
  try {
    // A zip lists its names in its last bytes, and a run has few.
    const end = new TextDecoder('latin1').decode(await first.slice(-TAIL).arrayBuffer())
    return namesInZip(end).some((path) => isNear(path) && path.endsWith(names.checkpoint))
  } catch {
    // A folder.
    return false
  }
}

const TAIL = 2 ** 16

/** Is it the path of a file at the top, or in a folder at the top? */
const isNear = (path: string): boolean => path.split('/').length <= 2

/** Names in the directory at the end of a zip, whose bytes are characters here. */
function namesInZip(end: string): string[] {
  const found: string[] = []
  for (let at = end.indexOf(ENTRY); at >= 0; at = end.indexOf(ENTRY, at + 1)) {
    const length = end.charCodeAt(at + 28) + 256 * end.charCodeAt(at + 29)
    found.push(end.slice(at + 46, at + 46 + length))
  }
  return found
}

const ENTRY = 'PK\x01\x02'
