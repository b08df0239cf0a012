// Worker jobs of Compare. Each is short, so that the page soon has its answer.

import { digitShape } from '../../gan/judge/judgeFile'
import type { GanConfig } from '../../gan/model/config'
import { configOf } from '../../gan/model/presets'
import type { Gpu } from '../../gpu/device'
import type { Picture, Settings } from '../core/protocol'
import type { Lab } from '../lab/lab'
import { imagesOf } from '../lab/opening'
import { Contest, type Share } from './contest'
import { Rival, type Standing } from './rival'
import { digitScorer, pixelScorer, type Score, type Scorer } from './score'

/** Images per score: few enough for frequent scores within their tenth of the time. */
const SCORED = { hardware: 1000, software: 500 }

export interface RivalOpened {
  config: GanConfig
  parameters: readonly [g: number, d: number]
  picture: Picture
}

export type AboutScores = Omit<Scorer, 'score'>

export interface Preparing {
  /** Share of the real images that is done. */
  share: number
  about?: AboutScores
}

export interface Standings {
  rivals: Standing[]
  level: boolean
}

/** The comparison on a device; lost with it. */
const contests = new WeakMap<Gpu, Contest>()

/** Starts a comparison, and frees the previous one's GPU memory. */
async function openRivals(lab: Lab): Promise<void> {
  await closeRivals(lab)
  contests.set(await lab.gpu(), new Contest())
}

/** Adds a rival at step 0; returns its first picture. */
async function openRival(lab: Lab, settings: Settings): Promise<RivalOpened> {
  const contest = contestOf(lab)
  const gpu = await lab.gpu()
  const images = await imagesOf(lab, settings)
  const { data: _, ...chosen } = settings
  const { software } = gpu
  const config = configOf(chosen, { software, channels: images.channels })
  const rival = await Rival.open(gpu, images, config)
  contest.rivals.push(rival)
  const { generator, discriminator } = rival.trainer.blueprint.models
  const parameters = [generator.parameterCount, discriminator.parameterCount] as const
  return { config, parameters, picture: await rival.picture() }
}

/** Computes features of the real images, a part at a time; returns `about` once all are done. */
async function prepareScores(lab: Lab, { data }: Settings): Promise<Preparing> {
  const contest = contestOf(lab)
  const { imageSize } = contest.rivals[0]?.trainer.config ?? digitShape
  const knows = data === 'mnist' && imageSize === digitShape.imageSize
  const share = knows ? await lab.judged.advance() : 1
  if (share < 1) return { share }
  const most = SCORED[(await lab.gpu()).software ? 'software' : 'hardware']
  const scorer = knows
    ? await digitScorer(lab, lab.judged, most)
    : await pixelScorer(lab, {
        set: await imagesOf(lab, { data, imageSize }),
        imageSize,
        count: most,
      })
  contest.scorer = scorer
  const { measure, count, floor } = scorer
  return { share, about: { measure, count, floor } }
}

/** Trains all in turn for the given milliseconds or slightly longer. */
async function advanceRivals(
  lab: Lab,
  options: { share: Share; milliseconds: number },
): Promise<Standings> {
  const contest = contestOf(lab)
  await contest.advance(options)
  return standings(contest)
}

/** Trains the rivals that are behind. */
async function levelRivals(lab: Lab, options: { milliseconds: number }): Promise<Standings> {
  const contest = contestOf(lab)
  await contest.catchUp(options)
  return standings(contest)
}

async function drawRival(lab: Lab, index: number): Promise<Picture> {
  return rivalOf(lab, index).picture()
}

async function scoreRival(lab: Lab, index: number): Promise<Score> {
  const { score, count } = scorerOf(lab)
  return score(await rivalOf(lab, index).images(count))
}

async function closeRivals(lab: Lab): Promise<void> {
  if (!lab.device) return
  contests.get(lab.device)?.destroy()
  contests.delete(lab.device)
}

const standings = ({ rivals, level }: Contest): Standings => ({
  rivals: rivals.map((rival) => rival.standing()),
  level,
})

const OVER =
  'the comparison is over: the GPU was lost, or another one was started. Press Start to begin again'

function contestOf({ device }: Lab): Contest {
  const contest = device && contests.get(device)
  if (!contest) throw new Error(OVER)
  return contest
}

function rivalOf(lab: Lab, index: number): Rival {
  const rival = contestOf(lab).rivals[index]
  if (!rival) throw new Error(OVER)
  return rival
}

function scorerOf(lab: Lab): Scorer {
  const { scorer } = contestOf(lab)
  if (!scorer) throw new Error('scores were not prepared')
  return scorer
}

export const compareJobs = {
  openRivals,
  openRival,
  prepareScores,
  advanceRivals,
  levelRivals,
  drawRival,
  scoreRival,
  closeRivals,
}
