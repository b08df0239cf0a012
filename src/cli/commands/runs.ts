// `ganvas runs`: lists the run folders in a folder.

import { basename, join } from 'node:path'
import type { Command } from 'commander'
import { DataError, imageCount, messageOf } from '../../data/imageSet'
import type { RunConfig } from '../../gan/run/runConfig'
import { names } from '../../gan/run/runNames'
import { AdaptFolder } from '../folder/adaptFolder'
import { stepIn } from '../folder/checkpoints'
import { entriesIn, exists, isFolder, modified } from '../folder/files'
import { RunFolder } from '../folder/runFolder'
import { isTranslation, TranslationFolder } from '../folder/translationFolder'
import { columns } from '../terminal/columns'
import { Misuse } from '../terminal/failure'
import { report } from '../terminal/json'
import { path } from '../terminal/options'

const USUAL = 'runs'

export function register(program: Command): void {
  program
    .command('runs')
    .description('list the runs in a folder: objective, data, steps, date, and best score')
    .argument('[folder]', `the folder (default: ${USUAL})`, path)
    .addHelpText('after', '\nExamples:\n  $ ganvas runs\n  $ ganvas runs experiments --json')
    .action((folder: string | undefined) => runs(folder))
}

/** A run folder in the list. */
export interface Listed {
  run: string
  /** ISO 8601: time of the last checkpoint, or of the beginning. */
  date: string
  objective?: string
  data?: string
  step?: number
  steps?: number
  /**
   * Best score of `train --best`, or else the result of `evaluate`; lower is better. `images`: too few to compare. Of
   * `adapt`, the accuracy.
   */
  score?: { name: string; value: number; step?: number; images?: number }
  /** Reason why the settings cannot be read. */
  error?: string
}

function runs(folder: string | undefined): void {
  const place = folder ?? USUAL
  if (folder !== undefined && !(exists(folder) && isFolder(folder))) {
    throw new Misuse(`there is no folder ${folder}. Name one that holds run folders`)
  }
  const found = exists(place) ? foldersOf(place, DEPTH).flatMap(listed) : []
  found.sort((a, b) => (a.date < b.date ? 1 : -1))
  report({ folder: place, runs: found })
  if (found.length === 0) {
    console.log(`no runs in ${place}. Begin one with: npx ganvas train`)
    return
  }
  const rows = [HEAD, ...found.map(cellsOf)]
  const widths = HEAD.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  const row = columns(widths, { gap: 2 })
  for (const each of rows) console.log(row(...each))
}

const DEPTH = 3

/** Folders with a config.json at or below a folder. A run's own folders hold none but its best checkpoint. */
function foldersOf(folder: string, depth: number): string[] {
  if (exists(join(folder, names.config))) return [folder]
  if (depth === 0) return []
  return entriesIn(folder)
    .folders.filter((name) => !name.startsWith('.') && name !== 'node_modules')
    .flatMap((name) => foldersOf(join(folder, name), depth - 1))
}

/** A run; none where another program wrote the config.json. */
function listed(run: string): Listed[] {
  if (isTranslation(run)) return listedTranslation(run)
  const folder = new RunFolder(run)
  const [checkpoint, settings] = [names.checkpoint, names.config].map((name) => join(run, name))
  const last = checkpoint && exists(checkpoint) ? checkpoint : settings
  const date = modified(last ?? run).toISOString()
  const adaptation = new AdaptFolder(run)
  if (adaptation.isOwn) return [{ run, date, ...listedAdaptation(adaptation) }]
  try {
    const config = folder.readConfig()
    const { objective, data, steps } = config
    const score = scoreOf(folder, config)
    return [{ run, date, objective, data, step: stepOf(folder), steps, ...(score && { score }) }]
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    return folder.holdsRun ? [{ run, date, error: messageOf(error) }] : []
  }
}

function listedTranslation(run: string): Listed[] {
  const folder = new TranslationFolder(run)
  const file = join(run, folder.holdsRun ? names.checkpoint : names.config)
  const date = modified(file).toISOString()
  try {
    const { from, to, paired, steps } = folder.readConfig()
    const data = paired ? from : `${basename(from)} → ${basename(to)}`
    const step = folder.savedStep
    return [{ run, date, objective: paired ? 'pix2pix' : 'cyclegan', data, step, steps }]
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    return [{ run, date, error: messageOf(error) }]
  }
}

function listedAdaptation(folder: AdaptFolder): Omit<Listed, 'run' | 'date'> {
  const { method, source, target, steps } = folder.readConfig()
  const accuracy = folder.readAccuracy()
  return {
    objective: method,
    data: `${basename(source)} → ${basename(target)}`,
    step: folder.savedStep,
    steps,
    ...(accuracy !== undefined && { score: { name: 'accuracy', value: accuracy } }),
  }
}

/** Step of the newest checkpoint: of those in the terminal's folder, or of a save of the page; else of the log. */
function stepOf(folder: RunFolder): number {
  const [step] = folder.checkpoints.steps
  if (step !== undefined) return step
  const [file] = folder.checkpoints.files
  if (file !== undefined) return stepIn(file)
  return folder.readLog().at(-1)?.step ?? 0
}

function scoreOf(folder: RunFolder, { best: name }: RunConfig): Listed['score'] {
  if (name !== undefined) {
    const scores = folder
      .readLog()
      .flatMap(({ step, [name]: value }) =>
        typeof value === 'number' ? [{ name, value, step }] : [],
      )
    const best = scores.reduce<Listed['score']>(
      (least, each) => (least && least.value <= each.value ? least : each),
      undefined,
    )
    if (best) return best
  }
  const { generated, step, count = 0, usual = 0 } = folder.readEvaluation() ?? {}
  const few = count < usual ? { images: count } : {}
  for (const name of ['frechet', 'sliced'] as const) {
    const value = generated?.[name]?.mean
    if (value !== undefined) return { name, value, ...(step !== undefined && { step }), ...few }
  }
  return undefined
}

const HEAD = ['run', 'objective', 'data', 'steps', 'date', 'score']

function cellsOf({ run, objective, data, step, steps, date, score, error }: Listed): string[] {
  const day = date.slice(0, 16).replace('T', ' ')
  if (error !== undefined) return [run, '–', '–', '–', day, error]
  const at = score?.step === undefined ? '' : ` at step ${score.step}`
  const few = score?.images === undefined ? '' : ` (${imageCount(score.images)} only)`
  const best = score ? `${score.name} ${score.value.toPrecision(4)}${at}${few}` : ''
  return [run, objective ?? '', basename(data ?? ''), `${step} of ${steps}`, day, best]
}
