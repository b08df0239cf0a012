// Leaves lines out of what native code prints to standard error, which JavaScript never sees. Node cannot duplicate a
// descriptor. On Linux a terminal and a pipe are opened again by their path in /proc, as descriptor 2. A regular file
// would get a second offset that way: there the lines are taken out after they are written. A socket cannot be opened,
// and what is sent through it cannot be called back: there all lines remain.

import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const STDERR = 2
const { O_WRONLY, O_NOCTTY, O_NONBLOCK, O_APPEND } = constants

/** Does work that is not asynchronous; lines for which `unwanted` holds are left out of standard error meanwhile. */
export function withoutLines<T>(unwanted: RegExp, work: () => T): T {
  if (process.platform !== 'linux') return work()
  const end = fstatSync(STDERR).isFile() ? watchFile(unwanted) : capture(unwanted)
  if (!end) return work()
  try {
    return work()
  } finally {
    end()
  }
}

const pathOf = (descriptor: number): string => `/proc/self/fd/${descriptor}`

/** The text without the unwanted lines. Each byte is a character, so that none changes. */
const wanted = (said: Buffer, unwanted: RegExp): Buffer =>
  Buffer.from(
    said
      .toString('latin1')
      .split(/(?<=\n)/)
      .filter((line) => !unwanted.test(line))
      .join(''),
    'latin1',
  )

/** Puts a file without a name in the place of a terminal or a pipe. Returns a function that ends this. */
function capture(unwanted: RegExp): (() => void) | undefined {
  const opened = open()
  if (!opened) return undefined
  const { kept, file, flags } = opened
  replace(file, O_WRONLY)
  return () => {
    replace(kept, flags)
    const rest = wanted(readFileSync(pathOf(file)), unwanted)
    closeSync(kept)
    closeSync(file)
    if (rest.length > 0) writeSync(STDERR, rest)
  }
}

/** Standard error once more, and a file without a name for what is printed; undefined where that is not safe. */
function open(): { kept: number; file: number; flags: number } | undefined {
  let kept: number | undefined
  try {
    const kind = fstatSync(STDERR)
    if (!kind.isCharacterDevice() && !kind.isFIFO()) return undefined
    // To open a pipe that has no reader would wait for one.
    const flags = O_WRONLY | (kind.isFIFO() ? O_NONBLOCK : O_NOCTTY)
    kept = openSync(pathOf(STDERR), flags)
    const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
    const file = openSync(join(folder, 'stderr'), 'w+')
    rmSync(folder, { recursive: true })
    return { kept, file, flags }
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

/**
 * Returns a function that takes the unwanted lines out of a regular file, if they are the last ones in it. The offset,
 * which standard output and other processes may share, goes back by as much.
 */
function watchFile(unwanted: RegExp): () => void {
  const { isAppended, at: from } = offset()
  return () => {
    try {
      const { at: to } = offset()
      // Something follows where a file is overwritten.
      if (to <= from || fstatSync(STDERR).size !== to) return
      const said = part(from, to)
      const rest = wanted(said, unwanted)
      if (rest.length === said.length) return
      if (!isAppended) seek(from)
      ftruncateSync(STDERR, from)
      writeSync(STDERR, rest)
    } catch {
      // The lines remain: the file may not be read, or this Node has no WASI.
    }
  }
}

/** Offset at which the next byte goes into the file. */
function offset(): { at: number; isAppended: boolean } {
  const info = readFileSync(`/proc/self/fdinfo/${STDERR}`, 'utf8')
  const field = (name: string) => new RegExp(`^${name}:\\s*(\\d+)$`, 'm').exec(info)?.[1] ?? ''
  const isAppended = (Number.parseInt(field('flags'), 8) & O_APPEND) !== 0
  return { isAppended, at: isAppended ? fstatSync(STDERR).size : Number(field('pos')) }
}

function part(from: number, to: number): Buffer {
  const bytes = Buffer.alloc(to - from)
  const file = openSync(pathOf(STDERR), 'r')
  try {
    if (readSync(file, bytes, 0, bytes.length, from) !== bytes.length) throw new Error('cut short')
  } finally {
    closeSync(file)
  }
  return bytes
}

/** A module of WebAssembly that exports WASI's fd_seek as `seek`, a memory, and an `_initialize` that does nothing. */
const SEEK =
  'AGFzbQEAAAABDAJgBH9+f38Bf2AAAAIiARZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxB2ZkX3NlZWsAAAMCAQEFAwEAAQcfAwZtZW1vcnkCAARzZWVrAAALX2luaXRpYWxpemUAAQoEAQIACw=='

/** The part of WebAssembly that is used here: its types belong to the DOM, which this folder does not have. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (
    module: object,
    imports: object,
  ) => { exports: { seek(file: number, to: bigint, from: number, result: number): number } }
}

/** Sets the offset of standard error. Node has no lseek, but WASI's files have one. */
function seek(to: number): void {
  const { emitWarning } = process
  // WASI is announced as experimental, on standard error.
  process.emitWarning = () => {}
  try {
    const { WASI } = createRequire(import.meta.url)('node:wasi') as typeof import('node:wasi')
    const wasi = new WASI({ version: 'preview1', stderr: STDERR })
    const module = new WebAssembly.Module(Buffer.from(SEEK, 'base64'))
    const instance = new WebAssembly.Instance(module, wasi.getImportObject())
    wasi.initialize(instance)
    const set = instance.exports.seek
    const START = 0
    const code = set(STDERR, BigInt(to), START, 0)
    if (code !== 0) throw new Error(`fd_seek: ${code}`)
  } finally {
    process.emitWarning = emitWarning
  }
}
