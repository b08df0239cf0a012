// Loop of `ganvas translate`: iterations, log lines, sheets and checkpoints, until the last step, an error, or Ctrl-C,
// which saves the run at the next step.

import type { ImageSet } from '../../../data/imageSet'
import { rowsOf } from '../../../data/imageSet'
import { prepared } from '../../../data/prepare'
import type { ReadFile } from '../../../data/readFile'
import type { TranslationConfig } from '../../../gan/translate/settings'
import type { LossLine } from '../../../gan/translate/training'
import type { Domains } from '../../data/domains'
import { writeTranslationReport } from '../../folder/report/translationReport'
import type { TranslationFolder } from '../../folder/translationFolder'
import type { Runtime } from '../../runtime/runtime'
import { duration } from '../../terminal/duration'
import { report } from '../../terminal/json'
import { quoted } from '../../terminal/quoted'
import type { Stop } from '../../terminal/stop'
import { plain } from './origin'
import { sheetOf } from './sheet'

interface Run {
  config: TranslationConfig
  domains: Domains
  folder: TranslationFolder
  stop: Stop
  resumed: ReadFile | undefined
  /** Sets that are others than before. */
  changed: readonly string[]
}

/** Columns of a sheet. */
const COLUMNS = 16

export async function run(
  { ask }: Runtime,
  { config, domains, folder, stop, resumed, changed }: Run,
): Promise<void> {
  const { steps, sampleEvery, imageSize, paired } = config
  const { sets, heldOut, partners } = domains
  const some = (set: ImageSet) =>
    rowsOf(
      set,
      Uint32Array.from({ length: Math.min(COLUMNS, set.count) }, (_, i) => i),
    )
  const shown = { a: some(heldOut.a), b: some(heldOut.b) }
  const samples = { a: prepared(shown.a, imageSize), b: prepared(shown.b, imageSize) }
  const begun = performance.now()
  const first = await ask('openTranslation', { config, sets: plain(sets), checkpoint: resumed })
  folder.writeConfig(config)
  folder.startLog(folder.readLog(first))
  if (changed.length > 0) folder.log({ step: first, changedData: changed.join(', ') })
  let step = first
  let last: LossLine | undefined
  let since = performance.now()
  let saved = ''
  const note = (lines: readonly LossLine[]) => {
    for (const line of lines) {
      folder.log(line)
      last = line
      const left =
        ((steps - line.step) * (performance.now() - since)) / 1000 / Math.max(1, line.step - first)
      console.log(lineOf(line, steps, line.step - first > 5 ? left : undefined))
    }
  }
  const save = async () => {
    const { files, lines, shown: made } = await ask('translationSnapshot', samples)
    note(lines)
    const sheet = sheetOf({ samples, made, partners: partners || paired, config })
    saved = folder.save(step, sheet, files)
    writeTranslationReport(folder)
  }
  while (step < steps && !stop.asked) {
    const due = Math.min(steps, (Math.floor(step / sampleEvery) + 1) * sampleEvery)
    const moment = await ask('advanceTranslation', due)
    // Kernels are compiled in the first steps.
    if (step === first) since = performance.now()
    step = moment.step
    note(moment.lines)
    if (step === due && step < steps) await save()
  }
  await save()
  report({ run: folder.path, step, steps, samples: saved, figures: last })
  console.log(`samples    ${saved}`)
  console.log(`time       ${duration((performance.now() - begun) / 1000)}`)
  if (step < steps) {
    console.log(
      `stopped    at step ${step} of ${steps}. Go on with: npx ganvas translate --resume ${quoted(folder.path)}`,
    )
  } else {
    const run = quoted(folder.path)
    console.log(`next       npx ganvas translate --checkpoint ${run} --image mine.png`)
    console.log(`           npx ganvas evaluate --checkpoint ${run}`)
  }
}

const TITLES: readonly [name: string, title: string][] = [
  ['lossD', 'D'],
  ['lossG', 'G'],
  ['l1', 'difference'],
  ['cycleA', 'cycle A'],
  ['cycleB', 'cycle B'],
  ['identityA', 'identity A'],
  ['identityB', 'identity B'],
]

function lineOf(line: LossLine, steps: number, left: number | undefined): string {
  const figures = TITLES.flatMap(([name, title]) => {
    const value = line[name]
    return value === undefined ? [] : [`${title} ${value.toFixed(2)}`]
  })
  const eta = left === undefined || line.step === steps ? '' : `  ETA ${duration(left)}`
  return `${line.step}/${steps}  loss ${figures.join('  ')}  ${line.imagesPerSecond.toFixed(0)} images/s${eta}`
}
