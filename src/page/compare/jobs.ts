// Compare: what the page asks for while rivals train. It asks again and again, so that each answer is soon there.

import { digitShape } from '../../gan/judge/judgeFile'
import type { GanConfig } from '../../gan/model/config'
import { configOf } from '../../gan/model/presets'
import type { Picture, Settings } from '../core/protocol'
import type { Lab } from '../lab/lab'
import { imagesOf } from '../lab/opening'
import { Contest, type Share } from './contest'
import { Rival, type Standing } from './rival'
import { digitScorer, pixelScorer, type Score, type Scorer } from './score'

/** Images of a score: as many as its tenth of the time allows to look at often. */
const SCORED = { hardware: 1000, software: 500 }

export interface RivalOpened {
  config: GanConfig
  parameters: readonly [g: number, d: number]
  picture: Picture
}

/** What scores are. */
export type AboutScores = Omit<Scorer, 'score'>

export interface Preparing {
  /** Of the real images, how many were seen. */
  share: number
  about?: AboutScores
}

/** How all rivals stand. */
export interface Standings {
  rivals: Standing[]
  level: boolean
}

/** Begins a comparison; what an earlier one had on the GPU is freed. */
async function openRivals(lab: Lab): Promise<void> {
  lab.contest?.destroy()
  lab.contest = new Contest()
}

/** One more rival, at step 0, and its picture. */
async function openRival(lab: Lab, settings: Settings): Promise<RivalOpened> {
  const contest = contestOf(lab)
  const gpu = await lab.gpu()
  const images = await imagesOf(lab, settings)
  const { data: _, ...chosen } = settings
  const { software } = gpu
  const config = configOf(chosen, { software, channels: images.channels })
  const rival = await Rival.open(gpu, images, config)
  contest.rivals.push(rival)
  const { generator, discriminator } = rival.trainer.print.models
  const parameters = [generator.parameterCount, discriminator.parameterCount] as const
  return { config, parameters, picture: await rival.picture() }
}

/** Has a look at what scores compare with, a part at a time: `about` comes when all of it was seen. */
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

/** Trains them in turn for so many milliseconds, or a little longer. */
async function advanceRivals(
  lab: Lab,
  options: { share: Share; milliseconds: number },
): Promise<Standings> {
  const contest = contestOf(lab)
  await contest.advance(options)
  return standings(contest)
}

/** Trains those that are behind. */
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
  lab.contest?.destroy()
  lab.contest = undefined
}

const standings = ({ rivals, level }: Contest): Standings => ({
  rivals: rivals.map((rival) => rival.standing()),
  level,
})

const OVER = 'the comparison is over: the GPU was lost, or another began. Start begins again'

function contestOf({ contest }: Lab): Contest {
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
