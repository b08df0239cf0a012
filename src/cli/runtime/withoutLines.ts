// Leaves lines out of what native code prints to standard error, which JavaScript never sees. Node cannot duplicate a
// descriptor, so descriptor 2 is opened again by its path in /proc. That is safe for a terminal and a pipe on Linux. A
// regular file would get a second offset, and a socket cannot be opened: there all lines remain.

import {
  closeSync,
  constants,
  fstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const STDERR = 2
const { O_WRONLY, O_NOCTTY, O_NONBLOCK } = constants

/** Does work that is not asynchronous; lines for which `unwanted` holds are left out of standard error meanwhile. */
export function withoutLines<T>(unwanted: RegExp, work: () => T): T {
  const opened = open()
  if (!opened) return work()
  const { kept, capture, flags } = opened
  replace(capture, O_WRONLY)
  try {
    return work()
  } finally {
    replace(kept, flags)
    const said = readFileSync(pathOf(capture), 'utf8')
    closeSync(kept)
    closeSync(capture)
    const rest = said
      .split(/(?<=\n)/)
      .filter((line) => !unwanted.test(line))
      .join('')
    if (rest !== '') writeSync(STDERR, rest)
  }
}

const pathOf = (descriptor: number): string => `/proc/self/fd/${descriptor}`

/** Standard error once more, and a file without a name for what is printed; undefined where that is not safe. */
function open(): { kept: number; capture: number; flags: number } | undefined {
  if (process.platform !== 'linux') return undefined
  let kept: number | undefined
  try {
    const kind = fstatSync(STDERR)
    if (!kind.isCharacterDevice() && !kind.isFIFO()) return undefined
    // To open a pipe that has no reader would wait for one.
    const flags = O_WRONLY | (kind.isFIFO() ? O_NONBLOCK : O_NOCTTY)
    kept = openSync(pathOf(STDERR), flags)
    const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
    const capture = openSync(join(folder, 'stderr'), 'w+')
    rmSync(folder, { recursive: true })
    return { kept, capture, flags }
  } catch {
    if (kept !== undefined) closeSync(kept)
    return undefined
  }
}

/** Opens the file of another descriptor as standard error: a new descriptor takes the lowest free number. */
function replace(descriptor: number, flags: number): void {
  closeSync(STDERR)
  try {
    openSync(pathOf(descriptor), flags)
  } catch {
    // The terminal or the reader has gone. The number must not be left to the next file that is opened.
    openSync('/dev/null', O_WRONLY)
  }
}
