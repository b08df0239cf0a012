// Loop of `ganvas adapt`: iterations, lines of the log and checkpoints, until the last step or Ctrl-C, which saves the run.

import { changedShare } from '../../../gan/adapt/measure'
import type { AdaptFolder } from '../../folder/adaptFolder'
import type { AdaptingOptions, AdaptLine } from '../../gpu/adapting'
import type { Runtime } from '../../runtime/runtime'
import { Counter } from '../../terminal/counter'
import { duration } from '../../terminal/duration'
import { report } from '../../terminal/json'
import type { Stop } from '../../terminal/stop'
import { adaptedOf, type Baselines, namedBy } from './results'

export interface Loop {
  wanted: AdaptingOptions
  folder: AdaptFolder
  stop: Stop
  before: Baselines
}

/** Returns the step that was reached. */
export async function run(
  { ask }: Runtime,
  { wanted, folder, stop, before }: Loop,
): Promise<number> {
  const { config, known } = wanted
  const { steps, saveEvery, logEvery } = config
  let { step } = await ask('openAdaptation', wanted)
  const save = async () => {
    const { checkpoint, classifier } = await ask('adaptationFiles')
    folder.write('classifier', classifier)
    // Last: what is resumed has its classifier beside it.
    folder.write('checkpoint', checkpoint)
    return classifier
  }
  // Without labels of the target, how many it names otherwise by now is what there is to see.
  const changed = async () => {
    const { classifier: bytes } = await ask('adaptationFiles')
    const now = adaptedOf(known, config, { path: 'classifier', bytes })
    const { named } = await namedBy(ask, now, before.watched.images)
    return changedShare(before.watched.named, named)
  }
  const counter = new Counter()
  const begun = performance.now()
  const first = step
  try {
    while (step < steps && !stop.asked) {
      const due = Math.min(steps, nextOf(step, saveEvery), nextOf(step, logEvery))
      const moment = await ask('advanceAdaptation', due)
      step = moment.step
      counter.show({ doing: 'adapting', done: step, total: steps })
      for (const line of moment.lines) {
        const share = await changed()
        folder.log({ ...line, changed: share })
        counter.end()
        console.log(showLine(line, { steps, share }))
      }
      if (step < steps && step % saveEvery === 0) await save()
    }
    await save()
  } finally {
    counter.end()
  }
  const seconds = (performance.now() - begun) / 1000
  console.log(`time       ${duration(seconds)} for ${step - first} steps`)
  return step
}

const nextOf = (step: number, every: number): number => (Math.floor(step / every) + 1) * every

function showLine(
  { step, lossD, lossG, dSource, dTarget }: AdaptLine,
  { steps, share }: { steps: number; share: number },
): string {
  const n = (value: number) => value.toFixed(3)
  return (
    `${step}/${steps}  loss D ${n(lossD)} ${n(lossG)}  D(source) ${n(dSource)} D(target) ${n(dTarget)}  ` +
    `${(100 * share).toFixed(1)} % of labels moved`
  )
}

/** Iterations that are timed. */
const TIMED = 30

/** A few iterations, which tell what the run takes. */
export async function dryRun(
  { ask, name }: Runtime,
  { wanted, stop }: { wanted: AdaptingOptions; stop: Stop },
): Promise<void> {
  const { config } = wanted
  const { step: first, dispatches } = await ask('openAdaptation', wanted)
  // The first iteration, in which the driver compiles, is not timed.
  let { step } = await ask('advanceAdaptation', first + 1)
  const begun = performance.now()
  while (step < first + 1 + TIMED && !stop.asked) {
    step = (await ask('advanceAdaptation', first + 1 + TIMED)).step
  }
  await ask('adaptationFiles')
  const each = (performance.now() - begun) / 1000 / Math.max(1, step - first - 1)
  const seconds = each * config.steps
  report({
    dryRun: true,
    adapter: name,
    steps: config.steps,
    secondsPerStep: each,
    seconds,
    dispatches,
  })
  console.log(
    `dry run    ${dispatches} dispatches and ${(1000 * each).toPrecision(2)} ms a step; ${config.steps} steps take about ${duration(seconds)}`,
  )
  console.log('           nothing was written')
}
