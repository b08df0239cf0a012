// Loop of `ganvas train`: iterations, log lines, samples and checkpoints, until the last step, an error, or
// Ctrl-C, which saves the run at the next step.

import { join } from 'node:path'
import type { RunConfig } from '../../../gan/run/runConfig'
import { scoreNames } from '../../../gan/run/runSettings'
import { writeReport } from '../../folder/report/report'
import type { RunFolder } from '../../folder/runFolder'
import type { LogLine, Noted, Snapshot } from '../../gpu/training'
import type { Runtime } from '../../runtime/runtime'
import { report } from '../../terminal/json'
import { quoted } from '../../terminal/quoted'
import type { Stop } from '../../terminal/stop'
import { Guard } from './guard'
import { Progress } from './progress'
import { isBest, type Scorer } from './scorer'
import type { Events } from './tensorboard'

interface Run {
  config: RunConfig
  folder: RunFolder
  stop: Stop
  /** Step that the run continues from. */
  first: number
  /** Measures the run, if it keeps its best checkpoint. */
  scorer?: Scorer | undefined
  events?: Events | undefined
}

export async function run({ ask }: Runtime, options: Run): Promise<void> {
  const { config, folder, stop, first, scorer, events } = options
  const { steps, sampleEvery } = config
  const progress = new Progress(steps, first)
  const say = (line: string) => progress.say(line)
  stop.say = say
  let last: LogLine | undefined
  const guard = new Guard({ ...options, ask, say })
  const note = (noted: readonly Noted[]) => {
    for (const { line, finding } of noted) {
      guard.look(line.step, finding)
      if (guard.ill) return
      folder.log(line)
      last = line
      events?.scalars({ ...line })
      progress.figures(line)
    }
  }
  const save = async (at: number) => {
    note(await ask('settle'))
    if (guard.ill) return undefined
    const taken = await ask('snapshot').catch((error: unknown) => guard.diverged(at, error))
    if (!taken) return undefined
    const name = folder.save(at, taken, config, { best: await score(at, taken) })
    events?.picture(at, name)
    writeReport(folder)
    await guard.remember()
    return name
  }
  /** Logs the score of the run, before it is saved so that a resume finds both. Returns whether it is the best. */
  const score = async (step: number, taken: Snapshot): Promise<boolean> => {
    if (!scorer || !config.best) return false
    const [score, value] = [config.best, await scorer.score(taken)]
    const best = isBest(folder, { step, score, value })
    folder.log({ step, [score]: value })
    events?.scalars({ step, [score]: value })
    const rank = best ? ', the best so far' : ''
    say(`score      step ${step}: ${scoreNames[score]} ${value.toPrecision(4)}${rank}`)
    return best
  }
  /** Trains to the last step, or until it is stopped or has to go back. Returns the step. */
  const train = async (from: number) => {
    let step = from
    while (step < steps && !stop.asked && !guard.ill) {
      // A grid is due at each multiple of sampleEvery; that of the last step is drawn below.
      const due = Math.min(steps, (Math.floor(step / sampleEvery) + 1) * sampleEvery)
      const moment = await ask('advance', due)
      step = moment.step
      note(moment.noted)
      progress.step(step)
      if (step === due && step < steps && !guard.ill) await save(step)
    }
    return step
  }
  try {
    await guard.remember()
    let step = await train(first)
    let name = await save(step)
    while (name === undefined) {
      step = await train(await guard.rollBack())
      name = await save(step)
    }
    progress.end()
    report({ run: folder.path, step, steps, samples: name, figures: last })
    console.log(`samples    ${name}`)
    if (step < steps) {
      console.log(
        `stopped    at step ${step} of ${steps}. Go on with: npx ganvas train --resume ${quoted(folder.path)}`,
      )
    } else {
      console.log(
        `next       npx ganvas sample --checkpoint ${quoted(folder.path)} --count 100 --out ${quoted(join(folder.path, 'more.png'))}`,
      )
    }
  } finally {
    progress.end()
  }
}
