// Outputs of commands: every file that an option names is checked and written here. A file that exists is replaced only
// if the same command made it, which a mark in it says (marks.ts), or with --force; a file that this run of the command
// reads never is. Run folders and caches write their own files (runFolder.ts, files.ts).

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'
import { Misuse } from '../terminal/failure'
import {
  exists,
  forgetReads,
  isFile,
  placeOf,
  removeEmpty,
  wasRead,
  writableFolder,
  writeWhole,
} from './files'
import { isMarked, marked } from './marks'

/** The command that runs. */
let running = { name: '', force: false }

/** Warnings of the command that runs. */
const warned = new Set<string>()

/** Begins a command. What commands before it read does not count. */
export function beginCommand(name: string, { force }: { force: boolean }): void {
  running = { name, force }
  forgetReads()
  warned.clear()
}

/** Prints a warning, once in a command. */
export function warn(line: string): void {
  if (!warned.has(line)) console.error(line)
  warned.add(line)
}

/** May files that Ganvas did not make be replaced? */
export const isForced = (): boolean => running.force

export const ADVICE = 'Choose another name, or add --force to replace it'

/** Checks that a file which an option names can be written and may be replaced, before the work begins. */
export function checkPlace(file: string, option = '--out'): void {
  const folder = dirname(placeOf(file, option))
  refuseForeign(file, `${option} ${file}`)
  removeEmpty(writableFolder(folder, option))
}

/** Writes a file that an option names. */
export function writeOutput(file: string, data: Uint8Array | string): void {
  refuseForeign(file, file)
  const content = typeof data === 'string' ? new TextEncoder().encode(data) : data
  writeWhole(file, marked(content, markOf(running.name), file))
}

/** Did a command make a file? Of one that cannot be read, nothing is known. */
export function isMade(file: string): boolean {
  try {
    return isMarked(endsOf(file), markOf(''))
  } catch {
    return false
  }
}

const markOf = (command: string): string => `made by ganvas ${command}`

function refuseForeign(file: string, what: string): void {
  if (!exists(file) || !isFile(file)) return
  if (wasRead(file)) {
    throw new Misuse(
      `${what} is an input of this command, which is never replaced. Choose another name`,
    )
  }
  if (running.force) return
  if (isMarked(endsOf(file), markOf(running.name))) return
  throw new Misuse(`${what} exists, and was not made by ganvas ${running.name}. ${ADVICE}`)
}

/** Bytes at each end of a file among which its mark is. */
const END = 4096

function endsOf(path: string): { head: Uint8Array; tail: Uint8Array } {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    const read = (from: number) => {
      const part = new Uint8Array(Math.min(END, size - from))
      return part.subarray(0, readSync(file, part, 0, part.length, from))
    }
    return { head: read(0), tail: read(Math.max(0, size - END)) }
  } finally {
    closeSync(file)
  }
}
