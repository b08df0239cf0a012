// Images of both domains: what --source and --target name, with one size, one count of channels and one list of classes.

import { identityOf } from '../../../data/identity'
import { classesIn, DataError, imageCount, messageOf, type NamedSet } from '../../../data/imageSet'
import { factsOf } from '../../../data/inspect'
import type { Halves } from '../../../data/mnist'
import { enlarged } from '../../../data/resize'
import { LEAST_IMAGES } from '../../../gan/adapt/config'
import { inColour, madeDomains } from '../../../gan/adapt/domains'
import { UNKNOWN } from '../../../gan/adapt/measure'
import { type DataOptions, digitDomains, loadHalves } from '../../data/images'
import { Failure } from '../../terminal/failure'
import type { Asked } from '../../terminal/stop'

export interface Domains {
  source: Halves
  target: Halves
  /** Names of the source's classes; labels of both domains count by them. */
  classNames: string[]
  /** Lines about the data. */
  said: string[]
}

export interface DomainRequest {
  source: string
  target: string
  imageSize: number
  stop: Asked
}

export async function readDomains(wanted: DomainRequest): Promise<Domains> {
  const { source, target } = await read(wanted)
  const { labels } = source.train
  if (!labels) {
    throw new Failure(
      `--source ${wanted.source}: it has no labels for a classifier to learn. Put each class into a folder of its own, or name another`,
    )
  }
  const classNames = namesOf(source.train, labels)
  refuseFew('--source', wanted.source, source.train)
  refuseFew('--target', wanted.target, target.train)
  if (classNames.length < 2) {
    throw new Failure(
      `--source ${wanted.source}: all of its images are of one class. Give two at least`,
    )
  }
  const colour = source.train.channels === 3 || target.train.channels === 3
  const shaped = (halves: Halves): Halves => {
    const each = (set: NamedSet) => grown(colour ? inColour(set) : set, wanted.imageSize)
    return { train: each(halves.train), heldOut: each(halves.heldOut) }
  }
  const [from, to] = [shaped(source), shaped(target)]
  const known = renamed(to, classNames, wanted)
  return {
    source: from,
    target: known.halves,
    classNames,
    said: [
      ...sayOf('source', wanted.source, from),
      ...sayOf('target', wanted.target, to),
      ...known.said,
    ],
  }
}

async function read({ source, target, imageSize, stop }: DomainRequest) {
  const domain = madeDomains.find((name) => name === target)
  if (domain && source === 'mnist') return digitDomains(domain, imageSize)
  const options = { size: imageSize, stop }
  return {
    source: await load('--source', source, options),
    target: await load('--target', target, options),
  }
}

/** Faults of files say which domain they are of. */
async function load(option: string, data: string, options: DataOptions): Promise<Halves> {
  try {
    return await loadHalves(data, { ...options, option })
  } catch (cause) {
    if (!(cause instanceof DataError) || cause.message.includes(option)) throw cause
    throw new Failure(`${option} ${data}: ${messageOf(cause)}`, { cause })
  }
}

const namesOf = ({ names }: NamedSet, labels: Uint8Array): string[] =>
  Array.from({ length: classesIn(labels) }, (_, label) => names?.[label] ?? String(label))

function refuseFew(option: string, name: string, { count }: NamedSet): void {
  if (count >= LEAST_IMAGES) return
  throw new Failure(
    `${option} ${name}: ${imageCount(count)} to learn from ${count === 1 ? 'is' : 'are'} too few. Give ${LEAST_IMAGES} at least`,
  )
}

/** Images that are much smaller than the classifier's are enlarged; others get a black frame. */
const grown = (set: NamedSet, imageSize: number): NamedSet =>
  2 * Math.max(set.height, set.width) <= imageSize && set.height === set.width
    ? enlarged(set, imageSize)
    : set

/** The target with labels that count as the source's do. Labels of other classes are not counted. */
function renamed(
  { train, heldOut }: Halves,
  classNames: readonly string[],
  { source, target }: DomainRequest,
): { halves: Halves; said: string[] } {
  if (!train.labels) return { halves: { train, heldOut }, said: [] }
  const names = namesOf(train, train.labels)
  const numbers = names.map((name) => classNames.indexOf(name))
  const foreign = names.filter((_, label) => numbers[label] === -1)
  if (foreign.length === names.length) {
    throw new Failure(
      `--target ${target} and --source ${source} have no class in common: ${few(names)}; ${few(classNames)}. Give them the same names`,
    )
  }
  const each = ({ labels, names: _, ...set }: NamedSet): NamedSet =>
    labels
      ? {
          ...set,
          labels: labels.map((label) =>
            (numbers[label] ?? -1) < 0 ? UNKNOWN : (numbers[label] ?? 0),
          ),
        }
      : set
  const said =
    foreign.length > 0
      ? [`note       classes that the source lacks are not counted: ${few(foreign)}`]
      : []
  return { halves: { train: each(train), heldOut: each(heldOut) }, said }
}

const few = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 12).join(', ')}, …` : names.join(', ')

function sayOf(domain: string, name: string, { train, heldOut }: Halves): string[] {
  const { height, width, channels } = train
  const { mean, deviation } = factsOf(train, [])
  const percent = (values: readonly number[]) =>
    values.map((value) => (100 * value).toFixed(1)).join(', ')
  const size = `${height}×${width}×${channels}`
  return [
    `${domain.padEnd(10)} ${name}: ${imageCount(train.count)} ${size}, and ${heldOut.count} to test`,
    `           mean ${percent(mean)} % of white, deviation ${percent(deviation)} %`,
  ]
}

/** Hash by which a resumed run knows its images. */
export const picturesOf = (set: NamedSet): string => identityOf(set, { labels: false }).pictures
