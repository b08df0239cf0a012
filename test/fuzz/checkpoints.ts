// A damaged checkpoint of the smallest run: all that a resume reads must fit, and hold no NaN.

import fc from 'fast-check'
import { DataError } from '../../src/data/imageSet'
import { configOf } from '../../src/gan/model/presets'
import { makeBlueprint } from '../../src/gan/run/blueprint'
import { readCheckpoint, writeCheckpoint } from '../../src/gan/run/checkpoint'
import { checkState, Diverged, tensorsOf } from '../../src/gan/run/state'
import { worksOf } from '../../src/gan/run/tuning'
import type { Choices } from '../../src/gpu/choice'
import { Bug } from './attempt'
import { altered, damaged } from './damage'

const chosen = { width: 1, batchSize: 2, latent: 2, imageSize: 16 }
const config = configOf(chosen, { software: true, channels: 1 })
const images = { count: 4, height: 16, width: 16, channels: 1 }
const blueprint = makeBlueprint(config, images)

const STEP = 3

const state = new Map(
  tensorsOf(blueprint).map(([name, { slice }]): [string, Uint32Array] => [
    name,
    new Uint32Array(new Float32Array(slice.bytes / 4).fill(0.5).buffer),
  ]),
).set('clock', Uint32Array.of(config.seed, 0, 0, STEP))

const fileOf = (saved: ReadonlyMap<string, Uint32Array>, kernels: Choices = {}) =>
  writeCheckpoint(saved, { step: STEP, config, table: kernels })

/** Kernel choices of the run, as a file may hold them. */
const table = Object.fromEntries(
  worksOf(blueprint).map(({ problem }) => [
    problem.key,
    { kernel: 'register', constants: { TILE_ROWS: 2, TILE_COLUMNS: 2 } },
  ]),
)

/** Numbers that a flipped bit may produce: NaN, infinity, and the largest. */
const spoilt = fc
  .tuple(
    fc.nat(),
    fc.nat(),
    fc.constantFrom(0x7fc00000, 0x7f800000, 0xff800000, 0xffffffff, 0x7f7fffff),
  )
  .map(([which, where, bits]) => {
    const copy = structuredClone(state)
    const data = [...copy.values()][which % copy.size]
    if (data) data[where % data.length] = bits
    return fileOf(copy)
  })

const otherKernels = altered(table).map((each) => fileOf(state, each as Choices))

function read(bytes: Uint8Array): void {
  const { step, state: saved, table: taken } = readCheckpoint({ path: 'file', bytes }, config)
  // As a run does with a checkpoint's kernel choices: impossible ones are ignored.
  if (Object.keys(taken).length > 0) makeBlueprint(config, images, { table: taken })
  for (const [tensor, words] of refusing(() => checkState(blueprint, { saved, step }))) {
    if (tensor === blueprint.gan.clock.now) continue
    if (new Float32Array(words.buffer).some((value) => !Number.isFinite(value))) {
      throw new Bug(`${tensor.slice.label} would hold NaN`)
    }
  }
}

/** The caller names the file. */
function refusing<T>(act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof Diverged || !(error instanceof Error) || error.constructor !== Error)
      throw error
    throw new DataError(error.message)
  }
}

export const readsCheckpoint = {
  inputs: fc.oneof(damaged([fileOf(state)]), spoilt, otherKernels),
  read,
  refusals: [DataError, Diverged],
}
