// A kernel of the user's own against ours: at the sizes of the op's card, in turn, so that other work of the machine
// affects all alike.

import type { KernelName } from '../src/catalogue/index'
import { optionsFor, type Scope, verifyValues } from '../src/catalogue/own'
import type { Verdict } from '../src/catalogue/verify'
import type { Gpu } from '../src/gpu/device'
import { openStopwatch } from '../src/gpu/fma'
import type { OwnShader } from '../src/gpu/own'
import { submit } from '../src/gpu/program'
import { quantile } from '../src/gpu/statistics'
import type { TraceOptions } from '../src/gpu/trace'
import type { Built, Case } from './case'
import { effortOf } from './effort'
import { chosen, type KernelOptions } from './kernels'

export interface RaceRow {
  op: string
  size: string
  what: string
  flop: number
  bytes: number
  /** Milliseconds, medians: the user's kernel, the one that we run on this adapter, and the plain one. */
  ms: Record<'own' | 'ours' | 'plain', number>
  /** Width of the middle half of the rounds, in units of the median. */
  spread: Record<'own' | 'ours' | 'plain', number>
  /** Ratios of the user's time to that of ours, round by round: median and quartiles. Below 1 the user's is faster. */
  ratio: { middle: number; low: number; high: number }
}

export interface Race {
  rows: RaceRow[]
  /** Values of the user's kernel that are wrong: its times then mean nothing. */
  wrong: Verdict[]
}

/** Checks the values of the user's kernel, and measures the rows that run it. */
export async function raceOp(
  gpu: Gpu,
  op: KernelName,
  own: OwnShader,
  { scope, cases, ...options }: KernelOptions & { scope?: Scope; cases?: readonly Case[] } = {},
): Promise<Race> {
  const wrong = (await verifyValues(gpu, op, own, scope)).filter(({ ok }) => !ok)
  const racers: TraceOptions[] = [optionsFor(own), {}, { kernels: 'plain' }]
  const rows: RaceRow[] = []
  const stopwatch = await openStopwatch(gpu)
  try {
    for (const each of wrong.length > 0 ? [] : (cases ?? chosen(op, options))) {
      const built: Built[] = []
      try {
        for (const racer of racers) built.push(await each.build(gpu, racer))
        if (!runs(own, built[0])) continue
        for (const { before } of built) if (before.length > 0) submit(gpu, before)
        const timings = await stopwatch.measure(
          built.map(({ turns }) => turns),
          effortOf(gpu, options),
        )
        const [mine, ours, plain] = timings
        if (!mine || !ours || !plain) throw new Error('a racer was not measured')
        const ratios = mine.samples.map((ms, round) => ms / (ours.samples[round] ?? ms))
        const [low = 1, middle = 1, high = 1] = [0.25, 0.5, 0.75].map((at) => quantile(ratios, at))
        const { size, what, work } = each
        const ms = { own: mine.ms, ours: ours.ms, plain: plain.ms }
        const spread = { own: mine.spread, ours: ours.spread, plain: plain.spread }
        rows.push({ op, size, what, ...work, ms, spread, ratio: { middle, low, high } })
      } finally {
        for (const one of built) one.destroy()
      }
    }
  } finally {
    stopwatch.destroy()
  }
  return { rows, wrong }
}

const runs = ({ name }: OwnShader, built: Built | undefined): boolean =>
  (built?.turns ?? []).some(({ commands }) =>
    commands.some(({ kernel }) => kernel.startsWith(name)),
  )
