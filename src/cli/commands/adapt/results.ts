// Results of `ganvas adapt`: source only, batch norm's statistics of the target, adapted, and the upper bound.

import { join } from 'node:path'
import { type NamedSet, rowsOf } from '../../../data/imageSet'
import { evenly } from '../../../data/pictures'
import { prepared } from '../../../data/prepare'
import type { ReadFile } from '../../../data/readFile'
import type { AdaptConfig } from '../../../gan/adapt/config'
import { changedShare, type Measured, measure, UNKNOWN } from '../../../gan/adapt/measure'
import { methods } from '../../../gan/adapt/methods'
import { classesOf } from '../../../gan/judge/metrics/classes'
import { type AdaptFolder, adaptNames } from '../../folder/adaptFolder'
import { judgeOf } from '../../folder/judgeCache'
import type { AskGpu } from '../../gpu/jobs'
import type { KnownJudge } from '../../gpu/judging'
import { report } from '../../terminal/json'
import { quoted } from '../../terminal/quoted'
import { type Asked, stopIfAsked } from '../../terminal/stop'
import type { Domains } from './domains'
import { mapOf } from './map'
import { writeAdaptReport } from './report'
import type { Named, Row } from './rows'
import { sheetOf } from './sheet'
import { showConfusions, showTable } from './table'

/** Images that are measured, at most, and those whose labels are watched while it adapts. */
const MOST = 2000
const WATCHED = 200

export async function namedBy(
  ask: AskGpu,
  known: KnownJudge,
  images: Float32Array,
): Promise<Named> {
  const { features, probabilities } = await ask('look', known, images)
  return { features, named: classesOf(probabilities, known.shape.classes) }
}

/** The adapted classifier of a file of the run. */
export const adaptedOf = (known: KnownJudge, config: AdaptConfig, file: ReadFile): KnownJudge => ({
  ...known,
  front: methods[config.method].front?.(config),
  file,
})

export interface Baselines {
  rows: Row[]
  upper: Row | undefined
  /** Accuracy of the source's classifier on the source. */
  atHome: Measured | undefined
  /** Images of the source and of the target that are measured. */
  source: Looked
  target: Looked
  /** Images whose labels are watched. */
  watched: { images: Float32Array; named: Uint8Array }
}

interface Looked {
  set: NamedSet
  images: Float32Array
  /** By the source's classifier. */
  seen: Named
}

export interface BaselineOptions {
  config: AdaptConfig
  known: KnownJudge
  domains: Domains
  stop: Asked
}

/** Data and results that exist before an adaptation. */
export async function baselines(
  ask: AskGpu,
  { config, known, domains, stop }: BaselineOptions,
): Promise<Baselines> {
  const { imageSize, classes } = config
  const looked = async (all: NamedSet): Promise<Looked> => {
    const set = rowsOf(all, Uint32Array.from(evenly([...Array(all.count).keys()], MOST)))
    const images = prepared(set, imageSize)
    stopIfAsked(stop)
    return { set, images, seen: await namedBy(ask, known, images) }
  }
  const source = await looked(domains.source.heldOut)
  const target = await looked(domains.target.heldOut)
  const rowOf = (name: string, { named }: Named): Row => ({
    name,
    measured: measured(target.set, named, classes),
    changed: changedShare(target.seen.named, named),
  })
  stopIfAsked(stop)
  const bytes = await ask('retakeStatistics', known, withoutLabels(domains.target.train))
  const own = { ...known, file: { path: 'statistics', bytes } }
  const rows = [
    rowOf('source only', target.seen),
    rowOf('its statistics', await namedBy(ask, own, target.images)),
  ]
  const best = config.upperBound
    ? await upperBound(ask, { config, train: domains.target.train, stop })
    : undefined
  const each = target.images.length / target.set.count
  const some = Math.min(WATCHED, target.set.count)
  return {
    rows,
    upper: best && rowOf('upper bound', await namedBy(ask, best, target.images)),
    atHome: measured(source.set, source.seen.named, classes),
    ...{ source, target },
    watched: {
      images: target.images.slice(0, some * each),
      named: target.seen.named.subarray(0, some),
    },
  }
}

const measured = ({ labels }: NamedSet, named: Uint8Array, classes: number) =>
  labels && measure(named, labels, classes)

const withoutLabels = ({ labels: _, names: __, ...set }: NamedSet) => set

/** A classifier that learns the labels of the target, where there are any. */
async function upperBound(
  ask: AskGpu,
  { config, train, stop }: { config: AdaptConfig; train: NamedSet; stop: Asked },
): Promise<KnownJudge | undefined> {
  const { labels } = train
  if (!labels) return undefined
  const rows = [...labels.keys()].filter((n) => labels[n] !== UNKNOWN)
  const known = rowsOf(train, Uint32Array.from(rows))
  const labelled = { ...known, labels: known.labels ?? new Uint8Array() }
  return judgeOf(labelled, config.imageSize, ask, { stop })
}

export interface FinishOptions {
  config: AdaptConfig
  folder: AdaptFolder
  before: Baselines
  known: KnownJudge
  domains: Domains
}

/** Measures the adapted classifier, prints the table and writes all results. */
export async function finish(
  ask: AskGpu,
  { config, folder, before, known, domains }: FinishOptions,
): Promise<void> {
  const { source, target } = before
  const classifier = adaptedOf(known, config, folder.read('classifier'))
  const after = await namedBy(ask, classifier, target.images)
  const adapted: Row = {
    name: 'adapted',
    measured: measured(target.set, after.named, config.classes),
    changed: changedShare(target.seen.named, after.named),
  }
  const rows = [...before.rows, adapted, ...(before.upper ? [before.upper] : [])]
  const [sourceOnly] = before.rows
  const results = {
    ...{ method: config.method, source: config.source, target: config.target, seed: config.seed },
    ...{ steps: config.steps, tested: target.set.count },
    ...(before.atHome && { sourceOnSource: before.atHome.accuracy }),
    rows: rows.map(({ name, measured, changed }) => ({ name, changed, ...measured })),
  }
  folder.write('results', `${JSON.stringify(results, null, 2)}\n`)
  folder.write('sets', await sheetOf(ask, domains, classifier))
  folder.write('map', mapOf({ source, before: target, after, classes: config.classes }))
  writeAdaptReport(folder, { config, rows, results, before: sourceOnly, after: adapted })
  report({ run: folder.path, ...results })
  console.log('')
  for (const line of showTable(rows, { config, atHome: before.atHome, tested: target.set.count }))
    console.log(line)
  for (const line of showConfusions(sourceOnly, adapted, config.classNames)) console.log(line)
  console.log('')
  console.log(
    `pictures   ${join(folder.path, adaptNames.sets)}, ${adaptNames.map}; ${adaptNames.report}`,
  )
  console.log(
    `next       npx ganvas export --checkpoint ${quoted(folder.path)} --to onnx --out ${quoted(join(folder.path, 'classifier.onnx'))}`,
  )
}
