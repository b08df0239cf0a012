// The loop of `ganvas train`: iterations, log lines, samples and checkpoints, until the last step, a
// fault, or Ctrl-C, which ends the run at the next step and saves it.

import { join, relative } from 'node:path'
import { nonFinite } from '../gan/clock'
import { Failure } from './failure'
import { Progress } from './progress'
import type { RunConfig } from './runConfig'
import type { RunFolder } from './runFolder'
import type { Runtime } from './runtime'
import type { LogLine } from './training'

/** Ctrl-C, `kill`, and a terminal that was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Remembers that somebody asked to stop; a second request ends the process at once. */
export class Stop {
  asked = false
  say: (line: string) => void = console.log

  constructor() {
    for (const signal of SIGNALS) process.on(signal, this.#ask)
  }

  #ask = () => {
    if (this.asked) process.exit(130)
    this.asked = true
    this.say('stopping at the next step (again: at once, without saving)')
  }

  off(): void {
    for (const signal of SIGNALS) process.off(signal, this.#ask)
  }
}

interface Run {
  config: RunConfig
  folder: RunFolder
  stop: Stop
  /** The step that the run goes on from. */
  first: number
}

export async function run({ ask }: Runtime, { config, folder, stop, first }: Run): Promise<void> {
  const { steps, sampleEvery } = config
  const progress = new Progress(steps, first)
  stop.say = (line) => progress.say(line)
  const note = (seen: readonly LogLine[]) => {
    for (const line of seen) {
      refuseNonFinite(line)
      folder.log(line)
      progress.figures(line)
    }
  }
  const save = async (at: number) => {
    note(await ask('settle'))
    return folder.save(at, await ask('snapshot'), config)
  }
  try {
    let step = first
    while (step < steps && !stop.asked) {
      // A grid is due at each multiple of sampleEvery; the one of the last step is drawn below.
      const due = Math.min(steps, (Math.floor(step / sampleEvery) + 1) * sampleEvery)
      const moment = await ask('advance', due)
      step = moment.step
      note(moment.seen)
      progress.step(step)
      if (step === due && step < steps) await save(step)
    }
    const name = await save(step)
    progress.end()
    console.log(`samples    ${relative('.', name)}`)
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

/** Training that has diverged must not overwrite the last good checkpoint. */
export function refuseNonFinite(line: LogLine): void {
  const bad = nonFinite(line)
  if (bad === undefined) return
  throw new Failure(
    `training diverged: ${bad} at step ${line.step}. Lower --lr; the last checkpoint, ` +
      'if there is one, is as it was',
  )
}

/** A path as one word of a command line. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
