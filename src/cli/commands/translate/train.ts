// `ganvas translate` as it learns: from options to a translation and its folder. What is refused leaves nothing behind.

import { basename, join, resolve } from 'node:path'
import { imageCount } from '../../../data/imageSet'
import { bytesOf, planTranslation } from '../../../gan/translate/plan'
import {
  presetOf,
  type TranslationConfig,
  type TranslationSettings,
  translationSettings,
} from '../../../gan/translate/settings'
import { checkLimits, megabytes } from '../../../gpu/plan'
import { type Domains, type Origin, readDomains } from '../../data/domains'
import { isNamed } from '../../data/images'
import { isInData } from '../../data/inside'
import { isTranslation, TranslationFolder } from '../../folder/translationFolder'
import { openRuntime, type Runtime, type RuntimeOptions } from '../../runtime/runtime'
import { Failure, Misuse } from '../../terminal/failure'
import { Stop } from '../../terminal/stop'
import { run } from './loop'
import { originOf, picturesOf } from './origin'

export interface TranslateOptions extends RuntimeOptions, Partial<TranslationSettings> {
  pairs?: string
  from?: string
  to?: string
  out?: string
  resume?: string
}

/** Advice where a run is too large for the adapter. */
const SMALLER = 'Take a smaller --width, --batch-size or --image-size, or fewer images'

export async function train(options: TranslateOptions): Promise<void> {
  const stop = new Stop()
  let release: (() => void) | undefined
  try {
    const resumed = options.resume === undefined ? undefined : resume(options, options.resume)
    const origin = resumed ? originOf(resumed.config) : chosen(options)
    const taken = resumed ?? take(options)
    release = taken.release
    if (!resumed) taken.folder.refuseTaken()
    const size = resumed?.config.imageSize ?? options.imageSize ?? 32
    const domains = await readDomains(origin, { size, stop })
    const { runtime, adapter } = options
    const opened = await openRuntime({ runtime, adapter, handleSignals: false })
    try {
      const config = resumed
        ? continued(resumed, options, domains)
        : begun(origin, options, { domains, runtime: opened })
      const { config: before } = resumed ?? {}
      announce(config, { before, domains, runtime: opened })
      await run(opened, { config, domains, folder: taken.folder, stop, resumed: resumed?.file })
    } finally {
      await opened.close().catch(() => {})
    }
  } finally {
    release?.()
    stop.off()
  }
}

function chosen({ pairs, from, to }: TranslateOptions): Origin {
  if (pairs !== undefined) {
    if (from === undefined && to === undefined) return { pairs }
    throw new Misuse('--pairs names both sets. Leave out --from and --to')
  }
  if (from === undefined || to === undefined) {
    throw new Misuse(
      'nothing to learn from: give --pairs, or --from and --to, or --resume and the folder of a run',
    )
  }
  return { from, to }
}

interface Taken {
  folder: TranslationFolder
  release: () => void
}

function take({ out, pairs, from, to }: TranslateOptions): Taken {
  if (out !== undefined) {
    const folder = new TranslationFolder(out)
    const data = [pairs, from, to].find((each) => each !== undefined && isInData(out, each))
    // The folder of a run is passed over when images are read.
    if (data !== undefined && !isTranslation(out)) {
      throw new Misuse(
        `--out ${out} is a folder of the images in ${data}: the run would be read as images. Choose another --out`,
      )
    }
    return { folder, release: folder.lock() }
  }
  for (let i = 1; ; i++) {
    const folder = new TranslationFolder(join('runs', `translate-${i}`))
    const release = folder.lockNew()
    if (release) return { folder, release }
  }
}

function resume(options: TranslateOptions, path: string) {
  const folder = new TranslationFolder(path)
  const unknown = unknownSets(folder.readConfig())
  for (const name of ['pairs', 'from', 'to', 'out'] as const) {
    const isUnknown = unknown.some((each) => each === name)
    if (options[name] === undefined && isUnknown) {
      throw new Misuse(
        `${path}: the page knows no path of the user's images. Add --${name} and the path of those`,
      )
    }
    if (options[name] === undefined || isUnknown) continue
    throw new Misuse(`--${name} does not go with --resume: the run knows it. Leave it out`)
  }
  const release = folder.lock()
  try {
    const { config, file, step } = folder.readCheckpoint()
    const { pairs, from, to } = options
    const brought = {
      ...(from !== undefined && { from: placeOf(from) }),
      ...(to !== undefined && { to: placeOf(to) }),
      ...(pairs !== undefined && { from: placeOf(pairs) }),
    }
    return { folder, release, config: { ...config, ...brought }, file, step }
  } catch (error) {
    release()
    throw error
  }
}

/** Name of the user's images in a run of the page. */
const OWN = 'own'

/** Options that name images whose path a run does not know. */
function unknownSets({ paired, from, to }: TranslationConfig): ('pairs' | 'from' | 'to')[] {
  if (paired) return from === OWN ? ['pairs'] : []
  return [...(from === OWN ? (['from'] as const) : []), ...(to === OWN ? (['to'] as const) : [])]
}

/** Path that stays right in another folder. */
const placeOf = (data: string): string => (isNamed(data) || data === 'emoji' ? data : resolve(data))

function begun(
  origin: Origin,
  options: TranslateOptions,
  { domains: { sets }, runtime }: { domains: Domains; runtime: Runtime },
): TranslationConfig {
  const paired = 'pairs' in origin
  const names = Object.keys(translationSettings)
  const typed = Object.fromEntries(
    Object.entries(options).filter(([name, value]) => names.includes(name) && value !== undefined),
  )
  const preset = presetOf(typed, { paired })
  const most = Math.min(sets.a.count, sets.b.count)
  if (options.batchSize !== undefined && options.batchSize > most) {
    throw new Misuse(
      `--batch-size ${options.batchSize} is more than the ${imageCount(most)} to learn from`,
    )
  }
  return {
    kind: 'translation',
    from: placeOf(paired ? origin.pairs : origin.from),
    to: paired ? '' : placeOf(origin.to),
    paired,
    channels: sets.a.channels,
    images: { a: sets.a.count, b: sets.b.count },
    pictures: picturesOf(sets),
    adapter: runtime.name,
    ...preset,
    batchSize: Math.min(preset.batchSize, most),
  }
}

/** Options that a resumed run may change. */
const FREE = ['steps', 'logEvery', 'sampleEvery'] as const

function continued(
  { config, step }: { config: TranslationConfig; step: number },
  options: TranslateOptions,
  { sets }: Domains,
): TranslationConfig {
  const now = picturesOf(sets)
  for (const set of ['a', 'b'] as const) {
    if (now[set] === config.pictures[set]) continue
    const data = config.paired || set === 'a' ? config.from : config.to
    throw new Failure(
      `${data} holds other images than the run began with. Bring those back, or begin a new run`,
    )
  }
  const free = FREE.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]))
  const changed = Object.entries(options).find(([name, value]) => {
    if (!Object.hasOwn(translationSettings, name) || FREE.some((each) => each === name))
      return false
    if (name === 'flip' && value === true) return false
    return value !== undefined && value !== Reflect.get(config, name)
  })
  if (changed) {
    throw new Misuse(
      `${changed[0]} ${changed[1]}: the run began with ${Reflect.get(config, changed[0])}. Leave it out`,
    )
  }
  const { steps = config.steps } = options
  if (step >= steps) {
    throw new Misuse(`the run is at step ${step} already. Add --steps and a larger number to go on`)
  }
  return { ...config, ...Object.fromEntries(free) }
}

interface Announcement {
  before: TranslationConfig | undefined
  domains: Domains
  runtime: Runtime
}

function announce(config: TranslationConfig, { before, domains, runtime }: Announcement): void {
  const made = planTranslation(config, domains.sets, {})
  checkLimits(made.trainPlan, runtime.limits, SMALLER)
  const { paired, from, to, channels, imageSize, images, model, width, blocks } = config
  console.log(`adapter    ${runtime.name}`)
  if (before && before.adapter !== runtime.name) {
    console.log(
      `           was trained on ${before.adapter}; continuing, but results will not be bit-identical`,
    )
  }
  const { a, b } = domains.heldOut
  if (paired) console.log(`pairs      ${basename(from)}: ${images.a}, and ${a.count} held out`)
  else {
    console.log(`from       ${basename(from)}: ${imageCount(images.a)}, and ${a.count} held out`)
    console.log(`to         ${basename(to)}: ${imageCount(images.b)}, and ${b.count} held out`)
  }
  for (const line of domains.said) console.log(line)
  const deep = model === 'resnet' ? `, ${blocks} blocks` : ''
  console.log(`model      ${model} ${imageSize}×${imageSize}×${channels}, width ${width}${deep}`)
  const counts = [...made.players.values()].map(({ network }) =>
    network.parameterCount.toLocaleString('en'),
  )
  console.log(`           ${counts.join(' + ')} parameters, ${megabytes(bytesOf(made))} on the GPU`)
  const { cycle, identity, l1, pool, lr, batchSize, seed, steps } = config
  const weights = paired
    ? `pix2pix, least squares + ${l1} × difference`
    : `CycleGAN, least squares + ${cycle} × cycle + ${identity} × identity, pool ${pool}`
  console.log(`objective  ${weights}`)
  console.log(
    `           Adam lr ${lr}, to 0 from step ${Math.floor(steps / 2)} on; batch ${batchSize}, seed ${seed}`,
  )
  console.log(`steps      ${steps}`)
}
