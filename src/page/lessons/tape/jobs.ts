// Lesson "The tape": what the page asks for. The list needs no GPU; what the dispatches write does.

import type { Gpu } from '../../../gpu/device'
import { gpuIfAny } from '../../lab/gpuIfAny'
import type { Lab } from '../../lab/lab'
import { recordTape } from './record'
import type { Measured, StepName, Stepped, Tape, TapeRun } from './shapes'
import { TapeStudy } from './study'

/** One for each device: with a device that is lost, its study goes. */
const studies = new WeakMap<Gpu, Promise<TapeStudy>>()

/** Digits that batches are drawn from. */
const COUNT = 64

async function study(lab: Lab): Promise<TapeStudy> {
  const gpu = await lab.gpu()
  const open = async () => {
    const { heldOut } = await lab.digits()
    const { height, width, channels } = heldOut
    const pixels = heldOut.pixels.slice(0, COUNT * height * width * channels)
    return TapeStudy.open(gpu, { ...heldOut, count: COUNT, pixels })
  }
  const known = studies.get(gpu) ?? open()
  studies.set(gpu, known)
  known.catch(() => studies.delete(gpu))
  return known
}

async function tape(lab: Lab): Promise<Tape> {
  if (await gpuIfAny(lab)) return (await study(lab)).tape
  return recordTape({ count: COUNT, height: 28, width: 28, channels: 1 }, {}).tape
}

/** What each dispatch of a step writes. */
async function tapeRun(lab: Lab, step: StepName): Promise<TapeRun> {
  return (await study(lab)).run(step)
}

async function tapeStep(lab: Lab, step: StepName, dispatch: number): Promise<Stepped> {
  return (await study(lab)).stepTo(step, dispatch)
}

async function tapeMeasure(lab: Lab, step: StepName): Promise<Measured> {
  return (await study(lab)).measure(step)
}

export const tapeJobs = { tape, tapeRun, tapeStep, tapeMeasure }
