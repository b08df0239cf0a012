// Worker jobs of Translate. Each is short, so that the page soon has its answer.

import { DataError, type ImageSet } from '../../data/imageSet'
import { prepared } from '../../data/prepare'
import { presetOf } from '../../gan/translate/settings'
import type { LossLine } from '../../gan/translate/training'
import { rounded } from '../../gan/translate/translator'
import type { Wanted } from '../core/translation'
import { Keeper } from '../lab/keeper'
import type { Lab } from '../lab/lab'
import { type Pixels, pixelsOf } from '../lab/pixels'
import { exampleShape } from './example/shape'
import type { By, Direction } from './names'
import { leave, runOf, setRun } from './present'
import type { Rows, TranslationRun } from './run'
import { type Colours, coloursOfSet, ownFor, partsOf } from './sets'
import { ownPlacesOf } from './wanted'

export interface TranslationOpened {
  /** Under which this browser keeps it. */
  id: string
  /** Weights of the losses that the curves show without them. */
  weights: { cycle: number; l1: number }
  imageSize: number
  channels: number
  /** Images to learn from, and held-out ones. */
  images: { a: number; b: number }
  heldOut: { a: number; b: number }
  parameters: number[]
  bytes: number
  batchSize: number
  steps: number
  step: number
  colours: { a: Colours; b: Colours }
}

export interface Standing {
  step: number
  lines: LossLine[]
}

export interface Drawn {
  made: Pixels
  /** The image translated back. */
  back: Pixels | undefined
  step: number
}

/** Networks and training are loaded when they are first needed. */
const training = () => import('./run')
const example = () => import('./example/onLab')

/** Device that trains. */
async function translatePlace(lab: Lab): Promise<{ adapter: string; software: boolean }> {
  const { name, software } = await lab.gpu()
  return { adapter: name, software }
}

/** Begins a run at step 0, in place of the present one. */
async function translateOpen(lab: Lab, wanted: Wanted): Promise<TranslationOpened> {
  await leave(lab)
  const gpu = await lab.gpu()
  const { paired, from, to, pairs } = wanted
  const parts = await partsOf(lab, wanted)
  const { a, b } = parts.sets
  const most = Math.min(a.count, b.count)
  const { imageSize, width, batchSize, steps, seed } = wanted
  if (batchSize > most) {
    throw new DataError(`Batch is ${batchSize}, but there are only ${most} images to learn from`)
  }
  const { TranslationRun } = await training()
  const run = await TranslationRun.open({
    gpu,
    parts,
    own: ownFor(lab, ownPlacesOf(wanted)),
    names: wanted.names,
    keeper: new Keeper(lab.tell),
    config: {
      ...presetOf({ imageSize, width, batchSize, steps, seed }, { paired }),
      kind: 'translation',
      from: paired ? pairs : from,
      to: paired ? '' : to,
      paired,
      channels: a.channels,
      images: { a: a.count, b: b.count },
    },
  })
  setRun(lab, run)
  return openedOf(run)
}

export function openedOf(run: TranslationRun): TranslationOpened {
  const { config, parts, parameters, bytes, step } = run
  const { sets, heldOut } = parts
  const { imageSize, channels, images, batchSize, steps, cycle, l1 } = config
  return {
    ...{ id: run.id, weights: { cycle, l1 } },
    ...{ imageSize, channels, images, parameters, bytes, batchSize, steps, step },
    heldOut: { a: heldOut.a.count, b: heldOut.b.count },
    colours: { a: coloursAt(sets.a, imageSize), b: coloursAt(sets.b, imageSize) },
  }
}

/** Smaller images are padded with black. */
const coloursAt = (set: ImageSet, imageSize: number): Colours =>
  set.height < imageSize
    ? {
        paper: Array.from({ length: set.channels }, () => 0),
        ink: Array.from({ length: set.channels }, () => 255),
      }
    : coloursOfSet(set)

/** Trains for the given milliseconds or slightly longer; for one step with 0. */
async function translateAdvance(lab: Lab, milliseconds: number): Promise<Standing> {
  const run = runOf(lab)
  const lines = await run.advance(milliseconds)
  return { step: run.step, lines }
}

/** Goes on to another last step. */
async function translateExtend(lab: Lab, steps: number): Promise<TranslationOpened> {
  const run = await runOf(lab).extended(steps)
  setRun(lab, run)
  return openedOf(run)
}

/** Held-out images on their way. */
async function translateRows(lab: Lab): Promise<Rows> {
  return runOf(lab).rows()
}

export interface Drawing {
  by: By
  direction: Direction
  /** Bytes of an image of the model. */
  bytes: Uint8Array
}

/** Translates a drawing, and back where there is a way. */
async function translateDrawing(lab: Lab, { by, direction, bytes }: Drawing): Promise<Drawn> {
  const images = Float32Array.from(bytes, (byte) => (2 * byte - 255) / 255)
  if (by === 'example') {
    const { channels } = exampleShape
    const { exampleTranslator } = await example()
    const made = await (await exampleTranslator(await lab.gpu())).images(images)
    return { made: pixelsOf(made, channels), back: undefined, step: 0 }
  }
  const run = runOf(lab)
  const { channels, paired } = run.config
  const made = await run.translate(images, direction)
  const other = direction === 'toB' ? 'toA' : 'toB'
  const back = paired ? undefined : await run.translate(rounded(made), other)
  return { made: pixelsOf(made, channels), back: back && pixelsOf(back, channels), step: run.step }
}

/** A held-out image of the set that is translated: bytes of an image of the model. */
async function translateSample(
  lab: Lab,
  direction: Direction,
  n: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { parts, config } = runOf(lab)
  const set = parts.heldOut[direction === 'toB' ? 'a' : 'b']
  const each = set.height * set.width * set.channels
  const at = (n % set.count) * each
  const one = { ...set, count: 1, pixels: set.pixels.subarray(at, at + each) }
  const image = prepared(one, config.imageSize)
  return Uint8Array.from(image, (value) => Math.round(((value + 1) / 2) * 255))
}

export const translateJobs = {
  translatePlace,
  translateOpen,
  translateAdvance,
  translateExtend,
  translateRows,
  translateDrawing,
  translateSample,
  translateClose: leave,
}
