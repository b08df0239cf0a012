// Runs a comparison: opens rivals, trains them in turn, draws and scores them, in short requests.

import { batch, effect, signal } from '@preact/signals'
import { registerGpuUser } from '../core/gpuUsers'
import { phase as studioPhase } from '../core/store'
import { giveWay } from '../core/studio'
import { count, messageOf, sentence } from '../core/words'
import { ask } from './ask'
import { common, comparison, misread, titleOf } from './choice'
import type { Standings } from './jobs'
import { aboutScores, type Rival, renew, rivals, take } from './rivals'

export type Phase = 'idle' | 'opening' | 'training' | 'pausing' | 'paused' | 'fault'

const IDLE = 'Start trains them in turn.'

export const phase = signal<Phase>(misread === undefined ? 'idle' : 'fault')
export const status = signal(misread === undefined ? IDLE : sentence(misread))

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
  status.value = 'Pausing…'
}

export async function reset(): Promise<void> {
  turn++
  batch(() => {
    phase.value = 'idle'
    status.value = IDLE
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
      status.value = `Compiling kernels: ${titleOf(rival.choice)}, ${i + 1} of ${rivals.value.length}…`
      const { picture, ...opened } = await ask('openRival', { ...settings, ...rival.choice })
      if (mine !== turn) return
      rival.opened.value = opened
      rival.drawn.value = { step: 0, picture }
    }
    while (!aboutScores.value) {
      const { share, about } = await ask('prepareScores', settings)
      if (mine !== turn) return
      status.value = `Preparing scores from real images: ${Math.round(100 * share)} %…`
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
    status.value = 'Training in turn.'
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
    status.value = `${pausedAt()} Scoring…`
    if (await score(mine)) status.value = pausedAt()
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

function pausedAt(): string {
  const steps = [...new Set(active().map(({ step }) => step.value))]
  if (steps.length === 0) return 'All of them diverged. Press Reset and try another seed.'
  return `Paused at step ${steps.map(count).join(', ')}.`
}

/** Shows an error, unless the comparison is over already. */
async function guarded(mine: number, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (mine !== turn) return
    turn++
    phase.value = 'fault'
    status.value = sentence(messageOf(error))
  }
}
