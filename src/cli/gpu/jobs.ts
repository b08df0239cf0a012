// Jobs that the terminal runs on a GPU. Each takes the GPU first. A runtime (runtime/runtime.ts) runs it in this
// process or in a Chrome page, so a job uses no Node API, and parcel.ts must be able to serialise its arguments and
// its result.

import { describe } from '../../../bench/describe'
import { profileIteration, timeIterations } from '../../../bench/iterations'
import { timeOp } from '../../../bench/kernels'
import { probe } from '../../../bench/probes'
import { raceOp } from '../../../bench/race'
import type { Ask } from '../../ask'
import { measureAccuracy } from '../../catalogue/accuracy/measure'
import type { GoldenEntry } from '../../catalogue/golden/entries'
import { runGoldenCase } from '../../catalogue/golden/run'
import { judgeOwn } from '../../catalogue/own'
import { verifyGradients } from '../../catalogue/verifyAll'
import { readSafetensors, writeSafetensors } from '../../data/safetensors'
import { nearest } from '../../gan/judge/metrics/neighbours'
import { gradientsAtDistances, pullsBeyondBoundary } from '../../gan/toy/claims'
import type { BufferLimits, Gpu } from '../../gpu/device'
import {
  adaptationFiles,
  advanceAdaptation,
  closeAdaptation,
  openAdaptation,
  retakeStatistics,
} from './adapting'
import { draw, guide, mix, search, steer } from './drawing'
import { beginEvaluation, beginLesson, continueEvaluation, continueLesson, look } from './judging'
import { scoreImages, seenMoments } from './scoring'
import { advanceToy, openToy, startToy, toyPoints } from './toy'
import { advance, openTraining, remember, rollBack, settle, snapshot } from './training'
import {
  advanceTranslation,
  evaluateTranslation,
  openTranslation,
  translateImages,
  translationSnapshot,
} from './translating'
import { openTuning, raceNext } from './tuning'

/** Properties of an adapter that the terminal needs before it runs jobs. */
export interface GpuFacts {
  name: string
  software: boolean
  limits: BufferLimits
  /** Identifies the adapter, its driver and its runtime, whose times are alike. */
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

/** Reason of a lost device, if it is lost. */
async function loss(gpu: Gpu): Promise<string | undefined> {
  return gpu.loss()
}

export const jobs = {
  facts,
  loss,
  verifyGradients,
  judgeOwn,
  measureAccuracy,
  goldenCase,
  draw,
  mix,
  search,
  guide,
  steer,
  beginLesson,
  continueLesson,
  beginEvaluation,
  continueEvaluation,
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
  openTranslation,
  advanceTranslation,
  translationSnapshot,
  translateImages,
  evaluateTranslation,
  openAdaptation,
  advanceAdaptation,
  adaptationFiles,
  closeAdaptation,
  retakeStatistics,
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
  raceOp,
  timeIterations,
  profileIteration,
}

/** Calls a job, wherever the GPU is. */
export type AskGpu = Ask<typeof jobs>
