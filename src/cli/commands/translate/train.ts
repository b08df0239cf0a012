// `ganvas translate` as it learns: from options to a translation and its folder. What is refused leaves nothing behind.

import { basename } from 'node:path'
import { imageCount } from '../../../data/imageSet'
import { bytesOf, planTranslation } from '../../../gan/translate/plan'
import {
  presetOf,
  type TranslationConfig,
  translationSettings,
} from '../../../gan/translate/settings'
import { checkLimits, megabytes } from '../../../gpu/plan'
import { type Domains, type Origin, readDomains } from '../../data/domains'
import { placeOf } from '../../data/inside'
import { type Taken, takeFolder } from '../../data/take'
import { TranslationFolder } from '../../folder/translationFolder'
import { openRuntime, type Runtime } from '../../runtime/runtime'
import { Misuse } from '../../terminal/failure'
import { spanOf } from '../../terminal/span'
import { Stop } from '../../terminal/stop'
import { run } from './loop'
import { areSame, originOf, picturesOf } from './origin'
import type { TranslateOptions } from './request'
import { continued, type Resumed, resume } from './resume'

/** Advice where a run is too large for the adapter. */
const SMALLER = 'Take a smaller --width, --batch-size or --image-size, or fewer images'

export async function train(options: TranslateOptions): Promise<void> {
  const stop = new Stop()
  let release: (() => void) | undefined
  try {
    if (options.changedData && options.resume === undefined) {
      throw new Misuse('--changed-data goes with --resume. Leave it out')
    }
    const resumed = options.resume === undefined ? undefined : resume(options, options.resume)
    const origin = resumed ? originOf(resumed.config) : chosen(options)
    const taken = resumed ?? take(options)
    release = taken.release
    if (!resumed) taken.folder.refuseTaken()
    const size = resumed?.config.imageSize ?? options.imageSize ?? 32
    const domains = await readDomains(origin, { size, stop })
    if (!resumed) refuseSame(origin, domains)
    const { runtime, adapter } = options
    const opened = await openRuntime({ runtime, adapter, handleSignals: false })
    try {
      const { config, said, changed } = resumed
        ? continued(resumed, options, domains)
        : {
            config: begun(origin, options, { domains, runtime: opened }),
            said: domains.said,
            changed: [],
          }
      announce(config, { resumed, said, domains, runtime: opened })
      const { folder } = taken
      await run(opened, { config, domains, folder, stop, resumed: resumed?.file, changed })
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

function take({ out, pairs, from, to }: TranslateOptions): Taken<TranslationFolder> {
  const data = [pairs, from, to].filter((each) => each !== undefined)
  return takeFolder(TranslationFolder, { path: out, data, stem: 'translate' })
}

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

/** Refuses two sets of the same images: there is nothing to learn. */
function refuseSame(origin: Origin, domains: Domains): void {
  if (!areSame(domains)) return
  throw new Misuse(
    'pairs' in origin
      ? `--pairs ${origin.pairs}: both images of each pair are the same. Give partners that differ`
      : `--from ${origin.from} and --to ${origin.to} hold the same images. Give two sets that differ`,
  )
}

interface Announcement {
  resumed: Resumed | undefined
  /** Lines about the images. */
  said: readonly string[]
  domains: Domains
  runtime: Runtime
}

function announce(
  config: TranslationConfig,
  { resumed, said, domains, runtime }: Announcement,
): void {
  const made = planTranslation(config, domains.sets, {})
  checkLimits(made.trainPlan, runtime.limits, SMALLER)
  const { paired, from, to, channels, imageSize, images, model, width, blocks } = config
  console.log(`adapter    ${runtime.name}`)
  if (resumed && resumed.was.adapter !== runtime.name) {
    console.log(
      `           was trained on ${resumed.was.adapter}; continuing, but results will not be bit-identical`,
    )
  }
  const { a, b } = domains.heldOut
  if (paired) console.log(`pairs      ${basename(from)}: ${images.a}, and ${a.count} held out`)
  else {
    console.log(`from       ${basename(from)}: ${imageCount(images.a)}, and ${a.count} held out`)
    console.log(`to         ${basename(to)}: ${imageCount(images.b)}, and ${b.count} held out`)
  }
  for (const line of said) console.log(line)
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
  console.log(`steps      ${resumed ? spanOf(resumed.step, steps, resumed.was.steps) : steps}`)
}
