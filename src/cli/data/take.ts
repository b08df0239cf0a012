// Folder that a job trains in: one that the user names, outside of the images, or a new one.

import { join } from 'node:path'
import { exists } from '../folder/files'
import type { JobFolder } from '../folder/jobFolder'
import { Misuse } from '../terminal/failure'
import { isInData } from './inside'

export interface Taken<F extends JobFolder> {
  folder: F
  release: () => void
}

/**
 * Takes and locks a folder: the one that the user names, or the first free one of runs/STEM-1, runs/STEM-2, …
 *
 * @param options  data: folders and files of images, none of which may hold the folder, unless it is that of a run, which
 * readers of images pass over
 */
export function takeFolder<F extends JobFolder>(
  Folder: new (path: string) => F,
  { path, data, stem }: { path: string | undefined; data: readonly string[]; stem: string },
): Taken<F> {
  if (path !== undefined) {
    const folder = new Folder(path)
    const inside = exists(path) && !folder.isOwn && data.find((each) => isInData(path, each))
    if (inside) {
      throw new Misuse(
        `--out ${path} is a folder of the images in ${inside}: the run would be read as images. Choose another --out`,
      )
    }
    return { folder, release: folder.lock() }
  }
  for (let i = 1; ; i++) {
    const folder = new Folder(join('runs', `${stem}-${i}`))
    const release = folder.lockNew()
    if (release) return { folder, release }
  }
}
