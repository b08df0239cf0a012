// What the terminal asks of a GPU: each job takes the GPU first. A runtime (runtime.ts) does it in this
// process or in Chrome's page, so a job uses nothing of Node's, and what it takes and returns is such
// that it can travel (parcel.ts).

import { describe } from '../../../bench/describe'
import { profileIteration, timeIterations } from '../../../bench/iterations'
import { timeOp } from '../../../bench/kernels'
import { probe } from '../../../bench/probes'
import type { Ask } from '../../ask'
import type { GoldenEntry } from '../../catalogue/golden/entries'
import { runGoldenCase } from '../../catalogue/golden/run'
import { verifyGradients } from '../../catalogue/verifyAll'
import { readSafetensors, writeSafetensors } from '../../data/safetensors'
import { nearest } from '../../gan/judge/metrics/neighbours'
import { gradientsAtDistances, pullsBeyondBoundary } from '../../gan/toy/claims'
import type { BufferLimits, Gpu } from '../../gpu/device'
import { draw, search } from './drawing'
import { evaluateImages, learnJudge, look } from './judging'
import { scoreImages, seenMoments } from './scoring'
import { advanceToy, openToy, startToy, toyPoints } from './toy'
import { advance, openTraining, remember, rollBack, settle, snapshot } from './training'
import { openTuning, raceNext } from './tuning'

/** What there is to know of an adapter before work is given to it. */
export interface GpuFacts {
  name: string
  /** Does a CPU play the GPU? */
  software: boolean
  limits: BufferLimits
  /** What tells its times from those of another. */
  fingerprint: string
}

async function facts({ name, software, device, fingerprint }: Gpu): Promise<GpuFacts> {
  const { maxBufferSize, maxStorageBufferBindingSize } = device.limits
  return { name, software, fingerprint, limits: { maxBufferSize, maxStorageBufferBindingSize } }
}

/** `computed` is a safetensors file. */
export type GoldenAnswer = { skipped: string } | { computed: Uint8Array }

async function goldenCase(gpu: Gpu, entry: GoldenEntry, file: Uint8Array): Promise<GoldenAnswer> {
  const outcome = await runGoldenCase(gpu, entry, readSafetensors(file, entry.file).tensors)
  return 'skipped' in outcome ? outcome : { computed: writeSafetensors(outcome.computed) }
}

/** Why the device is lost, if it is. */
async function loss(gpu: Gpu): Promise<string | undefined> {
  return gpu.loss()
}

export const jobs = {
  facts,
  loss,
  verifyGradients,
  goldenCase,
  draw,
  search,
  learnJudge,
  evaluateImages,
  look,
  nearest,
  seenMoments,
  scoreImages,
  openTraining,
  advance,
  settle,
  snapshot,
  remember,
  rollBack,
  openToy,
  startToy,
  advanceToy,
  toyPoints,
  gradientsAtDistances,
  pullsBeyondBoundary,
  openTuning,
  raceNext,
  describe,
  probe,
  timeOp,
  timeIterations,
  profileIteration,
}

/** Calls a job, wherever the GPU is. */
export type AskGpu = Ask<typeof jobs>
