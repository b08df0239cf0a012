// Files that somebody brought to the page, as readers of sets take them.

import { type Source, sourceOf } from '../../data/source'

/** A file, and where it lay: folders and all. */
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
