// Keeps a second process out of a folder: a file there holds the number of the one that works in it.

import { constants, copyFileSync, existsSync, linkSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { messageOf } from '../../data/imageSet'
import { Failure, Misuse } from '../terminal/failure'
import { alive, discard, readWhole } from './files'

/**
 * @param path  of the file
 * @returns  lets go of the folder
 * @throws Misuse while another process has it
 */
export function lock(path: string): () => void {
  const aside = `${path}.${process.pid}.tmp`
  while (!create(path, aside)) {
    refuseOwner(path, path)
    // Who had it has ended. Of several that see this one moves it away; what the next moves is that one's.
    if (!move(path, aside)) continue
    try {
      refuseOwner(path, aside)
    } catch (error) {
      move(aside, path)
      throw error
    } finally {
      discard(aside)
    }
  }
  return () => {
    if (ownerIn(path) === process.pid) discard(path)
  }
}

/** Whole from the beginning, unless there is one: false then. */
function create(path: string, temporary: string): boolean {
  try {
    writeFileSync(temporary, String(process.pid))
    try {
      linkSync(temporary, path)
    } catch {
      // Some file systems have no links.
      copyFileSync(temporary, path, constants.COPYFILE_EXCL)
    }
    return true
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false
    throw new Failure(`cannot write ${path}: ${messageOf(cause)}`, { cause })
  } finally {
    discard(temporary)
  }
}

/** False where another process was faster. */
function move(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch (cause) {
    if (!existsSync(from)) return false
    throw new Failure(`cannot write ${to}: ${messageOf(cause)}`, { cause })
  }
}

/** What a power cut left of it may be empty or no number. */
const ownerIn = (file: string): number =>
  existsSync(file) ? Number(new TextDecoder().decode(readWhole(file))) : 0

function refuseOwner(path: string, file: string): void {
  const owner = ownerIn(file)
  // A process that ended may have had the number of this one, as in a container.
  if (!(owner > 0) || owner === process.pid || !alive(owner)) return
  // Or that of any other.
  throw new Misuse(
    `${dirname(path)} is in use by process ${owner}. Wait for it, choose another --out, or delete ${path} if that is another program`,
  )
}
