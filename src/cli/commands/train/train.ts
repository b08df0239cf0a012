// `ganvas train`: from options to a training run and its folder. What is refused leaves nothing behind. The
// loop itself is in loop.ts.

import type { ReadFile } from '../../../data/readFile'
import type { LoadedSet } from '../../../data/setReading'
import type { Models } from '../../../gan/model/models'
import { bytesOf, makeBlueprint } from '../../../gan/run/blueprint'
import { dataFactsOf } from '../../../gan/run/runConfig'
import { checkLimits } from '../../../gpu/plan'
import type { Network } from '../../../nn/network'
import { isNamed, readData } from '../../data/images'
import { compared, dataOfRun, identified } from '../../data/ofRun'
import { type Taken, takeFolder } from '../../data/take'
import { readWhole } from '../../folder/files'
import { RunFolder } from '../../folder/runFolder'
import type { TrainingOptions } from '../../gpu/training'
import { readFitting } from '../../gpu/weights'
import { openRuntime, type Runtime } from '../../runtime/runtime'
import { Misuse } from '../../terminal/failure'
import { Stop, stopIfAsked, unlessStopped } from '../../terminal/stop'
import { type Announcement, announce } from './announce'
import { dryRun } from './dryRun'
import { run } from './loop'
import { refuseMemory } from './memory'
import { Scorer } from './scorer'
import {
  atSize,
  continued,
  fresh,
  type Resumed,
  readResumed,
  refuseImages,
  type TrainOptions,
} from './settings'
import { chooseTable } from './tables'
import { Events } from './tensorboard'

export async function train(options: TrainOptions): Promise<void> {
  // From here on there may be an empty folder, and a Chrome with a profile folder, that an end in between
  // would leave.
  const stop = new Stop()
  let taken: Taken<RunFolder> | undefined
  try {
    // Before anything in it is read: a run that goes on there meanwhile would be set back.
    taken = options.dryRun ? undefined : take(options)
    if (taken && taken.folder.path !== options.resume) taken.folder.refuseTaken()
    await prepare(taken?.folder, options, stop)
  } finally {
    taken?.release()
    stop.off()
  }
}

/** Reads what is there, and opens a runtime. */
async function prepare(
  folder: RunFolder | undefined,
  options: TrainOptions,
  stop: Stop,
): Promise<void> {
  const resumed = options.resume === undefined ? undefined : readResumed(options, options.resume)
  for (const line of resumed?.said ?? []) console.log(line)
  const labels =
    (options.conditional ?? (resumed !== undefined && resumed.config.classes > 0)) ||
    (options.best ?? resumed?.config.best) === 'frechet'
  if (options.changedData && !resumed) {
    throw new Misuse('--changed-data goes with --resume. Leave it out')
  }
  const data = resumed
    ? dataOfRun(resumed.config, resumed.folder.path, options.data)
    : (options.data ?? 'mnist')
  const cell = options.cell ?? resumed?.config.cell
  const crop = options.crop ?? resumed?.config.crop
  const read = (size?: number) => readData(data, { labels, size, cell, crop, stop })
  const made = await read(options.imageSize ?? resumed?.config.imageSize)
  await trainThrough({ folder, options, resumed, made, read, stop })
}

/** Opens a runtime, and another where the GPU was lost: the run then goes on from what it saved last. */
async function trainThrough(wanted: Wanted): Promise<void> {
  const { folder, stop } = wanted
  const { runtime, adapter, data, tensorboard = false, stream = false } = wanted.options
  let { options, resumed, made } = wanted
  for (let losses = 1; ; losses++) {
    const opened = await openRuntime({ runtime, adapter, handleSignals: false })
    try {
      if (!resumed) made = await atSize(made, options, { ...wanted, ...opened })
      return await trainOn(opened, { ...wanted, options, resumed, made, whole: wanted.made })
    } catch (error) {
      const lost = folder && !stop.asked ? await opened.lost() : undefined
      if (!folder || lost === undefined) throw error
      const before = resumed?.step
      if (folder.holdsRun) {
        // All else is in its configuration by now.
        options = { runtime, adapter, tensorboard, stream, ...(data === undefined ? {} : { data }) }
        resumed = readResumed(options, folder.path)
        for (const line of resumed.said) console.log(line)
      }
      // Where nothing new was saved in between, it would be lost for ever.
      if (losses > LOSSES || (losses > 1 && resumed?.step === before)) throw error
      const from = resumed ? `step ${resumed.step}, which was saved last` : 'the first step'
      console.log(`lost       ${lost}`)
      console.log(`           another is opened, and the run goes on from ${from}`)
    } finally {
      await opened.close().catch(() => {})
    }
  }
}

/** Times that a lost GPU is replaced. */
const LOSSES = 5

/** Advice where a run is too large for the adapter. */
const SMALLER =
  'Take a smaller --width, --image-size or --batch-size, which --accumulate makes up for, or fewer images'

interface Wanted {
  /** Folder to write to; undefined in a dry run. */
  folder: RunFolder | undefined
  options: TrainOptions
  resumed: Resumed | undefined
  made: LoadedSet
  /** Reads the images again, for networks of another size. */
  read: (size: number) => Promise<LoadedSet>
  stop: Stop
}

async function trainOn(
  runtime: Runtime,
  { folder, options, resumed, made, whole, stop }: Wanted & Pick<Announcement, 'whole'>,
): Promise<void> {
  const { set: images } = made
  const { config, said, isChanged } = resumed
    ? compared(resumed.config, continued(resumed, options, runtime), {
        images,
        changed: options.changedData ?? false,
      })
    : { config: identified(fresh(options, runtime, images), images), said: [], isChanged: false }
  refuseImages(config, images, { resumed: resumed !== undefined })
  const { stream: streamed } = options
  const blueprint = makeBlueprint(config, images, { streamed })
  const { trainPlan, samplePlan } = blueprint
  for (const each of [trainPlan, samplePlan]) checkLimits(each, runtime.limits, SMALLER)
  refuseMemory(bytesOf(blueprint), runtime, SMALLER)
  const init = readInit(options, blueprint.models)
  announce(config, { blueprint, runtime, made, whole, options, resumed, said })
  // Labels travel only where they are wanted.
  const { labels, names: _, ...unlabelled } = images
  const sent = config.classes > 0 && labels ? { ...unlabelled, labels } : unlabelled
  const { steps, logEvery } = config
  const first = resumed?.step ?? 0
  await unlessStopped({ step: first, steps }, async () => {
    stopIfAsked(stop)
    const table =
      resumed?.table ?? (await chooseTable(runtime, { config, images, blueprint, options, stop }))
    const { checkpoint } = resumed ?? {}
    const findNaN = process.env['GANVAS_DEBUG'] === 'nan'
    const data = dataFactsOf(config)
    const wanted = {
      ...{
        config,
        images: sent,
        data,
        steps,
        logEvery,
        checkpoint,
        init,
        table,
        findNaN,
        streamed,
      },
    }
    stopIfAsked(stop)
    if (!folder) return dryRun(runtime, { config, wanted, first, bytes: bytesOf(blueprint), stop })

    const { step, impossible } = await runtime.ask('openTraining', wanted)
    if (impossible.length > 0) {
      console.log(
        `kernels    ${impossible.length} of the run's cannot be here: other bits from now on`,
      )
    }
    stopIfAsked(stop)
    const scorer = await Scorer.open(runtime, { config, images, stop })
    stopIfAsked(stop)
    const kept = { ...config, table }
    folder.writeConfig(kept)
    folder.writeNoise(config)
    folder.startLog(resumed ? resumed.folder.readLog(resumed.step) : [])
    if (isChanged) {
      const { images: count, pictures } = config
      folder.log({ step, changedData: config.data, images: count, pictures })
    }
    const events = options.tensorboard ? new Events(folder.path, step) : undefined
    await run(runtime, { config: kept, folder, stop, first: step, scorer, events })
  })
}

/** Weights to begin with: those of other networks are refused before anything is made. */
function readInit({ init, initD }: TrainOptions, models: Models): TrainingOptions['init'] {
  const read = (path: string | undefined, network: Network): ReadFile[] => {
    if (path === undefined) return []
    const file = { path, bytes: readWhole(path) }
    readFitting(network, file)
    return [file]
  }
  const [generator] = read(init, models.generator)
  const [discriminator] = read(initD, models.discriminator)
  return { generator, discriminator }
}

/** Takes the run folder; by default the first free one of runs/mnist-1, runs/mnist-2, … */
function take({ out, resume, data = 'mnist' }: TrainOptions): Taken<RunFolder> {
  const stem = isNamed(data) ? data : 'images'
  return takeFolder(RunFolder, { path: out ?? resume, data: [data], stem })
}
