// `ganvas evaluate` of a translation: its measurements on held-out images, beside what no network reaches.

import { classesIn, type NamedSet } from '../../../data/imageSet'
import type { Both } from '../../../gan/translate/cycleStep'
import { type Direction, NO_CLASS } from '../../../gan/translate/evaluate'
import { directionNames, HEAD, rowsOf } from '../../../gan/translate/rows'
import { readDomains } from '../../data/domains'
import { listed } from '../../data/ofRun'
import { judgeOf } from '../../folder/judgeCache'
import { writeTranslationReport } from '../../folder/report/translationReport'
import { TranslationFolder } from '../../folder/translationFolder'
import type { AskGpu } from '../../gpu/jobs'
import type { MeasuredTranslation } from '../../gpu/translating'
import { openRuntime, type RuntimeOptions } from '../../runtime/runtime'
import { columns } from '../../terminal/columns'
import { jsonText, report } from '../../terminal/json'
import { compared, type Given, originOf, plain, relocated } from './origin'

export interface TranslationRequest extends RuntimeOptions, Given {
  /** May the images be others than those of the run? */
  changedData?: boolean
}

export async function evaluateTranslation(
  checkpoint: string,
  { runtime, adapter, changedData = false, ...given }: TranslationRequest,
): Promise<void> {
  const folder = new TranslationFolder(checkpoint)
  const config = folder.readConfig()
  const now = relocated(config, { run: checkpoint, given })
  const { paired, imageSize } = config
  const files = {
    toB: folder.readNetwork('toB'),
    ...(paired ? {} : { toA: folder.readNetwork('toA') }),
  }
  const { sets, heldOut, partners } = await readDomains(originOf(now), { size: imageSize })
  const { changed } = compared(config, now, {
    sets,
    changed: changedData,
    purpose: 'measure on these, which the run may have learned from',
  })
  const { name, ask, close } = await openRuntime({ runtime, adapter })
  try {
    console.error(`adapter: ${name}`)
    const readers = await readersOf(ask, { sets, heldOut, imageSize, paired })
    const sent = { files, sets: plain(sets), heldOut: plain(heldOut), partners, readers }
    const found = await ask('evaluateTranslation', config, sent)
    const { step } = folder.readCheckpoint()
    const result = { step, ...found, ...(changed.length > 0 && { changedData: changed }) }
    folder.writeEvaluation(jsonText(result))
    writeTranslationReport(folder)
    report(result)
    console.log(
      `step ${step}; held out: ${found.count.a} images of the first set, ${found.count.b} of the second`,
    )
    if (changed.length > 0) {
      console.log(`note: other images than the run began with, of ${listed(changed)}`)
    }
    for (const [key, title] of Object.entries(directionNames)) {
      const direction = key === 'toB' ? found.toB : found.toA
      if (!direction) continue
      for (const line of ['', ...tableOf(title, direction)]) console.log(line)
    }
  } finally {
    await close()
  }
}

interface Labelled {
  sets: Both<NamedSet>
  heldOut: Both<NamedSet>
  imageSize: number
  paired: boolean
}

/** A classifier of the labels of each set that is translated to, where both have labels and a class in common. */
async function readersOf(ask: AskGpu, { sets, heldOut, imageSize, paired }: Labelled) {
  const readers: NonNullable<MeasuredTranslation['readers']> = {}
  for (const to of paired ? (['b'] as const) : (['b', 'a'] as const)) {
    const { labels } = sets[to]
    const counted = { a: labelsAs(heldOut.a, sets[to]), b: labelsAs(heldOut.b, sets[to]) }
    const { a, b } = counted
    if (!labels || !a || !b || classesIn(labels) < 2) continue
    const known = await judgeOf({ ...sets[to], labels }, imageSize, ask)
    readers[to] = { known, labels: { a, b } }
  }
  return readers
}

const nameOf = ({ names }: NamedSet, label: number): string => names?.[label] ?? String(label)

/** Labels of a set by the numbers of the classes of another; undefined where no class is common. */
export function labelsAs(set: NamedSet, other: NamedSet): Uint8Array | undefined {
  const known = new Map(Array.from(other.labels ?? [], (n) => [nameOf(other, n), n]))
  const found = set.labels?.map((label) => known.get(nameOf(set, label)) ?? NO_CLASS)
  return found?.some((label) => label !== NO_CLASS) ? found : undefined
}

/** A table of one direction. */
function tableOf(title: string, direction: Direction): string[] {
  const rows = [[title, ...HEAD.slice(1)], ...rowsOf(direction)]
  const filled = HEAD.map((_, i) => i).filter((i) => rows.slice(1).some((cells) => cells[i] !== ''))
  const widths = filled.map((i) => Math.max(...rows.map((cells) => cells[i]?.length ?? 0)))
  const row = columns(widths, { gap: 2 })
  return rows.map((cells) => row(...filled.map((i) => cells[i] ?? '')))
}
