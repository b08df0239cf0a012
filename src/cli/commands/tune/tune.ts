// `ganvas tune`: races the kernels of a training run, prints the winners, and stores them for later runs.

import type { NamedSet } from '../../../data/imageSet'
import { makeBlueprint } from '../../../gan/run/blueprint'
import { worksOf } from '../../../gan/run/tuning'
import { sameChoice, showChoice } from '../../../gpu/choice'
import type { Outcome } from '../../../gpu/race'
import { readData } from '../../data/images'
import { openRuntime, type Runtime } from '../../runtime/runtime'
import { columns } from '../../terminal/columns'
import { report } from '../../terminal/json'
import { Stop } from '../../terminal/stop'
import { atSize, fresh, refuseImages, type TrainOptions } from '../train/settings'
import { raceAll, TableCache } from '../train/tables'

export interface TuneOptions extends TrainOptions {
  seconds?: number
}

export async function tune(options: TuneOptions): Promise<void> {
  const { conditional: labels = false, imageSize: size, cell, crop } = options
  // Races may take hours.
  const stop = new Stop('after this race')
  try {
    const read = (wanted?: number) =>
      readData(options.data ?? 'mnist', { labels, size: wanted, cell, crop, stop })
    const made = await read(size)
    const runtime = await openRuntime({ ...options, handleSignals: false })
    try {
      const { set: images } = await atSize(made, options, { ...runtime, read })
      await tuneOn(runtime, { options, images, stop })
    } finally {
      await runtime.close()
    }
  } finally {
    stop.off()
  }
}

interface Wanted {
  options: TuneOptions
  images: NamedSet
  stop: Stop
}

async function tuneOn(runtime: Runtime, { options, images, stop }: Wanted): Promise<void> {
  const config = fresh(options, runtime, images)
  refuseImages(config, images)
  const works = worksOf(makeBlueprint(config, images))
  const { model, imageSize, width, batchSize } = config
  console.log(`adapter    ${runtime.name}`)
  console.log(`model      ${model} ${imageSize}×${imageSize}, width ${width}, batch ${batchSize}\n`)
  console.log(row('', 'rule, ms', 'best, ms', 'faster', 'choice'))
  const cache = new TableCache(runtime)
  const outcomes: Outcome[] = []
  const tell = (outcome: Outcome) => {
    outcomes.push(outcome)
    print(outcome)
  }
  const wanted = () => !stop.asked
  const races = { ...options, config, images, known: {}, cache, wanted, tell }
  const { choices, kept } = await raceAll(runtime, races)
  report({ adapter: runtime.name, model, imageSize, width, batchSize, races: outcomes })
  // Each as often as an iteration solves it.
  const counts = new Map(works.map(({ problem: { key, part }, count }) => [key, part ? 0 : count]))
  const sum = (side: 'rule' | 'best') =>
    outcomes.reduce((ms, { key, [side]: each }) => ms + each.ms * (counts.get(key) ?? 0), 0)
  const [before, after] = [sum('rule'), sum('best')]
  if (outcomes.length > 0) {
    console.log(
      row('all, as often as in an iteration', ms(before), ms(after), times(before / after)),
    )
  }
  const left = works.length - Object.keys(choices).length
  if (left > 0) {
    const advice = stop.asked ? '' : '. Give more --seconds'
    console.log(`\n${left} of ${works.length} were not raced, and keep the rule${advice}`)
  }
  if (kept) console.log(`\nkept in ${cache.path}: ganvas train takes it on this adapter`)
}

function print({ words, rule, best, tried, unraced, dropped }: Outcome): void {
  const name = sameChoice(rule.choice, best.choice) ? "the rule's" : showChoice(best.choice)
  const choice = unraced ? 'no time for another' : `${name}; best of ${tried}`
  console.log(row(words, ms(rule.ms), ms(best.ms), times(rule.ms / best.ms), choice))
  for (const { choice, why } of dropped) console.log(`  dropped: ${showChoice(choice)}: ${why}`)
}

const ms = (value: number): string => value.toPrecision(3)

const times = (ratio: number): string => `${ratio.toFixed(2)}×`

const row = columns([64, -10, -10, -8], { gap: 2 })
