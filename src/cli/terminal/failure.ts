// The two errors that a person at the terminal can do something about, and the one place that turns
// any error into words and an exit code. Everything else that is thrown is a bug of ours.

import { TensorError } from '../../autograd/check'
import { DataError, messageOf } from '../../data/imageSet'
import { Diverged } from '../../gan/run/state'
import { GpuError } from '../../gpu/device'

/** The command was typed wrongly: an option, a value, a path. Exit code 2. */
export class Misuse extends Error {
  override name = 'Misuse'
}

/** The command was right, but the machine, a file or the network stood in the way. Exit code 1. */
export class Failure extends Error {
  override name = 'Failure'
}

const FAILURES = [Failure, DataError, GpuError, Diverged]

// By the names that they carry: a bundler may give a class another one.
const KINDS = { Misuse, TensorError, Failure, DataError, GpuError, Diverged }

/** An error of a page, as the error that it was there. */
export function revived(error: { name: string; message: string; stack: string }): Error {
  const Kind = Object.entries(KINDS).find(([name]) => name === error.name)?.[1] ?? Error
  return Object.assign(new Kind(error.message), error)
}

/** Prints an error to stderr; returns the exit code. */
export function report(error: unknown): number {
  if (error instanceof Misuse || error instanceof TensorError) {
    console.error(`ganvas: ${error.message}`)
    // What was typed may be refused by an op, far from here.
    if (debugging() && error instanceof TensorError) console.error(error)
    return 2
  }
  if (FAILURES.some((kind) => error instanceof kind)) {
    console.error(`ganvas: ${messageOf(error)}`)
    if (debugging()) console.error(error)
    return 1
  }
  if (debugging()) console.error(error)
  else console.error(`ganvas: ${messageOf(error)}\nSet GANVAS_DEBUG=1 to see where this came from.`)
  return 1
}

function debugging(): boolean {
  return Boolean(process.env['GANVAS_DEBUG'])
}
