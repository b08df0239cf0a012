// What was dropped onto the page, or chosen by a button, as files with their paths, a few hundred at a time.

import { names } from '../../gan/run/runNames'
import type { Brought } from './ownSource'

/** Files that go to the worker at once: more would keep the page waiting. */
const TOGETHER = 500

/** Those of a button; of a folder's with the folders before them. */
export async function* chosenFiles(files: readonly File[]): AsyncGenerator<Brought[]> {
  for (let at = 0; at < files.length; at += TOGETHER) {
    yield files
      .slice(at, at + TOGETHER)
      .map((file) => ({ path: file.webkitRelativePath || file.name, file }))
  }
}

/** Must be called while the event lasts: afterwards the browser takes back what it let one see. */
export function droppedFiles({ items, files }: DataTransfer): AsyncGenerator<Brought[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  return entries.length > 0 ? walk(entries) : chosenFiles([...files])
}

/** Goes through folders, and the folders in them. */
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

/** A folder lists a hundred of its entries at a time. */
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

/** Nothing where it has gone meanwhile. */
const fileOf = (entry: FileSystemFileEntry): Promise<File | undefined> =>
  new Promise((resolve) => entry.file(resolve, () => resolve(undefined)))

/** Are these files of a saved run, whole or not? By their names, and those in a zip. */
export async function isCheckpoint(files: readonly File[]): Promise<boolean> {
  const [first] = files
  const all = files.map(({ name }) => name)
  if (all.includes(names.checkpoint)) return true
  if (all.length !== 1 || !first) return false
  if (all.includes(names.config)) return true
  try {
    // The names in a zip stand in its last bytes, and those of a run are few.
    const end = new TextDecoder('latin1').decode(await first.slice(-TAIL).arrayBuffer())
    return end.includes('PK\x05\x06') && end.includes(names.checkpoint)
  } catch {
    // A folder.
    return false
  }
}

const TAIL = 2 ** 16
