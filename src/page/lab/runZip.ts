// The zip of a saved run, and finding a run among the user's files.

import { strFromU8, zipSync } from 'fflate'
import { DataError } from '../../data/imageSet'
import { isRecord, parseJson } from '../../data/json'
import type { ReadFile } from '../../data/readFile'
import { readZip } from '../../data/zip'
import type { Files } from '../../gan/run/runFiles'
import { names } from '../../gan/run/runNames'

/** Uncompressed: weights do not compress. */
export function zipOf(files: Files): Uint8Array<ArrayBuffer> {
  return zipSync(files, { level: 0 })
}

export interface PickedRun {
  config: ReadFile
  checkpoint: ReadFile
  /** Name of the zip, or of the checkpoint. */
  name: string
}

/**
 * Refuses a run that another view continues, or the terminal alone.
 *
 * @throws DataError that names where it goes on
 */
export function checkView({ config, name }: PickedRun, view: 'Train' | 'Translate'): void {
  const read = parseJson(strFromU8(config.bytes))
  if (!isRecord(read)) return
  if (read['command'] === 'adapt') {
    throw new DataError(
      `${name} is a run of ganvas adapt, which goes on in a terminal: npx ganvas adapt --resume`,
    )
  }
  const isOf = { Train: 'objective' in read, Translate: read['kind'] === 'translation' }
  if (view === 'Train' && isOf.Translate) {
    throw new DataError(`${name} is a translation. Load it in the view Translate`)
  }
  if (view === 'Translate' && isOf.Train) {
    throw new DataError(`${name} is a GAN, which draws from noise. Load it in the view Train`)
  }
}

const WANTED: readonly string[] = [names.config, names.checkpoint]

/**
 * Finds a run's settings and its checkpoint: in a zip, at any depth, or as two files.
 *
 * @throws DataError that says what is missing
 */
export async function pickRun(files: readonly File[]): Promise<PickedRun> {
  const [first] = files
  if (!first) throw new DataError('no file was chosen')
  const read = async (file: File): Promise<ReadFile> => {
    return { path: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
  }
  if (files.length === 1 && (await isZip(first))) return pickFromZip(first)
  const [config, checkpoint] = WANTED.map((name) => files.find((file) => file.name === name))
  if (config && checkpoint) {
    return {
      config: await read(config),
      checkpoint: await read(checkpoint),
      name: names.checkpoint,
    }
  }
  const found = config ?? checkpoint
  const other = config ? names.checkpoint : names.config
  throw new DataError(
    found
      ? `${found.name} is not enough: choose ${other} of the same folder with it`
      : `${first.name} is no saved run: choose the zip that Save wrote, or both ${names.config} and ${names.checkpoint} of a run folder`,
  )
}

async function isZip(file: File): Promise<boolean> {
  return strFromU8(new Uint8Array(await file.slice(0, 4).arrayBuffer()), true) === 'PK\x03\x04'
}

async function pickFromZip(zip: File): Promise<PickedRun> {
  const { name, size } = zip
  const read = async (from: number, to: number) =>
    new Uint8Array(await zip.slice(from, to).arrayBuffer())
  const entries = await readZip({ size, read }, name)
  const of = async (wanted: string): Promise<ReadFile> => {
    const [entry, another] = entries.filter(({ path }) => path.split('/').at(-1) === wanted)
    if (!entry) throw new DataError(`${name} holds no ${wanted}: it is not the zip of a run`)
    if (another) {
      throw new DataError(`${name} holds ${entry.path} and ${another.path}: take a zip of one run`)
    }
    return { path: `${name}/${entry.path}`, bytes: await entry.whole() }
  }
  return { config: await of(names.config), checkpoint: await of(names.checkpoint), name }
}
