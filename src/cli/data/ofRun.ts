// The data of a run: where it is now, and whether it is what the run learned from.

import { type Identity, identityOf, type Likeness, likeness } from '../../data/identity'
import { classesIn, imageCount, type NamedSet } from '../../data/imageSet'
import { OWN, type RunConfig } from '../../gan/run/runConfig'
import { exists } from '../folder/files'
import { Failure, Misuse } from '../terminal/failure'
import { isNamed } from './images'

/**
 * Name or path of a run's data.
 *
 * @param run    folder of the run
 * @param given  value of --data
 * @throws Misuse that says what to add, where the data is not there
 */
export function dataOfRun({ data, images }: RunConfig, run: string, given?: string): string {
  if (given !== undefined) return given
  if (isNamed(data) || (data !== OWN && data !== '' && exists(data))) return data
  const where =
    data === OWN
      ? 'that were chosen in a page'
      : data === ''
        ? 'whose place is not known any more'
        : `of ${data}, which is not there`
  throw new Misuse(
    `${run}: the run learned from ${images === 1 ? '1 picture' : `${images} pictures`} ${where}. Add --data and the folder, zip or file that holds them`,
  )
}

export interface Compared {
  config: RunConfig
  /** Lines for the announcement. */
  said: string[]
  /** Does the run go on with other data? */
  isChanged: boolean
}

/** The settings of a new run, with the identity of its data. */
export function identified(config: RunConfig, images: NamedSet): RunConfig {
  return { ...config, ...identityOf(images, { labels: config.classes > 0 }) }
}

/**
 * Compares the data of a resumed run with what it began with.
 *
 * @param was      settings of the run
 * @param config   settings with which it goes on
 * @param changed  may the data be other?
 * @throws Failure where they are other, or do not fit the networks
 */
export function compared(
  was: RunConfig,
  config: RunConfig,
  { images, changed }: { images: NamedSet; changed: boolean },
): Compared {
  refuseUnfit(config, images)
  const { data } = config
  const purpose = 'go on with these'
  const { like, identity } = likeOf(was, { data, images, changed, purpose })
  const { count } = images
  const { classNames: _, ...rest } = config
  return {
    config: { ...rest, ...identity, images: count },
    said: [
      ...saidOf[like](config, { ...identity, images: count }),
      ...(like === 'other' ? sayClasses(was, images) : []),
    ],
    isChanged: like === 'other',
  }
}

/**
 * Compares images with those that a run began with.
 *
 * @param purpose  end of the advice to add --changed-data: "to …"
 * @throws Failure where they are others, unless they may be
 */
export function likeOf(
  was: RunConfig,
  {
    data,
    images,
    changed,
    purpose,
  }: { data: string; images: NamedSet; changed: boolean; purpose: string },
): { like: Likeness; identity: Identity } {
  const told = was.classes > 0
  const identity = identityOf(images, { labels: told })
  const { count } = images
  const elsewhere = was.data === OWN
  const like = count === was.images ? likeness(was, identity, { elsewhere, told }) : 'other'
  if (like === 'other' && !changed) {
    throw new Failure(
      `${data} ${differenceOf(was, { ...identity, images: count })}. ` +
        `Give those with --data, or add --changed-data to ${purpose}`,
    )
  }
  return { like, identity }
}

type Now = Identity & { images: number }

const saidOf = {
  same: () => [],
  reordered: () => ['           in another order than before: results will not be bit-identical'],
  decoded: () => ['           decoded by a page before: results will not be bit-identical'],
  other: ({ data }: RunConfig, { images, classNames }: Now) => [
    `changed    data: from now on ${images === 1 ? '1 other image' : `${images} other images`}, of ${data}${classNames ? `; classes ${listed(classNames)}` : ''}`,
  ],
}

/** Lines about classes that have no images any more, and names that have another number now. */
function sayClasses({ classes, classNames: before = [] }: RunConfig, images: NamedSet): string[] {
  if (classes === 0) return []
  const left = new Set(images.labels)
  const gone = Array.from({ length: classes }, (_, label) => label).filter((n) => !left.has(n))
  const moved = (images.names ?? []).flatMap((name, label) =>
    before.includes(name) && before[label] !== name
      ? `${label} was ${before[label]}, is ${name}`
      : [],
  )
  const named = gone.map((n) => (before[n] === undefined ? `${n}` : `${n} (${before[n]})`))
  const [noun, them] = gone.length === 1 ? ['class', 'it'] : ['classes', 'them']
  const stays = `no images of ${noun} ${listed(named)}: G still draws ${them}, but learns no more about ${them}`
  return [
    ...(gone.length > 0 ? [`           ${stays}`] : []),
    ...(moved.length > 0 ? [`           classes go by number: ${listed(moved)}`] : []),
  ]
}

function differenceOf(was: RunConfig, { images, classNames = [] }: Now): string {
  if (images !== was.images) {
    return `holds ${imageCount(images)}, but the run began with ${was.images}`
  }
  const { classes, classNames: before = [] } = was
  if (classes > 0 && before.length > 0 && listed(before) !== listed(classNames)) {
    return `has the classes ${listed(classNames)}, but the run began with ${listed(before)}`
  }
  return `holds ${imageCount(images)}, but other ones than the run began with`
}

/** Refuses images that the networks of a run cannot take. */
function refuseUnfit({ classes, channels, data }: RunConfig, images: NamedSet): void {
  const kind = (count: number) => (count === 1 ? 'grey' : 'coloured')
  if (images.channels !== channels) {
    throw new Failure(
      `${data} holds ${kind(images.channels)} images, but the run learned from ${kind(channels)} ones. Give those with --data, or start a new run`,
    )
  }
  const { labels } = images
  if (classes === 0) return
  const found = labels ? classesIn(labels) : 0
  if (found > 0 && found <= classes) return
  const has = found === 0 ? 'no labels' : `${found} classes`
  throw new Failure(
    `${data} has ${has}, but the run was told ${classes} classes. Give its data with --data, or start a new run`,
  )
}

const MOST_NAMES = 12

/** `cats, dogs`; of many names the first. */
export function listed(classNames: readonly string[]): string {
  const more = classNames.length - MOST_NAMES
  const first = classNames.slice(0, MOST_NAMES).join(', ')
  return more > 0 ? `${first} and ${more} more` : first
}
