// Saved translations, of the page or of the terminal: read and checked before the present run ends.

import { identityOf, type Likeness, likeness } from '../../data/identity'
import { DataError } from '../../data/imageSet'
import { readCheckpoint } from '../../gan/translate/files'
import type { TranslationConfig } from '../../gan/translate/settings'
import type { Parts } from '../../gan/translate/split'
import { History } from '../core/history'
import type { Names, Wanted } from '../core/translation'
import { count, messageOf } from '../core/words'
import { browserName } from '../lab/browserName'
import { type Continued, KEPT, Keeper, type Naming, readNewest } from '../lab/keeper'
import type { Lab } from '../lab/lab'
import { differ, placeOf } from '../lab/reopen'
import { checkView, pickRun } from '../lab/runZip'
import { type KeptTranslation, unpacked } from './keptRun'
import { leave, presentOf, setRun } from './present'
import { TranslationRun, type TranslationRunOptions } from './run'
import { ownFor, partsOf } from './sets'
import { ownPlacesOf, wantedOf } from './wanted'

export interface Reopening {
  kept: KeptTranslation
  naming: Naming
  /** Its place in the browser's storage. */
  continued?: Continued
  /** Names of the images that it learned from, as the browser keeps them. */
  names?: Names | undefined
}

/** The saved run that was read last, until it goes on. */
export const reopenings = new WeakMap<Lab, Reopening>()

/** @throws DataError of one line where a file is invalid, or of a run that another view continues */
export async function readFiles(files: readonly File[]): Promise<Reopening> {
  const picked = await pickRun(files)
  checkView(picked, 'Translate')
  const { name, checkpoint } = picked
  const read = readCheckpoint(checkpoint)
  const kept = { ...read, lines: [], curves: new History(3).kept }
  return { kept, naming: { name, path: checkpoint.path, from: `loaded from ${name}` } }
}

/** @throws DataError where the browser no longer keeps it, or this version cannot read it */
export const readKeptRun = (id: string): Promise<Reopening> =>
  readNewest(id, async (stored, naming) => ({ kept: unpacked(stored, naming.path), naming }))

/** Continues the run that was read last. The present run ends once the other is open; where that fails, it stays. */
export async function reopen(
  lab: Lab,
  present: Names,
): Promise<{ run: TranslationRun; said: string }> {
  const reopening = reopenings.get(lab)
  if (!reopening) throw new Error('no saved run was read. Load it again')
  const { kept, naming, continued } = reopening
  const { config, step } = kept
  const wanted = wantedOf(config)
  const { parts, found } = await partsFor(lab, config, { wanted, naming })
  const gpu = await lab.gpu()
  const own = ownFor(lab, ownPlacesOf(wanted))
  const keeper = new Keeper(lab.tell, continued)
  const names = { ...present, ...wanted.names, ...reopening.names }
  const run = await opened({ gpu, config, parts, own, names, keeper }, kept, naming)
  reopenings.delete(lab)
  await leave(lab)
  setRun(lab, run)
  const elsewhere = config.adapter !== placeOf(gpu)
  const said = [
    `Paused at step ${count(step)}, ${naming.from}.`,
    ...(elsewhere ? [`So far on ${config.adapter}: it goes on, but not to the same bits.`] : []),
    ...(found === 'same' ? [] : [differ[found]]),
  ]
  return { run, said: said.join(' ') }
}

/** Opens the present run again, whose device was lost, from its kept state. */
export async function recover(lab: Lab): Promise<{ run: TranslationRun; said: string }> {
  const before = presentOf(lab)
  if (!before?.kept) throw new Error('there is no state to go on from. Start begins again')
  const { options, kept } = before
  const gpu = await lab.gpu()
  const run = await TranslationRun.open({ ...options, gpu }, kept)
  setRun(lab, run)
  const said = `The GPU was lost and opened again; the run went back to step ${count(kept.step)}.`
  return { run, said }
}

async function opened(
  options: TranslationRunOptions,
  past: KeptTranslation,
  { path }: Naming,
): Promise<TranslationRun> {
  try {
    return await TranslationRun.open(options, past)
  } catch (cause) {
    options.gpu.check()
    throw new DataError(`${path}: ${messageOf(cause)}`, { cause })
  }
}

/**
 * The images that the run learned from, if the page has them, and how they compare with those.
 *
 * @throws DataError that says which to bring, where they are others
 */
async function partsFor(
  lab: Lab,
  config: TranslationConfig,
  { wanted, naming: { name } }: { wanted: Wanted; naming: Naming },
): Promise<{ parts: Parts; found: Exclude<Likeness, 'other'> }> {
  const { paired, channels, images, pictures, adapter } = config
  const kind = channels === 1 ? 'grey' : 'coloured'
  const isKept = name === KEPT
  const many = (of: TranslationConfig['images']) =>
    paired
      ? `${count(of.a)} pairs of ${kind} images`
      : `${count(of.a)} and ${count(of.b)} ${kind} images`
  const learned = `${isKept ? name : `${name}: the run`} learned from ${many(images)}${placesIn(config)}`
  const again = `then ${isKept ? 'press Go on' : 'load it'} again`
  const places = ownPlacesOf(wanted)
  const own = ownFor(lab, places)
  if (places.some((place) => own[place] === undefined)) {
    throw new DataError(`${learned}. Bring those first, ${again}`)
  }
  const parts = await partsOf(lab, wanted)
  const { a, b } = parts.sets
  if (a.count !== images.a || b.count !== images.b || a.channels !== channels) {
    const here = `${count(a.count)} and ${count(b.count)}${a.channels === channels ? '' : ' of other colours'}`
    const advice = places.length === 0 ? 'It cannot go on here' : `Bring those first, ${again}`
    throw new DataError(`${learned}, but here are ${here} to learn from. ${advice}`)
  }
  // Another program decoded them, unless the page itself did or they come with the project.
  const elsewhere = places.length > 0 && !adapter.endsWith(` in ${browserName()}`)
  const each = (['a', 'b'] as const).map((set) =>
    likeness({ pictures: pictures[set] }, identityOf(parts.sets[set], { labels: false }), {
      ...{ elsewhere, told: false },
    }),
  )
  if (each.includes('other') || (places.length === 0 && each.some((one) => one !== 'same'))) {
    throw new DataError(`${learned}; those here are others. Bring those first, ${again}`)
  }
  const found = (['decoded', 'reordered'] as const).find((like) => each.includes(like))
  return { parts, found: found ?? 'same' }
}

/** ` of photos and paintings`: names of folders that the page does not know. */
function placesIn({ paired, from, to }: TranslationConfig): string {
  const named = (paired ? [from] : [from, to]).filter((name) => name !== 'own')
  const last = (name: string) => name.split(/[/\\]/).at(-1)
  return named.length > 0 ? ` of ${named.map(last).join(' and ')}` : ''
}
