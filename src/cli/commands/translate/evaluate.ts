// `ganvas evaluate` of a translation: its measurements on held-out images, beside what no network reaches.

import { classesIn, type NamedSet } from '../../../data/imageSet'
import type { Both } from '../../../gan/translate/cycleStep'
import { type Direction, NO_CLASS } from '../../../gan/translate/evaluate'
import { directionNames, HEAD, rowsOf } from '../../../gan/translate/rows'
import { readDomains } from '../../data/domains'
import { judgeOf } from '../../folder/judgeCache'
import { writeTranslationReport } from '../../folder/report/translationReport'
import { TranslationFolder } from '../../folder/translationFolder'
import type { AskGpu } from '../../gpu/jobs'
import type { MeasuredTranslation } from '../../gpu/translating'
import { openRuntime, type RuntimeOptions } from '../../runtime/runtime'
import { columns } from '../../terminal/columns'
import { Failure } from '../../terminal/failure'
import { jsonText, report } from '../../terminal/json'
import { originOf, plain, sameImages } from './origin'

export async function evaluateTranslation(
  checkpoint: string,
  { runtime, adapter }: RuntimeOptions,
): Promise<void> {
  const folder = new TranslationFolder(checkpoint)
  const config = folder.readConfig()
  const { paired, imageSize, from } = config
  const files = {
    toB: folder.readNetwork('toB'),
    ...(paired ? {} : { toA: folder.readNetwork('toA') }),
  }
  const { sets, heldOut, partners } = await readDomains(originOf(config), { size: imageSize })
  if (!sameImages(config, sets)) {
    throw new Failure(
      `${from} holds other images than the run learned from: held-out ones may be among those. Bring those back`,
    )
  }
  const { name, ask, close } = await openRuntime({ runtime, adapter })
  try {
    console.error(`adapter: ${name}`)
    const readers = await readersOf(ask, { sets, heldOut, imageSize, paired })
    const sent = { files, sets: plain(sets), heldOut: plain(heldOut), partners, readers }
    const found = await ask('evaluateTranslation', config, sent)
    const { step } = folder.readCheckpoint()
    const result = { step, ...found }
    folder.writeEvaluation(jsonText(result))
    writeTranslationReport(folder)
    report(result)
    console.log(
      `step ${step}; held out: ${found.count.a} images of the first set, ${found.count.b} of the second`,
    )
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
