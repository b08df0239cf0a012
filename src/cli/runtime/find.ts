// Finds a program: where an environment variable names it, or on the PATH.

import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Misuse } from '../terminal/failure'

/** Path that the first of these variables to be set names; a Misuse if no file is there. */
export function namedBy(variables: readonly string[]): string | undefined {
  const name = variables.find((each) => process.env[each])
  const path = name && process.env[name]
  if (path && !existsSync(path)) throw new Misuse(`${name} is ${path}, but no file is there`)
  return path
}

/** Paths that programs of these names would have, in the folders of PATH. */
export function onPath(names: readonly string[]): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const files = process.platform === 'win32' ? names.map((name) => `${name}.exe`) : names
  return files.flatMap((file) => folders.map((folder) => join(folder, file)))
}
