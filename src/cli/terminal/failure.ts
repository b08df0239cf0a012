// The two errors that the user can do something about, and the one place that turns an error into words and an
// exit code. Any other error is a bug in Ganvas.

import { TensorError } from '../../autograd/check'
import { DataError, messageOf } from '../../data/imageSet'
import { Diverged } from '../../gan/run/state'
import { GpuError } from '../../gpu/device'

/** Mistyped command: an option, a value or a path. Exit code 2. */
export class Misuse extends Error {
  override name = 'Misuse'
}

/** Correct command that the machine, a file or the network stopped. Exit code 1. */
export class Failure extends Error {
  override name = 'Failure'
}

const FAILURES = [Failure, DataError, GpuError, Diverged]

// By the names that the errors carry, since a bundler may rename a class.
const KINDS = { Misuse, TensorError, Failure, DataError, GpuError, Diverged }

/** Restores an error of a page with the class that it had there. */
export function revived(error: { name: string; message: string; stack: string }): Error {
  const Kind = Object.entries(KINDS).find(([name]) => name === error.name)?.[1] ?? Error
  return Object.assign(new Kind(error.message), error)
}

/**
 * Prints an error to stderr. Returns the exit code, and the error in one line.
 *
 * @param options  quiet: is the line printed elsewhere, as JSON? Stacks are printed all the same
 */
export function reportError(
  error: unknown,
  { quiet = false }: { quiet?: boolean } = {},
): { code: 1 | 2; said: string } {
  const mistyped = error instanceof Misuse || error instanceof TensorError
  const known = mistyped || FAILURES.some((kind) => error instanceof kind)
  const origin = error instanceof Diverged && !debugging()
  const said = messageOf(error) + (origin ? '. GANVAS_DEBUG=nan names the op where it began' : '')
  if (debugging() && !known) console.error(error)
  else if (!quiet) console.error(`ganvas: ${said}`)
  // An option may be refused by an op, far from here.
  if (debugging() && known && !(error instanceof Misuse)) console.error(error)
  if (!debugging() && !known && !quiet)
    console.error('Set GANVAS_DEBUG=1 to see where this came from.')
  return { code: mistyped ? 2 : 1, said }
}

function debugging(): boolean {
  return Boolean(process.env['GANVAS_DEBUG'])
}
