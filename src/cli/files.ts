// Files as a run needs them: whole or not at all, and with errors that name the path.

import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Failure, text } from './failure'

// Both src/cli and the bundle's dist/cli are two folders below the root.
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..')

/** Writes under a temporary name, then renames: the final name never holds half a file. */
export function writeWhole(name: string, data: Uint8Array | string): void {
  const stat = existsSync(name) ? statSync(name) : undefined
  // The rename would put a file in the place of a device; through a link it must reach the target.
  if (stat && !stat.isFile())
    throw new Failure(`${name} is not a regular file. Choose another name`)
  const path = stat ? realpathSync(name) : name
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
    throw new Failure(`cannot write ${path}: ${text(cause)}`, { cause })
  }
}

/** Makes a folder that files can be written to, or says why it cannot. */
export function writableFolder(path: string, option = '--out'): void {
  const probe = join(path, `.${process.pid}.tmp`)
  try {
    makeFolder(path)
    closeSync(openSync(probe, 'w'))
  } catch (cause) {
    throw new Failure(
      `cannot write to the folder ${path}: ${text(cause)}. Choose another ${option}`,
      {
        cause,
      },
    )
  } finally {
    discard(probe)
  }
}

/** Even `force` does not keep rm quiet below something that is a file. */
export function discard(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // What could not be written need not be removed.
  }
}

/** Node's own recursive mkdir never returns where the system says ENOENT, as below /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}

/** Appends to a file that grows; a half-written last line is the reader's to skip. */
export function append(path: string, line: string): void {
  try {
    appendFileSync(path, line)
  } catch (cause) {
    throw new Failure(`cannot write ${path}: ${text(cause)}`, { cause })
  }
}

/** What a file held, and its path for those who find fault with it. */
export interface ReadFile {
  path: string
  bytes: Uint8Array
}

export function readWhole(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path))
  } catch (cause) {
    throw new Failure(`cannot read ${path}: ${text(cause)}`, { cause })
  }
}

export const isFolder = (path: string): boolean => statSync(path).isDirectory()

export { existsSync as exists }
