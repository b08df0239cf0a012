// `ganvas train --dry-run`: a few iterations, which tell what the run takes. Nothing is written.

import { nonFinite, showFigures } from '../../../gan/model/clock'
import { criticStepsAfter } from '../../../gan/model/live'
import type { RunConfig } from '../../../gan/run/runConfig'
import { Diverged } from '../../../gan/run/state'
import { megabytes } from '../../../gpu/plan'
import type { TrainingOptions } from '../../gpu/training'
import type { Runtime } from '../../runtime/runtime'
import { duration } from '../../terminal/duration'
import { report } from '../../terminal/json'
import type { Stop } from '../../terminal/stop'

/** Iterations that are timed: at least some, and more in a second. */
const LEAST = 3
const MOST = 100
const ENOUGH = 1000

export interface DryRun {
  config: RunConfig
  wanted: TrainingOptions
  /** Step that the run continues from. */
  first: number
  /** Bytes on the GPU. */
  bytes: number
  stop: Stop
}

export async function dryRun({ ask, name }: Runtime, options: DryRun): Promise<void> {
  const { config, wanted, first, bytes, stop } = options
  // The figures of the last step are read, here of the first.
  const { dispatches } = await ask('openTraining', { ...wanted, steps: first + 1 })
  const { noted } = await ask('advance', first + 1)
  const [figures] = [...noted, ...(await ask('settle'))].map(({ line }) => line)
  const bad = figures && nonFinite(figures)
  if (bad) throw Diverged.at(first + 1, bad, 'Lower --lr')

  // The first iteration, in which the driver compiles, is not timed.
  const begun = performance.now()
  let step = first + 1
  while (
    step <= first + LEAST ||
    (step <= first + MOST && !stop.asked && performance.now() - begun < ENOUGH)
  ) {
    step = (await ask('advance', first + 1 + MOST)).step
  }
  await ask('settle')
  const seconds = (performance.now() - begun) / 1000
  const left = config.steps - first
  // A schedule of critic steps makes some iterations longer than others.
  const whole = (seconds * work(config, first, config.steps)) / work(config, first + 1, step)
  const each = whole / left
  report({
    dryRun: true,
    ...{ adapter: name, data: config.data, images: config.images, batchSize: config.batchSize },
    ...{ steps: left, secondsPerStep: each, seconds: whole, bytes, dispatches, figures },
  })
  const pace = each < 0.1 ? `${(1000 * each).toPrecision(2)} ms` : `${each.toPrecision(2)} s`
  console.log(
    `dry run    ${step - first} iterations, ${dispatches} dispatches each: ${figures ? showFigures(figures) : ''}`,
  )
  console.log(
    `time       ${pace} a step; ${left.toLocaleString('en')} steps take about ${duration(whole)}, without sample grids`,
  )
  console.log(`memory     ${megabytes(bytes)} on the GPU`)
  console.log('           nothing was written')
}

/** Steps of D and G in the iterations after one step, up to another. */
function work(config: RunConfig, from: number, to: number): number {
  let steps = 0
  for (let step = from; step < to; step++) steps += criticStepsAfter(step, config) + 1
  return steps
}
