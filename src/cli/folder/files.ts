// File access: files are written whole or not at all, and errors name the path.

import {
  appendFileSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { messageOf } from '../../data/imageSet'
import { Failure } from '../terminal/failure'

/**
 * Folder of the cache.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest: a relative path counts as none
 */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME: named = '' } = process.env
  return join(isAbsolute(named) ? named : join(homedir(), '.cache'), 'ganvas')
}

/** Writes under a temporary name, then renames: the final name never holds half a file. */
export function writeWhole(name: string, data: Uint8Array | string): void {
  const path = placeOf(name)
  const temporary = `${path}.${process.pid}.tmp`
  try {
    makeFolder(dirname(path))
    const file = openSync(temporary, 'w')
    try {
      const bytes = typeof data === 'string' ? Buffer.from(data) : data
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (cause) {
    discard(temporary)
    throw new Failure(`cannot write ${path}: ${messageOf(cause)}`, { cause })
  }
}

/** Gives a file a second name, which replaces a file of that name; copies where the file system has no links. */
export function alias(path: string, name: string): void {
  const temporary = `${name}.${process.pid}.tmp`
  try {
    makeFolder(dirname(name))
    discard(temporary)
    try {
      linkSync(path, temporary)
    } catch {
      copyFileSync(path, temporary)
    }
    renameSync(temporary, name)
  } catch (cause) {
    throw new Failure(`cannot write ${name}: ${messageOf(cause)}`, { cause })
  } finally {
    // A rename between two names of one file does nothing.
    discard(temporary)
  }
}

/** Removes temporary files that killed processes left in a folder. */
export function sweep(folder: string): void {
  for (const name of namesIn(folder)) {
    const [, writer] = /\.(\d+)\.tmp$/.exec(name) ?? []
    if (writer !== undefined && !alive(Number(writer))) discard(join(folder, name))
  }
}

/** Is there a process of that number? */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of another user cannot be signalled, but it exists.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Path to rename to: the target of a link. A device would be replaced by a file, so it is refused. */
export function placeOf(name: string, option?: string): string {
  if (!existsSync(name)) return name
  if (statSync(name).isFile()) return realpathSync(name)
  const what = option === undefined ? name : `${option} ${name}`
  throw new Failure(`${what} is not a regular file. Choose another name`)
}

/** Makes a folder, and checks that files can be written to it. Returns folders that were made, the innermost first. */
export function writableFolder(path: string, option = '--out'): string[] {
  const probe = join(path, `.${process.pid}.tmp`)
  try {
    const made = makeFolder(path)
    closeSync(openSync(probe, 'w'))
    return made
  } catch (cause) {
    throw new Failure(
      `cannot write to the folder ${path}: ${messageOf(cause)}. Choose another ${option}`,
      {
        cause,
      },
    )
  } finally {
    discard(probe)
  }
}

/** Removes a file if it exists. Even with `force`, rm throws below a path that is a file. */
export function discard(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // A file that could not be written need not be removed.
  }
}

/** Removes folders, the innermost first, up to one that is not empty. */
export function removeEmpty(folders: readonly string[]): void {
  try {
    for (const each of folders) rmdirSync(each)
  } catch {
    // The folder is no longer empty.
  }
}

/**
 * Makes a folder and those above it. Node's recursive mkdir never returns where the system says ENOENT, as below /proc.
 *
 * @returns  folders that were made, the innermost first
 */
function makeFolder(path: string): string[] {
  if (existsSync(path)) return []
  const above = makeFolder(dirname(path))
  try {
    mkdirSync(path)
  } catch (error) {
    if (!existsSync(path)) throw error
    // Another process was faster.
    return above
  }
  return [path, ...above]
}

/** Appends to a log; readers skip a half-written last line. */
export function append(path: string, line: string | Uint8Array): void {
  try {
    appendFileSync(path, line)
  } catch (cause) {
    throw new Failure(`cannot write ${path}: ${messageOf(cause)}`, { cause })
  }
}

/** Real paths of the files that the running command read. */
const reads = new Set<string>()

/** Notes that a file is an input of the running command. */
export function noteRead(path: string): void {
  reads.add(realOf(path))
}

export const wasRead = (path: string): boolean => reads.has(realOf(path))

export const forgetReads = (): void => reads.clear()

/** Path without links. */
export function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}

export function readWhole(path: string): Uint8Array {
  noteRead(path)
  try {
    return new Uint8Array(readFileSync(path))
  } catch (cause) {
    throw new Failure(`cannot read ${path}: ${messageOf(cause)}`, { cause })
  }
}

/** Names of the files and of the folders in a folder. */
export function entriesIn(path: string): { files: string[]; folders: string[] } {
  try {
    const entries = readdirSync(path, { withFileTypes: true })
    const [folders, files] = [true, false].map((wanted) => {
      return entries.filter((entry) => entry.isDirectory() === wanted).map(({ name }) => name)
    })
    return { files: files ?? [], folders: folders ?? [] }
  } catch (cause) {
    throw new Failure(`cannot read ${path}: ${messageOf(cause)}`, { cause })
  }
}

/** Names in a folder; none where the folder does not exist. */
export const namesIn = (path: string): string[] => (existsSync(path) ? readdirSync(path) : [])

/** Time of the last change. */
export const modified = (path: string): Date => statSync(path).mtime

export const isFolder = (path: string): boolean => statSync(path).isDirectory()

export const isFile = (path: string): boolean => statSync(path).isFile()

export { existsSync as exists }
