// Worker jobs of the lesson "The tape". The list needs no GPU; the contents of tensors do.

import type { Gpu } from '../../../gpu/device'
import { type Remembered, remembered } from '../../core/remembered'
import type { Lab } from '../../lab/lab'
import { recordTape } from './record'
import type { Measured, StepName, Stepped, Tape, TapeRun } from './shapes'
import { TapeStudy } from './study'

/** One study per device, dropped with a lost device. */
const studies = new WeakMap<Gpu, Remembered<TapeStudy>>()

/** Number of digits to draw batches from. */
const COUNT = 64

async function study(lab: Lab): Promise<TapeStudy> {
  const gpu = await lab.gpu()
  const open = async () => {
    const { heldOut } = await lab.digits()
    const { height, width, channels } = heldOut
    const pixels = heldOut.pixels.slice(0, COUNT * height * width * channels)
    return TapeStudy.open(gpu, { ...heldOut, count: COUNT, pixels })
  }
  const known = studies.get(gpu) ?? remembered(open)
  studies.set(gpu, known)
  return known.get()
}

async function tape(lab: Lab): Promise<Tape> {
  if (await lab.gpuIfAny()) return (await study(lab)).tape
  return recordTape({ count: COUNT, height: 28, width: 28, channels: 1 }, {}).tape
}

/** Outputs of each dispatch of a step. */
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
