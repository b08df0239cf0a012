// The user's files, as the readers of data sets take them.

import { type Source, sourceOf } from '../../data/source'

/** A file and its path, folders included. */
export interface Brought {
  path: string
  file: File
}

export const sourceOfFile = ({ path, file }: Brought): Source =>
  sourceOf({
    path,
    size: file.size,
    read: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
  })
