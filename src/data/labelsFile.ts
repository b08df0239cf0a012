// File of labels beside pictures: a line for each, with the picture's name, a comma or tab, and its class.

import { byName, type Classes, classesOf, MOST_CLASSES } from './folders'
import { DataError } from './imageSet'
import type { Source } from './source'

export const isLabelsFile = (path: string): boolean => /(^|\/)labels\.(csv|tsv|txt)$/i.test(path)

/** Returns the class of each file, by its name. Throws DataError where a line is of another kind. */
export function parseLabels(bytes: Uint8Array, name: string): Map<string, string> {
  const labels = new Map<string, string>()
  const lines = new TextDecoder()
    .decode(bytes)
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue
    const [file, label, ...more] = line.split(/[,;\t]/).map(unquoted)
    if (!file || !label || more.length > 0) {
      throw new DataError(`${name}: line ${i + 1} is not FILE,LABEL. Write a line for each picture`)
    }
    labels.set(file, label)
  }
  return labels
}

/** Classes of paths: by the file of labels, otherwise by folders. */
export async function classesBy(
  file: Source | undefined,
  paths: readonly string[],
): Promise<Classes | undefined> {
  if (!file) return classesOf(paths)
  const bytes = await file.whole().catch((cause: unknown) => {
    throw new DataError(`${file.path} cannot be read: bring it again`, { cause })
  })
  return classesByLabels(paths, parseLabels(bytes, file.path), file.path)
}

/**
 * Looks up the class of each path: by the whole path, its end, or its last part.
 *
 * @throws DataError where one has none, or there are more than 256
 */
export function classesByLabels(
  paths: readonly string[],
  labels: ReadonlyMap<string, string>,
  name: string,
): Classes {
  const shown = paths.map((path) => {
    for (let rest = path; ; rest = rest.slice(rest.indexOf('/') + 1)) {
      const label = labels.get(rest)
      if (label !== undefined) return label
      if (rest.includes('/')) continue
      throw new DataError(`${name} says nothing of ${path}. Add a line, or remove the file`)
    }
  })
  const names = [...new Set(shown)].sort(byName)
  if (names.length > MOST_CLASSES) {
    throw new DataError(`${name} has ${names.length} classes, more than ${MOST_CLASSES}. Join some`)
  }
  const numbers = new Map(names.map((each, i) => [each, i]))
  return { names, labels: Uint8Array.from(shown, (label) => numbers.get(label) ?? 0) }
}

const unquoted = (cell: string): string => cell.trim().replace(/^"(.*)"$/, '$1')
