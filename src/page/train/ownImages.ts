// Images of one's own: what becomes of files that somebody brings, and of the choice of data with it.

import { batch, computed, signal } from '@preact/signals'
import type { Reading } from '../../data/setReading'
import { ask } from '../core/client'
import type { DataName, Settings } from '../core/protocol'
import { chosen, own, ownTaken, phase, step } from '../core/store'
import { reset } from '../core/studio'
import { messageOf, sentence } from '../core/words'
import { isToy } from './choice'
import type { OwnSummary } from './ownJobs'
import type { Brought } from './ownSource'

/** How far reading is; nothing while nothing is read. */
export const reading = signal<Reading | undefined>(undefined)

/** Why nothing came of the last files; empty when all is well. */
export const problem = signal('')

/** Pixels along a side of each square, where pictures are sheets of them; 0 where they are not. */
export const cell = signal(0)

/** Milliseconds of reading that one ask brings: then a run has its turn. */
const TOGETHER = 150

/** Images of a batch, where nobody chose. */
const BATCH = 64

/** The next files end the reading of those before. */
let turn = 0
/** What images brought with them, where nobody chose: others bring their own. */
let brought: Pick<Settings, 'imageSize' | 'batchSize'> = {}

/** Has the worker read them; what was there stays until they are read and well. */
export async function bring(files: AsyncIterable<Brought[]>): Promise<void> {
  const mine = ++turn
  batch(() => {
    problem.value = ''
    reading.value = { doing: 'looking', done: 0, total: 0 }
  })
  try {
    await ask('ownBegin', cell.value || undefined)
    for await (const some of files) {
      if (mine !== turn) return
      await ask('ownAdd', some)
    }
    while (mine === turn) {
      const { summary, ...so } = await ask('ownRead', TOGETHER)
      // Whoever stopped it a moment too late has them nevertheless.
      if (summary) hold(summary)
      if (mine !== turn) return
      if (summary) return take()
      reading.value = so
    }
  } catch (error) {
    if (mine !== turn) return
    batch(() => {
      reading.value = undefined
      problem.value = sentence(messageOf(error))
    })
    // The status line says again what is wanted.
    if (phase.value === 'empty') reset()
  }
}

export function stopReading(): void {
  turn++
  reading.value = undefined
  void ask('ownStop').catch(() => undefined)
}

function hold(summary: OwnSummary): void {
  batch(() => {
    own.value = summary
    ownTaken.value = false
  })
}

/** Before anything was trained, a run of them begins at once. */
function take(): void {
  batch(() => {
    reading.value = undefined
    const { seed, data } = chosen.value
    // A recipe of points is none of images.
    chosen.value = withData(isToy({ data }) ? { seed, data } : chosen.value, 'own')
  })
  if (step.value === 0 || phase.value === 'fault') reset()
}

/** Takes other data, and what goes with them. */
export function chooseData(data: DataName): void {
  chosen.value = withData(chosen.value, data)
}

/** How many classes the next run could be told. */
export const classCount = computed((): number =>
  chosen.value.data === 'own' ? (own.value?.classes.length ?? 0) : 10,
)

function withData(before: Settings, data: DataName): Settings {
  const settings: Settings = { ...before, data }
  if (before.data !== data) delete settings.imageSize
  return fitted(settings)
}

/** The size, the batch and the classes that the images allow. */
function fitted(settings: Settings): Settings {
  for (const key of ['imageSize', 'batchSize'] as const) {
    if (settings[key] === brought[key]) delete settings[key]
  }
  brought = {}
  const { imageSize, classes = 0, batchSize = BATCH } = settings
  const ofOwn = settings.data === 'own' ? own.value : undefined
  const most = ofOwn ? ofOwn.classes.length : settings.data === 'mnist' ? 10 : 0
  if (classes > 0 && (ofOwn || settings.data === 'mnist')) {
    if (most > 1) settings.classes = most
    else delete settings.classes
  }
  if (!ofOwn) return settings
  if (imageSize === undefined) brought.imageSize = ofOwn.imageSize
  // A power of two, as large as there are images for.
  if (batchSize > ofOwn.count) brought.batchSize = 2 ** Math.floor(Math.log2(ofOwn.count))
  return { ...settings, ...brought }
}
