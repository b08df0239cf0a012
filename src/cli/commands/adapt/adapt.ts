// `ganvas adapt`: from options to an adaptation and its folder. What is refused leaves nothing behind. The loop is in
// loop.ts, the table in results.ts.

import { readAdaptation } from '../../../gan/adapt/adaptFile'
import { type AdaptConfig, adaptRecipes, parseAdaptConfig } from '../../../gan/adapt/config'
import { methods } from '../../../gan/adapt/methods'
import { judgeRecipe } from '../../../gan/judge/judge'
import { type Taken, takeFolder } from '../../data/take'
import { AdaptFolder, adaptNames } from '../../folder/adaptFolder'
import type { AdaptingOptions } from '../../gpu/adapting'
import { openRuntime, type Runtime } from '../../runtime/runtime'
import { Failure, Misuse } from '../../terminal/failure'
import { report } from '../../terminal/json'
import { quoted } from '../../terminal/quoted'
import { Stop, stopIfAsked, unlessStopped } from '../../terminal/stop'
import { type Domains, picturesOf, readDomains } from './domains'
import { dryRun, run } from './loop'
import { type AdaptRequest, asked, refuseOptions } from './request'
import { baselines, finish } from './results'
import { sourceModel } from './sourceModel'

export async function adapt(request: AdaptRequest): Promise<void> {
  refuseOptions(request)
  const stop = new Stop()
  let release: (() => void) | undefined
  try {
    let folder: AdaptFolder | undefined
    if (!request.dryRun) ({ folder, release } = take(request))
    if (folder && request.resume === undefined) folder.refuseTaken()
    const resumed = request.resume === undefined ? undefined : resume(request, request.resume)
    const { source, target, imageSize } = { ...asked(request), ...relocated(request, resumed) }
    const domains = await readDomains({ source, target, imageSize, stop })
    if (resumed) refuseOthers(resumed.config, domains)
    const { runtime, adapter } = request
    const opened = await openRuntime({ runtime, adapter, handleSignals: false })
    try {
      await adaptOn(opened, { request, folder, domains, resumed, stop })
    } finally {
      await opened.ask('closeAdaptation').catch(() => {})
      await opened.close()
    }
  } finally {
    release?.()
    stop.off()
  }
}

interface Resumed {
  config: AdaptConfig
  step: number
  folder: AdaptFolder
}

interface Prepared {
  request: AdaptRequest
  /** Undefined in a dry run. */
  folder: AdaptFolder | undefined
  domains: Domains
  resumed: Resumed | undefined
  stop: Stop
}

async function adaptOn(
  runtime: Runtime,
  { request, folder, domains, resumed, stop }: Prepared,
): Promise<void> {
  const config = resumed?.config ?? fresh(request, runtime, domains)
  console.log(`adapter    ${runtime.name}`)
  if (resumed && resumed.config.adapter !== runtime.name) {
    console.log(
      `           was begun on ${resumed.config.adapter}; continuing, but results will not be bit-identical`,
    )
  }
  for (const line of domains.said) console.log(line)
  const so = { step: resumed?.step ?? 0, steps: config.steps }
  await unlessStopped(so, () =>
    adaptWith(runtime, config, { request, folder, domains, resumed, stop }),
  )
}

async function adaptWith(
  runtime: Runtime,
  config: AdaptConfig,
  { folder, domains, resumed, stop }: Prepared,
): Promise<void> {
  const { ask } = runtime
  const known = await sourceModel(config, { domains, ask, folder: resumed?.folder, stop })
  const { method, lr, lrD, batchSize, seed, steps } = config
  const rates = method === 'adda' ? `lr ${lr}, lr of D ${lrD}` : `lr ${lr}`
  console.log(`method     ${method}: ${rates}, batch ${batchSize}, seed ${seed}`)
  console.log(`steps      ${resumed ? `from ${resumed.step} to ${steps}` : steps}`)
  const { source, target } = domains
  const labels = source.train.labels ?? new Uint8Array(source.train.count)
  const { names: _, ...images } = source.train
  const { labels: __, names: ___, ...unlabelled } = target.train
  const wanted: AdaptingOptions = {
    config,
    known,
    source: { ...images, labels },
    target: unlabelled,
    checkpoint: resumed?.folder.read('checkpoint'),
  }
  if (!folder) return dryRun(runtime, { wanted, stop })
  const before = await baselines(ask, { config, known, domains, stop })
  stopIfAsked(stop)
  folder.writeConfig(config)
  folder.write('source', known.file.bytes)
  folder.startLog(resumed ? resumed.folder.readLog(resumed.step) : [])
  const step = await run(runtime, { wanted, folder, stop, before })
  if (step < steps) {
    report({ run: folder.path, step, steps })
    console.log(
      `stopped    at step ${step} of ${steps}. Go on with: npx ganvas adapt --resume ${quoted(folder.path)}`,
    )
    return
  }
  await finish(ask, { config, folder, before, known, domains })
}

/** Settings of a new run. */
function fresh(request: AdaptRequest, runtime: Runtime, domains: Domains): AdaptConfig {
  const { source, target, imageSize } = asked(request)
  const method = request.method ?? 'adda'
  const recipe = adaptRecipes[method]
  const { train } = domains.source
  const steps = request.steps ?? recipe.steps
  const most = Math.min(train.count, domains.target.train.count)
  if (request.batchSize !== undefined && request.batchSize > most) {
    throw new Misuse(
      `--batch-size ${request.batchSize}: the smaller domain has ${most} images. Take ${most} at most`,
    )
  }
  return {
    command: 'adapt',
    ...{ method, source, target, imageSize },
    sourcePictures: picturesOf(train),
    targetPictures: picturesOf(domains.target.train),
    classNames: domains.classNames,
    channels: train.channels,
    classes: domains.classNames.length,
    width: judgeRecipe.width,
    seed: request.seed ?? 1,
    ...{ steps, planned: steps },
    batchSize: request.batchSize ?? Math.min(recipe.batchSize, most),
    lr: request.lr ?? recipe.lr,
    lrD: request.lrD ?? recipe.lrD,
    logEvery: request.logEvery ?? 100,
    saveEvery: request.saveEvery ?? 500,
    upperBound: request.upperBound,
    adapter: runtime.name,
  }
}

/** Places of the images of a resumed run: they may have moved. */
const relocated = ({ source, target }: AdaptRequest, resumed: Resumed | undefined) =>
  resumed && {
    source: source ?? resumed.config.source,
    target: target ?? resumed.config.target,
    imageSize: resumed.config.imageSize,
  }

/** Takes the folder to write to: that of --out or --resume, or the first free one of runs/adapt-1, runs/adapt-2, … */
function take({ out, resume: run, source, target }: AdaptRequest): Taken<AdaptFolder> {
  if (run !== undefined) new AdaptFolder(out ?? run).readConfig()
  const data = [source, target].filter((each) => each !== undefined)
  return takeFolder(AdaptFolder, { path: out ?? run, data, stem: 'adapt' })
}

function resume({ steps, logEvery, saveEvery, upperBound }: AdaptRequest, path: string): Resumed {
  const folder = new AdaptFolder(path)
  const was = folder.readConfig()
  const { step } = readAdaptation(folder.read('checkpoint'), was)
  const config = {
    ...was,
    ...(steps !== undefined && { steps }),
    ...(logEvery !== undefined && { logEvery }),
    ...(saveEvery !== undefined && { saveEvery }),
    upperBound: was.upperBound && upperBound,
  }
  // A run that ended between its last checkpoint and its results is measured now.
  if (step >= config.steps && folder.hasResults) {
    throw new Misuse(
      `${path} is complete: ${step} of ${config.steps} steps. Add --steps and more of them`,
    )
  }
  if (methods[was.method].ends && config.steps > was.planned) {
    throw new Misuse(
      `--steps ${config.steps}: by step ${was.planned} the learning rate has fallen to 0. For more steps begin a new run`,
    )
  }
  return {
    folder,
    step,
    config: parseAdaptConfig(JSON.stringify(config), folder.at(adaptNames.config)),
  }
}

function refuseOthers(config: AdaptConfig, { source, target }: Domains): void {
  for (const [domain, set] of [
    ['source', source.train],
    ['target', target.train],
  ] as const) {
    if (picturesOf(set) === config[`${domain}Pictures`]) continue
    throw new Failure(
      `${config[domain]} holds other images than the run began with, or in another order. Give those with --${domain}`,
    )
  }
}
