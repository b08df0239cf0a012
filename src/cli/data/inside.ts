// Places of images, and of files that a command writes beside them.

import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { isRun } from '../../gan/run/runNames'
import { exists, isFolder, namesIn, realOf } from '../folder/files'
import { isForced } from '../folder/outputs'
import { Misuse } from '../terminal/failure'
import { isNamed } from './images'

/** Path that stays right in another folder, or the name of a set. */
export const placeOf = (data: string): string =>
  isNamed(data) || data === 'emoji' ? data : resolve(data)

/** Path of a place below the folder of images that `data` names: '' is that folder; undefined outside of it. */
function below(place: string, data: string): string | undefined {
  if (isNamed(data) || !exists(data) || !isFolder(data)) return undefined
  const parent = realOf(dirname(resolve(place)))
  const real = exists(place) ? realOf(place) : join(parent, basename(place))
  const path = relative(realOf(data), real)
  return isAbsolute(path) || path.split(/[/\\]/)[0] === '..' ? undefined : path
}

/** Whether a place is in the folder that `data` names, or is that folder. */
export const isInData = (place: string, data: string): boolean => below(place, data) !== undefined

/**
 * Refuses a file to write in a folder of images, where it would be read as one of them. Folders of runs below it are
 * passed over when it is read.
 */
export function refuseInData(file: string, data: string, option = '--out'): void {
  const path = below(file, data)
  if (path === undefined || isForced() || isInRun(path, data)) return
  throw new Misuse(
    `${option} ${file} is in ${data}: it would be read as one of its pictures. Choose another folder, or add --force`,
  )
}

function isInRun(path: string, data: string): boolean {
  const folders = path.split(/[/\\]/).slice(0, -1)
  return folders.some((_, i) => {
    const folder = join(data, ...folders.slice(0, i + 1))
    return exists(folder) && isRun(new Set(namesIn(folder)))
  })
}
