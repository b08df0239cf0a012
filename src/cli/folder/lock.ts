// Keeps a second process out of a folder: a lock file holds the number of the process that uses it.

import { constants, copyFileSync, existsSync, linkSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { messageOf } from '../../data/imageSet'
import { Failure, Misuse } from '../terminal/failure'
import { alive, discard, readWhole } from './files'

/**
 * Locks a folder.
 *
 * @param path  path of the lock file
 * @returns     releases the folder
 * @throws Misuse while another process uses it
 */
export function lock(path: string): () => void {
  const aside = `${path}.${process.pid}.tmp`
  while (!create(path, aside)) {
    refuseOwner(path, path)
    // The owner has ended. Of several processes that see this, one moves the file away; the next moves that one's.
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

/** Creates the lock file with its content in one step; false where one exists. */
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

/** Renames the lock file; false where another process was faster. */
function move(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch (cause) {
    if (!existsSync(from)) return false
    throw new Failure(`cannot write ${to}: ${messageOf(cause)}`, { cause })
  }
}

/** Process in a lock file. After a power cut the file may be empty or hold no number. */
const ownerIn = (file: string): number =>
  existsSync(file) ? Number(new TextDecoder().decode(readWhole(file))) : 0

function refuseOwner(path: string, file: string): void {
  const owner = ownerIn(file)
  // A process that ended may have had the number of this one, as happens in containers.
  if (!(owner > 0) || owner === process.pid || !alive(owner)) return
  throw new Misuse(
    `${dirname(path)} is in use by process ${owner}. Wait for it, choose another --out, or delete ${path} if that is another program`,
  )
}
