import { type Signal, signal } from '@preact/signals'
import type { Finding } from '../../gan/watch/diagnosis'
import type { Seen } from '../../gan/watch/session'
import type { RivalChoice } from '../core/address'
import { History } from '../core/history'
import type { Picture } from '../core/protocol'
import { comparison } from './choice'
import type { AboutScores, RivalOpened } from './jobs'
import type { Standing } from './rival'
import type { Score } from './score'

/** A score, with its step and time. */
export interface ScorePoint extends Score {
  step: number
  seconds: number
}

export interface Rival {
  choice: RivalChoice
  opened: Signal<Omit<RivalOpened, 'picture'> | undefined>
  step: Signal<number>
  seconds: Signal<number>
  seen: Signal<Seen | undefined>
  finding: Signal<{ step: number; finding: Finding } | undefined>
  out: Signal<string | undefined>
  drawn: Signal<{ step: number; picture: Picture } | undefined>
  curves: { history: History; grown: Signal<number> }
  scores: Signal<readonly ScorePoint[]>
}

export const rivals = signal<readonly Rival[]>([])

/** Description of the scores, once it is known. */
export const aboutScores = signal<AboutScores | undefined>(undefined)

/** Replaces the rivals by new ones at step 0. */
export function renew(): void {
  rivals.value = comparison.value.rivals.map((choice) => ({
    choice,
    opened: signal(undefined),
    step: signal(0),
    seconds: signal(0),
    seen: signal(undefined),
    finding: signal(undefined),
    out: signal(undefined),
    drawn: signal(undefined),
    curves: { history: new History(4), grown: signal(0) },
    scores: signal([]),
  }))
}

export function take(rival: Rival, { step, seconds, seen, out }: Standing): void {
  rival.step.value = step
  rival.seconds.value = seconds
  rival.out.value = out
  for (const each of seen) {
    const { lossD, lossG, dReal, dFake } = each.figures
    rival.curves.history.add(each.step, [lossD, lossG, dReal, dFake])
    rival.seen.value = each
    if (each.finding) rival.finding.value = { step: each.step, finding: each.finding }
  }
  if (seen.length > 0) rival.curves.grown.value++
}
