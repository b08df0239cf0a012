// Sources at a path: the file itself, or all files below a folder, through links to folders as well.

import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { messageOf } from '../../data/imageSet'
import { labelNames } from '../../data/setFiles'
import { type Source, sourceOf } from '../../data/source'
import { isRun, LEFT_RUN } from '../../gan/run/runNames'
import { exists, isFolder, noteRead, realOf } from '../folder/files'

/** Names of files whose labels are in another file. */
const MANY = /(\.npy|ubyte|\.idx)(\.gz)?$/i

/** @param labels  with the file of labels that lies beside a file */
export async function sourcesAt(path: string, { labels }: { labels: boolean }): Promise<Source[]> {
  if (isFolder(path)) return new Tree(path).sources()
  const beside = labels && MANY.test(path) ? labelNames(basename(path)) : []
  const names = [basename(path), ...beside.flatMap(withAndWithoutGz)]
  const there = [...new Set(names)].filter((name) => exists(join(dirname(path), name)))
  return Promise.all(there.map((name) => fileAt(join(dirname(path), name), name)))
}

interface Place {
  path: string
  /** Path below the set's folder, which it begins with. */
  shown: string
}

/** Files below a folder, in the order of names; linked folders come last, and no folder is read twice. */
class Tree {
  readonly #root: string
  /** By the real path of a folder, the name by which it is read. */
  readonly #read = new Map<string, string>()
  readonly #links: Place[] = []
  readonly #found: Source[] = []

  constructor(root: string) {
    this.#root = root
  }

  async sources(): Promise<Source[]> {
    // Hidden files are passed over, but a hidden folder was asked for.
    const shown = basename(resolve(this.#root)).replace(/^\.+/, '')
    await this.#below({ path: this.#root, shown })
    for (let link = this.#links.shift(); link; link = this.#links.shift()) await this.#follow(link)
    return this.#found
  }

  async #below({ path: folder, shown: name }: Place): Promise<void> {
    const real = realOf(folder)
    const known = this.#read.get(real)
    if (known !== undefined) {
      this.#leaveOut(name, `is left out: it is the same folder as ${known}`)
      return
    }
    this.#read.set(real, name)
    const entries = await readdir(folder, { withFileTypes: true }).catch(messageOf)
    if (typeof entries === 'string') {
      this.#leaveOut(name, `cannot be read: ${entries}`)
      return
    }
    if (folder !== this.#root && isRun(new Set(entries.map((entry) => entry.name)))) {
      this.#leaveOut(name, LEFT_RUN)
      return
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const place = { path: join(folder, entry.name), shown: `${name}/${entry.name}` }
      if (entry.isDirectory()) await this.#below(place)
      else if (!entry.isSymbolicLink()) this.#found.push(await fileAt(place.path, place.shown))
      else await this.#link(place)
    }
  }

  async #link(place: Place): Promise<void> {
    const found = await stat(place.path).catch(() => undefined)
    if (!found) this.#leaveOut(place.shown, 'is a link to nothing')
    else if (found.isDirectory()) this.#links.push(place)
    else this.#found.push(await fileAt(place.path, place.shown))
  }

  async #follow(place: Place): Promise<void> {
    const inside = relative(realOf(place.path), realOf(this.#root))
    const isAbove = !inside.startsWith('..') && !isAbsolute(inside)
    if (isAbove) this.#leaveOut(place.shown, 'is left out: it links to a folder that it is in')
    else await this.#below(place)
  }

  #leaveOut(shown: string, why: string): void {
    this.#found.push(leftOut(shown, why))
  }
}

/** Source that is skipped with a reason. */
function leftOut(path: string, why: string): Source {
  const read = () => Promise.reject(new Error(why))
  return { path, size: 0, why, head: read, whole: read }
}

async function fileAt(path: string, shown: string): Promise<Source> {
  const found = await stat(path).catch(messageOf)
  if (typeof found === 'string') return leftOut(shown, `cannot be read: ${found}`)
  if (!found.isFile()) return leftOut(shown, 'is a device or a pipe, not a file')
  noteRead(path)
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
