import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { exists, isFolder, realOf } from '../folder/files'
import { isNamed } from './images'

/** Whether a place is in the folder that `--data` names, or is that folder. */
export function isInData(place: string, data: string): boolean {
  if (isNamed(data) || !exists(data) || !isFolder(data)) return false
  const parent = realOf(dirname(resolve(place)))
  const real = exists(place) ? realOf(place) : join(parent, basename(place))
  const path = relative(realOf(data), real)
  return !isAbsolute(path) && path.split(/[/\\]/)[0] !== '..'
}
