// Runs a comparison: opens rivals, trains them in turn, draws and scores them, in short requests.

import { batch, effect, signal } from '@preact/signals'
import { registerGpuUser } from '../core/gpuUsers'
import { Line, type Said } from '../core/line'
import { phase as studioPhase } from '../core/store'
import { giveWay } from '../core/studio'
import { sentenceOf } from '../core/text'
import { messageOf } from '../core/words'
import { ask } from './ask'
import { common, comparison, misread, titleOf } from './choice'
import type { Standings } from './jobs'
import { aboutScores, type Rival, renew, rivals, take } from './rivals'
import { text } from './text'

export type Phase = 'idle' | 'opening' | 'training' | 'pausing' | 'paused' | 'fault'

const idle: Said = () => text.value.status.idle

export const phase = signal<Phase>(misread === undefined ? 'idle' : 'fault')
export const status = new Line(misread === undefined ? idle : () => sentenceOf(misread ?? ''))

/** Milliseconds of training per request. */
const TOGETHER = 200
/** Least milliseconds between pictures, and least ratio of training to drawing time. */
const PICTURES_EVERY = 1000
const TRAINING_SHARE = 20
/** Greatest share of the time for scores. */
const SCORING_SHARE = 0.1
/** Guess for the milliseconds of the first scores. */
const SCORING_GUESS = 300

/** Counts comparisons and pauses, so that answers to earlier ones are ignored. */
let turn = 0
let spent = { training: 0, scoring: 0, lastScoring: SCORING_GUESS, drawn: 0, drawing: 0 }

renew()

/** Takes another choice at once until a comparison starts. */
effect(() => {
  void comparison.value
  if (phase.peek() === 'idle') renew()
})

registerGpuUser({
  view: 'compare',
  isBusy: () => ['opening', 'training', 'pausing'].includes(phase.value),
  pause: () => {
    if (phase.value === 'training') pause()
  },
})

/** Pauses when the run in Train starts: there is one GPU. */
effect(() => {
  if (studioPhase.value === 'training' && phase.peek() === 'training') pause()
})

export function toggle(): void {
  if (phase.value === 'training') pause()
  else if (phase.value === 'paused') void go(++turn)
  else if (phase.value === 'idle' || phase.value === 'fault') void begin(++turn)
}

function pause(): void {
  // The loop checks it before its next request.
  phase.value = 'pausing'
  status.say(() => text.value.status.pausing)
}

export async function reset(): Promise<void> {
  turn++
  batch(() => {
    phase.value = 'idle'
    status.say(idle)
    aboutScores.value = undefined
    renew()
  })
  await ask('closeRivals').catch(() => undefined)
}

async function begin(mine: number): Promise<void> {
  giveWay()
  batch(() => {
    phase.value = 'opening'
    aboutScores.value = undefined
    renew()
  })
  spent = { training: 0, scoring: 0, lastScoring: SCORING_GUESS, drawn: 0, drawing: 0 }
  const settings = common.value
  await guarded(mine, async () => {
    await ask('openRivals')
    if (mine !== turn) return
    for (const [i, rival] of rivals.value.entries()) {
      const all = rivals.value.length
      status.say(() => text.value.status.compiling(titleOf(rival.choice), i + 1, all))
      const { picture, ...opened } = await ask('openRival', { ...settings, ...rival.choice })
      if (mine !== turn) return
      rival.opened.value = opened
      rival.drawn.value = { step: 0, picture }
    }
    while (!aboutScores.value) {
      const { share, about } = await ask('prepareScores', settings)
      if (mine !== turn) return
      status.say(() => text.value.status.preparing(Math.round(100 * share)))
      aboutScores.value = about
    }
    await go(mine)
  })
}

/** Trains until it is paused, or no rival is left. */
async function go(mine: number): Promise<void> {
  giveWay()
  phase.value = 'training'
  await guarded(mine, async () => {
    status.say(() => text.value.status.training)
    while (phase.value === 'training') {
      if (!(await train(mine))) return
      if (
        performance.now() - spent.drawn >
        Math.max(PICTURES_EVERY, TRAINING_SHARE * spent.drawing)
      ) {
        if (!(await level(mine)) || !(await draw(mine))) return
      }
      const next = spent.scoring + spent.lastScoring
      if (next > SCORING_SHARE * (next + spent.training)) continue
      if (!(await level(mine)) || !(await score(mine))) return
    }
    if (!(await level(mine)) || !(await draw(mine))) return
    phase.value = 'paused'
    const paused = pausedAt()
    status.say(() => `${paused()} ${text.value.status.scoring}`)
    if (await score(mine)) status.say(pausedAt())
  })
}

/** Each part of the loop returns whether this comparison is still the current one. */
async function train(mine: number): Promise<boolean> {
  const start = performance.now()
  const { equal } = comparison.value
  const standings = await ask('advanceRivals', { share: equal, milliseconds: TOGETHER })
  if (mine !== turn) return false
  spent.training += performance.now() - start
  takeAll(standings)
  if (active().length === 0) pause()
  return true
}

/** With equal steps, brings all to the same step before pictures and scores. */
async function level(mine: number): Promise<boolean> {
  if (comparison.value.equal === 'time') return true
  for (let done = false; !done; ) {
    const start = performance.now()
    const standings = await ask('levelRivals', { milliseconds: TOGETHER })
    if (mine !== turn) return false
    spent.training += performance.now() - start
    takeAll(standings)
    done = standings.level
  }
  return true
}

async function draw(mine: number): Promise<boolean> {
  const start = performance.now()
  for (const [i, rival] of rivals.value.entries()) {
    const step = rival.step.value
    if (rival.drawn.value?.step === step) continue
    const picture = await ask('drawRival', i)
    if (mine !== turn) return false
    rival.drawn.value = { step, picture }
  }
  spent.drawn = performance.now()
  spent.drawing = spent.drawn - start
  return true
}

async function score(mine: number): Promise<boolean> {
  const start = performance.now()
  for (const [i, rival] of rivals.value.entries()) {
    const [step, seconds] = [rival.step.value, rival.seconds.value]
    if (rival.out.value !== undefined || rival.scores.value.at(-1)?.step === step) continue
    const found = await ask('scoreRival', i)
    if (mine !== turn) return false
    rival.scores.value = [...rival.scores.value, { ...found, step, seconds }]
  }
  const took = performance.now() - start
  spent.scoring += took
  spent.lastScoring = took
  return true
}

function takeAll({ rivals: standings }: Standings): void {
  batch(() => {
    for (const [i, rival] of rivals.value.entries()) {
      const standing = standings[i]
      if (standing) take(rival, standing)
    }
  })
}

const active = (): Rival[] => rivals.value.filter(({ out }) => out.value === undefined)

function pausedAt(): Said {
  const steps = [...new Set(active().map(({ step }) => step.value))]
  return () => {
    const { diverged, paused } = text.value.status
    return steps.length === 0 ? diverged : paused(steps)
  }
}

/** Shows an error, unless the comparison is over already. */
async function guarded(mine: number, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (mine !== turn) return
    turn++
    phase.value = 'fault'
    const message = messageOf(error)
    status.say(() => sentenceOf(message))
  }
}
