// `ganvas train`: from options to a finished run folder. Everything that can be refused is refused
// before anything is written; Ctrl-C ends the run at the next step and saves it.

import { join, relative } from 'node:path'
import type { ImageSet } from '../data/imageSet'
import type { Figures } from '../gan/clock'
import { type Blueprint, blueprint, bytesOf, Trainer } from '../gan/trainer'
import type { Gpu } from '../gpu/device'
import { checkLimits, megabytes } from '../gpu/plan'
import { Failure, Misuse, text } from './failure'
import { exists, writableFolder } from './files'
import { loadImages } from './images'
import { openNodeGpu } from './nodeRuntime'
import { Progress } from './progress'
import { type RunConfig, RunFolder } from './runFolder'

/** What was typed; what is missing takes its default. */
export interface TrainOptions {
  data?: string
  objective?: RunConfig['objective']
  model?: 'dcgan'
  imageSize?: number
  width?: number
  latent?: number
  batchSize?: number
  steps?: number
  lr?: number
  beta1?: number
  seed?: number
  logEvery?: number
  sampleEvery?: number
  out?: string
  resume?: string
  adapter?: string
  dryRun?: boolean
}

/** Settings that a software adapter reaches readable digits with in minutes. */
export const SOFTWARE_PRESET = { width: 16, lr: 1e-3, steps: 600 }
export const PRESET = { width: 32, lr: 2e-4, steps: 2000 }

/** Options that a resumed run takes from its folder. */
const FIXED = [
  'data',
  'objective',
  'model',
  'imageSize',
  'width',
  'latent',
  'batchSize',
  'lr',
  'beta1',
  'seed',
] as const

export async function train(options: TrainOptions): Promise<void> {
  const resumed = options.resume === undefined ? undefined : readResumed(options, options.resume)
  const images = await loadImages(resumed?.config.data ?? options.data ?? 'mnist')
  const gpu = await openNodeGpu(options.adapter === undefined ? {} : { adapter: options.adapter })
  try {
    const config = resumed ? continued(resumed, options, gpu) : fresh(options, gpu, images)
    const print = design(config, images)
    checkLimits(print.trainPlan, gpu.device.limits)
    const folder = options.dryRun ? undefined : chooseFolder(options, config)
    announce(config, { print, gpu, images, resumed: resumed !== undefined })
    if (!folder) return await dryRun(gpu, print, images)

    const trainer = await Trainer.open(gpu, print, images.pixels)
    if (resumed) restore(trainer, resumed)
    folder.writeConfig(config)
    folder.writeNoise(config)
    folder.startLog(resumed ? resumed.folder.readLog(resumed.step) : '')
    await run(trainer, config, folder)
  } finally {
    gpu.close()
  }
}

function fresh(options: TrainOptions, gpu: Gpu, images: ImageSet): RunConfig {
  const preset = gpu.software ? SOFTWARE_PRESET : PRESET
  return {
    data: options.data ?? 'mnist',
    objective: options.objective ?? 'non-saturating',
    model: 'dcgan',
    imageSize: options.imageSize ?? 32,
    channels: images.channels,
    width: options.width ?? preset.width,
    latent: options.latent ?? 100,
    batchSize: options.batchSize ?? 64,
    lr: options.lr ?? preset.lr,
    beta1: options.beta1 ?? 0.5,
    seed: options.seed ?? 1,
    steps: options.steps ?? preset.steps,
    logEvery: options.logEvery ?? 10,
    sampleEvery: options.sampleEvery ?? 100,
    adapter: gpu.name,
  }
}

interface Resumed {
  folder: RunFolder
  config: RunConfig
  step: number
  state: Map<string, Uint32Array<ArrayBuffer>>
}

function readResumed(options: TrainOptions, path: string): Resumed {
  const folder = new RunFolder(path)
  const config = folder.readConfig()
  for (const key of FIXED) {
    if (options[key] !== undefined && options[key] !== config[key]) {
      throw new Misuse(
        `--resume ${path}: the run has ${key} ${config[key]}, but ${options[key]} was asked for. ` +
          'Leave that option out, or start a new run',
      )
    }
  }
  return { folder, config, ...folder.readCheckpoint(config) }
}

/** `--steps N` is the step to train to; a run that is there already trains N steps more. */
function continued({ config, step, folder }: Resumed, options: TrainOptions, gpu: Gpu): RunConfig {
  const asked = options.steps ?? config.steps
  const steps = asked > step ? asked : step + asked
  if (options.steps === undefined && config.steps <= step) {
    throw new Misuse(
      `${folder.path} is complete: ${step} of ${config.steps} steps. Add --steps N to train on`,
    )
  }
  return {
    ...config,
    steps,
    logEvery: options.logEvery ?? config.logEvery,
    sampleEvery: options.sampleEvery ?? config.sampleEvery,
    adapter: gpu.name,
  }
}

function restore(trainer: Trainer, { folder, state, step }: Resumed): void {
  try {
    trainer.restore(state, step)
  } catch (cause) {
    throw new Failure(`${join(folder.path, 'checkpoint.safetensors')}: ${text(cause)}`, { cause })
  }
}

function design(config: RunConfig, images: ImageSet): Blueprint {
  return blueprint(config, images)
}

function chooseFolder({ out, resume }: TrainOptions, { data }: RunConfig): RunFolder {
  const path = out ?? resume ?? nextFolder(data)
  const folder = new RunFolder(path)
  if (path !== resume && folder.holdsRun) {
    throw new Misuse(
      `${path} already holds a run. Add --resume ${path} to go on with it, or choose another --out`,
    )
  }
  writableFolder(path)
  return folder
}

/** runs/mnist-1, runs/mnist-2, …: the first that is free. */
function nextFolder(data: string): string {
  const name = data === 'mnist' ? data : 'images'
  for (let i = 1; ; i++)
    if (!exists(join('runs', `${name}-${i}`))) return join('runs', `${name}-${i}`)
}

function announce(
  config: RunConfig,
  {
    print,
    gpu,
    images,
    resumed,
  }: { print: Blueprint; gpu: Gpu; images: ImageSet; resumed: boolean },
): void {
  const { generator, discriminator } = print.models
  const { objective, imageSize, channels, width, latent, batchSize, lr, beta1, steps, seed } =
    config
  console.log(`adapter    ${gpu.name}`)
  if (gpu.software && !resumed) {
    console.log(
      '           a CPU plays the GPU: the default preset is ' +
        `width ${SOFTWARE_PRESET.width}, lr ${SOFTWARE_PRESET.lr}, ${SOFTWARE_PRESET.steps} steps`,
    )
  }
  console.log(
    `data       ${config.data}: ${images.count} images ${images.height}×${images.width}×${channels}`,
  )
  console.log(
    `model      dcgan ${imageSize}×${imageSize}, width ${width}, latent ${latent}: ` +
      `${generator.parameterCount.toLocaleString('en')} + ${discriminator.parameterCount.toLocaleString('en')} parameters`,
  )
  console.log(
    `objective  ${objective}, Adam lr ${lr}, beta1 ${beta1}, batch ${batchSize}, seed ${seed}, ${steps} steps`,
  )
  console.log(`memory     ${megabytes(bytesOf(print))} on the GPU`)
}

/** One whole iteration, nothing written. */
async function dryRun(gpu: Gpu, print: Blueprint, images: ImageSet): Promise<void> {
  const trainer = await Trainer.open(gpu, print, images.pixels)
  const figures = await trainer.iterate({ observe: true })
  await trainer.idle()
  console.log(
    `dry run    1 iteration, ${trainer.dispatches} dispatches: ${figures ? show(figures) : ''}`,
  )
  console.log('           nothing was written')
}

async function run(trainer: Trainer, config: RunConfig, folder: RunFolder): Promise<void> {
  const first = trainer.step
  const { steps, logEvery, sampleEvery, batchSize } = config
  let stopped: string | undefined
  const stop = (signal: NodeJS.Signals) => {
    if (stopped) process.exit(130)
    stopped = signal
    progress.say('stopping: the run is being saved (again to stop at once)')
  }
  const progress = new Progress(steps, first)
  process.on('SIGINT', stop).on('SIGTERM', stop)
  const pending: Promise<void>[] = []
  const clock = { step: first, time: performance.now() }
  let fault: unknown
  const blame = (error: unknown) => {
    fault ??= error
  }
  try {
    while (trainer.step < steps && !stopped) {
      const step = trainer.step + 1
      const observe = step % logEvery === 0 || step === steps
      const figures = trainer.iterate({ observe })
      if (figures) {
        const noted = figures.then((values) => {
          const now = performance.now()
          const imagesPerSecond = ((step - clock.step) * batchSize * 1000) / (now - clock.time)
          Object.assign(clock, { step, time: now })
          refuseNonFinite(values, step, folder)
          folder.log({ step, ...values, imagesPerSecond: Number(imagesPerSecond.toFixed(1)) })
          progress.figures(step, values, imagesPerSecond)
        })
        pending.push(noted.catch(blame))
      }
      await trainer.ready()
      progress.step(trainer.step)
      if (fault) throw fault
      if (step % sampleEvery === 0 && step < steps) {
        await Promise.all(pending.splice(0))
        if (fault) throw fault
        const since = performance.now()
        await folder.save(trainer, config)
        clock.time += performance.now() - since
      }
    }
    await Promise.all(pending)
    if (fault) throw fault
    const name = await folder.save(trainer, config)
    progress.end()
    console.log(`samples    ${relative('.', name)}`)
    if (trainer.step < steps) {
      console.log(
        `stopped    at step ${trainer.step} of ${steps}. Go on with: npx ganvas train --resume ${folder.path}`,
      )
    } else {
      console.log(
        `next       npm run sample -- --checkpoint ${folder.path} --count 100 --out more.png`,
      )
    }
  } finally {
    progress.end()
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}

function refuseNonFinite(values: Figures, step: number, folder: RunFolder): void {
  const bad = Object.entries(values).find(([, value]) => !Number.isFinite(value))
  if (!bad) return
  throw new Failure(
    `training diverged: ${bad[0]} is ${bad[1]} at step ${step}. Lower --lr; ` +
      `the last checkpoint, if there is one, is in ${folder.path}`,
  )
}

export function show({ lossD, lossG, dReal, dFake }: Figures): string {
  const n = (value: number) => value.toFixed(3)
  return `loss D ${n(lossD)} G ${n(lossG)}  D(x) ${n(dReal)}  D(G(z)) ${n(dFake)}`
}
