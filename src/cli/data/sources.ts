// Sources at a path: the file itself, or all files below a folder.

import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { messageOf } from '../../data/imageSet'
import { labelNames } from '../../data/setFiles'
import { type Source, sourceOf } from '../../data/source'
import { exists, isFolder } from '../folder/files'

/** Names of files whose labels are in another file. */
const MANY = /(\.npy|ubyte|\.idx)(\.gz)?$/i

/** @param labels  with the file of labels that lies beside a file */
export async function sourcesAt(path: string, { labels }: { labels: boolean }): Promise<Source[]> {
  if (isFolder(path)) return below(path, basename(path))
  const beside = labels && MANY.test(path) ? labelNames(basename(path)) : []
  const names = [basename(path), ...beside.flatMap(withAndWithoutGz)]
  const there = [...new Set(names)].filter((name) => exists(join(dirname(path), name)))
  return Promise.all(there.map((name) => fileAt(join(dirname(path), name), name)))
}

/** Sources below a folder, in the order of names. Anything but files and folders, such as a pipe, is ignored. */
async function below(folder: string, name: string): Promise<Source[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(messageOf)
  if (typeof entries === 'string') return [unreadable(name, entries)]
  const sources: Source[] = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const [path, shown] = [join(folder, entry.name), `${name}/${entry.name}`]
    // Links to folders are not followed: they may form a cycle.
    if (entry.isDirectory()) sources.push(...(await below(path, shown)))
    else if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(path)))) {
      sources.push(await fileAt(path, shown))
    }
  }
  return sources
}

const isFile = async (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  )

/** Source that is skipped with a reason. */
const unreadable = (path: string, why: string): Source => {
  const read = () => Promise.reject(new Error(why))
  return { path, size: 0, why: `cannot be read: ${why}`, head: read, whole: read }
}

async function fileAt(path: string, shown: string): Promise<Source> {
  const found = await stat(path).catch(messageOf)
  if (typeof found === 'string') return unreadable(shown, found)
  const { size } = found
  const read = async (from: number, to: number) => {
    const file = await open(path)
    try {
      return await part(file, from, Math.min(to, size))
    } finally {
      await file.close()
    }
  }
  return sourceOf({ path: shown, size, read })
}

/** Reads a range in pieces: a system may return less than requested, at most 2 GiB. */
async function part(file: FileHandle, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(Math.max(0, to - from))
  let at = 0
  while (at < bytes.length) {
    const { bytesRead } = await file.read(
      bytes,
      at,
      Math.min(2 ** 30, bytes.length - at),
      from + at,
    )
    if (bytesRead === 0) return bytes.slice(0, at)
    at += bytesRead
  }
  return bytes
}

const withAndWithoutGz = (name: string): string[] => {
  const plain = name.replace(/\.gz$/, '')
  return [plain, `${plain}.gz`]
}
