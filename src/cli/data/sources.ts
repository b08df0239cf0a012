// The files that a path names, as readers of sets take them: itself, or all that lie below it.

import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { messageOf } from '../../data/imageSet'
import { labelNames } from '../../data/setFiles'
import { type Source, sourceOf } from '../../data/source'
import { exists, isFolder } from '../folder/files'

/** Names of files whose labels are in another. */
const MANY = /(\.npy|ubyte|\.idx)(\.gz)?$/i

interface SourceOptions {
  /** With the file of labels that lies beside a file? */
  labels: boolean
  /** Of what lies in a folder, by its name: is it wanted? */
  wanted?: (name: string) => boolean
}

export async function sourcesAt(
  path: string,
  { labels, wanted }: SourceOptions,
): Promise<Source[]> {
  if (isFolder(path)) return below(path, basename(path), wanted)
  const beside = labels && MANY.test(path) ? labelNames(basename(path)) : []
  const names = [basename(path), ...beside.flatMap(withAndWithoutGz)]
  const there = [...new Set(names)].filter((name) => exists(join(dirname(path), name)))
  return Promise.all(there.map((name) => fileAt(join(dirname(path), name), name)))
}

/** In the order of names. What is neither file nor folder, such as a pipe, is passed over without a word. */
async function below(
  folder: string,
  name: string,
  wanted: (name: string) => boolean = () => true,
): Promise<Source[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(messageOf)
  if (typeof entries === 'string') return [unreadable(name, entries)]
  const sources: Source[] = []
  const taken = entries.filter((entry) => wanted(entry.name))
  for (const entry of taken.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const [path, shown] = [join(folder, entry.name), `${name}/${entry.name}`]
    // Links to folders may lead around in a circle.
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

/** What is passed over, and said. */
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

/** A system may hand out less than it was asked for: 2 GiB at most. */
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
