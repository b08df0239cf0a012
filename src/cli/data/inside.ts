// Places of images, and of files that a command writes beside them.

import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { isRun } from '../../gan/run/runNames'
import { exists, isFile, isFolder, namesIn, realOf } from '../folder/files'
import { isForced, isMade } from '../folder/outputs'
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

/** Images that a file must not be written among. */
export interface Among {
  /** Their path or name. */
  data: string
  /** Names of their classes, which may be those of folders. */
  classNames?: readonly string[] | undefined
}

/**
 * Refuses a file to write in a folder of images, where it would be read as one of them. Folders of runs below it are
 * passed over when it is read.
 */
export function refuseInData(file: string, among: Among, option = '--out'): void {
  if (isForced()) return
  const { data } = among
  const path = below(file, data)
  const held = path === undefined || isInRun(path, data) ? movedTo(file, among) : data
  if (held === undefined) return
  const so = held === data ? '' : `, which may be the moved ${data}`
  throw new Misuse(
    `${option} ${file} is in ${held}${so}: it would be read as one of its pictures. Choose another folder, or add --force`,
  )
}

const PICTURE = /\.(png|jpe?g|gif|webp|bmp|avif)$/i
const FILE = /\.(zip|npy|npz|safetensors|bin|gz|idx\d?)$|ubyte$/i

/**
 * Folder around a file that may be the place of images which are no longer at their path: it has a folder for each of
 * their classes, or the file is a picture that would lie among pictures which Ganvas did not make.
 */
function movedTo(file: string, { data, classNames = [] }: Among): string | undefined {
  if (!isAbsolute(data) || exists(data) || PICTURE.test(data) || FILE.test(data)) return undefined
  const around = foldersAround(file).map((folder) => ({ folder, names: namesSafely(folder) }))
  if (around.some(({ names }) => isRun(names))) return undefined
  const hasClasses = ({ names }: { names: Set<string> }) =>
    classNames.every((name) => names.has(name))
  const found = classNames.length > 1 ? around.find(hasClasses) : undefined
  const [nearest] = around
  if (found || !nearest || !PICTURE.test(file)) return found?.folder
  const isForeign = (name: string) => {
    const path = join(nearest.folder, name)
    return PICTURE.test(name) && exists(path) && isFile(path) && !isMade(path)
  }
  return [...nearest.names].some(isForeign) ? nearest.folder : undefined
}

/** Folders that exist around a file, the innermost first. */
function foldersAround(file: string): string[] {
  const all: string[] = []
  for (let folder = dirname(realOf(file)); ; folder = dirname(folder)) {
    all.push(folder)
    if (folder === dirname(folder)) return all.filter((each) => exists(each) && isFolder(each))
  }
}

/** Names in a folder; none where this user may not list it. */
function namesSafely(folder: string): Set<string> {
  try {
    return new Set(namesIn(folder))
  } catch {
    return new Set()
  }
}

function isInRun(path: string, data: string): boolean {
  const folders = path.split(/[/\\]/).slice(0, -1)
  return folders.some((_, i) => {
    const folder = join(data, ...folders.slice(0, i + 1))
    return exists(folder) && isRun(new Set(namesIn(folder)))
  })
}
