// An adaptation on a GPU, as the terminal asks for it (jobs.ts).

import { DataError, type ImageSet, messageOf } from '../../data/imageSet'
import type { ReadFile } from '../../data/readFile'
import { readSafetensors, writeSafetensors } from '../../data/safetensors'
import { Adapter, type AdaptFigures } from '../../gan/adapt/adapter'
import { readAdaptation, writeAdaptation } from '../../gan/adapt/adaptFile'
import type { DomainSets } from '../../gan/adapt/batches'
import type { AdaptConfig } from '../../gan/adapt/config'
import { retaken } from '../../gan/adapt/statistics'
import type { Judge } from '../../gan/judge/judge'
import { Diverged } from '../../gan/run/state'
import type { Gpu } from '../../gpu/device'
import { judgeWith, type KnownJudge } from './judging'

export interface AdaptingOptions extends DomainSets {
  config: AdaptConfig
  /** The source's model. */
  known: KnownJudge
  checkpoint?: ReadFile | undefined
}

/** A line of log.jsonl. */
export interface AdaptLine extends AdaptFigures {
  step: number
}

interface Adapting {
  adapter: Adapter
  judge: Judge
  config: AdaptConfig
  lines: AdaptLine[]
}

const open = new WeakMap<Gpu, Adapting>()

function adaptingOn(gpu: Gpu): Adapting {
  const found = open.get(gpu)
  if (!found) throw new Error('no adaptation is open')
  return found
}

const ADVICE = 'Lower --lr'

/** Milliseconds of training between two answers. */
const MOMENT = 500

export async function openAdaptation(
  gpu: Gpu,
  { config, known, checkpoint, ...sets }: AdaptingOptions,
): Promise<{ step: number; dispatches: number }> {
  await closeAdaptation(gpu)
  const judge = judgeWith(gpu, known)
  const adapter = await Adapter.open(gpu, { judge, config, ...sets })
  open.set(gpu, { adapter, judge, config, lines: [] })
  if (checkpoint) {
    const { state, step } = readAdaptation(checkpoint, config)
    try {
      adapter.restore(state, step)
    } catch (cause) {
      throw new DataError(`${checkpoint.path}: ${messageOf(cause)}`, { cause })
    }
  }
  return { step: adapter.step, dispatches: adapter.dispatches }
}

/** Adapts for a moment: at least one step, unless the run is at step `to` already. Returns figures that are known by now. */
export async function advanceAdaptation(
  gpu: Gpu,
  to: number,
): Promise<{ step: number; lines: AdaptLine[] }> {
  const { adapter, config, lines } = adaptingOn(gpu)
  const end = performance.now() + MOMENT
  while (adapter.step < to) {
    const step = adapter.step + 1
    const figures = adapter.iterate({ observe: step % config.logEvery === 0 })
    await adapter.ready()
    if (figures) lines.push(lineOf(step, await figures))
    if (performance.now() >= end) break
  }
  return { step: adapter.step, lines: lines.splice(0) }
}

function lineOf(step: number, figures: AdaptFigures): AdaptLine {
  const bad = Object.entries(figures).find(([, value]) => !Number.isFinite(value))
  if (bad) throw Diverged.at(step, `${bad[0]} is ${bad[1]}`, ADVICE)
  return { step, ...figures }
}

/** Files of the run: the checkpoint, and the classifier as it is now. */
export async function adaptationFiles(
  gpu: Gpu,
): Promise<{ checkpoint: Uint8Array; classifier: Uint8Array }> {
  const { adapter, config } = adaptingOn(gpu)
  const { step } = adapter
  const checkpoint = writeAdaptation(await adapter.save(ADVICE), { step, config })
  const classifier = writeSafetensors(new Map(await adapter.classifier()), {
    format: 'pt',
    step: String(step),
  })
  return { checkpoint, classifier }
}

export async function closeAdaptation(gpu: Gpu): Promise<void> {
  const found = open.get(gpu)
  open.delete(gpu)
  found?.adapter.destroy()
  await found?.judge.destroy()
}

/** Weights of a judge with batch norm's statistics of other images. */
export async function retakeStatistics(
  gpu: Gpu,
  { shape, recipe, file }: KnownJudge,
  images: ImageSet,
): Promise<Uint8Array> {
  const { tensors: state } = readSafetensors(file.bytes, file.path)
  return writeSafetensors(
    new Map(await retaken(gpu, { shape, width: recipe.width, state, images })),
  )
}
