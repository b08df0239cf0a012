import { computed, signal } from '@preact/signals'
import { minus } from '../../core/words'
import type { Swept, Taped, Viewed } from './jobs'
import type { Setting } from './net'
import {
  BOUND,
  bestOf,
  differences,
  EPSILONS,
  errorsOf,
  expected,
  floor,
  type Kind,
  noise,
  ROUNDING,
} from './sweep'

/** A weight of layer 2, with no kink after it, and one of layer 1. */
export const SMOOTH = 130
export const KINKED = 59
/** Index of the ε at which a central difference of the first should be best. */
export const BEST = 21

export const setting = signal<Setting>({ loss: 'non-saturating', activation: 'leakyRelu' })
export const index = signal(SMOOTH)
/** Index of the chosen ε. */
export const step = signal(14)
/** The difference shown as a straight line. */
export const kind = signal<'central' | 'forward'>('central')
export const colouring = signal<'weights' | 'gradients'>('gradients')

export const taped = signal<Taped | undefined>(undefined)
export const swept = signal<Swept | undefined>(undefined)
export const viewed = signal<Viewed | undefined>(undefined)
/** Last error; empty if there is none. */
export const problem = signal('')

export const epsilonAt = (place: number): number => EPSILONS[place] ?? Number.NaN

export const epsilon = computed(() => epsilonAt(step.value))

/** Error of each difference against the tape, by ε. */
export const errors = computed(() => {
  const { value: sweep } = swept
  if (!sweep) return undefined
  const of = (which: Kind) => errorsOf(sweep, which)
  return { forward: of('forward'), central: of('central'), double: of('double') }
})

/**
 * The ε at which the central difference should be nearest to the tape; its error there is partly luck. If a
 * kink is too near to compute the curvature, it is the ε at which it is nearest.
 */
export function bestCentral(): { place: number; found: 'expected' | 'measured' } | undefined {
  const { value: sweep } = swept
  const { value: off } = errors
  if (!sweep || !off) return undefined
  const clear = EPSILONS.filter((_, k) => sweep.kinks[k] === 0)
  const should = clear.map((each) => expected(sweep, 'central', each))
  const known = should.length > 0 && should.every(Number.isFinite)
  if (known) return { place: bestOf(should), found: 'expected' }
  return { place: bestOf(off.central.slice(0, clear.length || undefined)), found: 'measured' }
}

export const here = computed(() => {
  const { value: sweep } = swept
  const { value: off } = errors
  const all = sweep && differences(sweep)[step.value]
  if (!sweep || !off || !all) return undefined
  const { value: now } = epsilon
  const [L = Number.NaN] = sweep.single
  const kinks = sweep.kinks[step.value] ?? 0
  const row = (which: Kind) => ({
    value: all[which],
    error: off[which][step.value] ?? Number.NaN,
    expected: kinks > 0 ? Number.NaN : expected(sweep, which, now),
  })
  return {
    sweep,
    L,
    kinks,
    up: sweep.single[1 + step.value] ?? Number.NaN,
    down: sweep.single[1 + EPSILONS.length + step.value] ?? Number.NaN,
    rounding: ROUNDING * Math.abs(L),
    noise: noise(sweep, now),
    most: BOUND * floor(sweep, now),
    rows: { forward: row('forward'), central: row('central'), double: row('double') },
  }
})

/** A dot between narrow no-break spaces. */
const TIMES = '\u202f·\u202f'

/** "5.2 · 10⁻⁵"; without a power of ten where that is 1. */
export function scientific(value: number, digits = 1): string {
  if (!Number.isFinite(value)) return '–'
  if (value === 0) return '0'
  if (value === 1) return '1'
  const [mantissa = '', power = ''] = value.toExponential(digits).split('e')
  const raised = [...power.replace('+', '')].map((each) => RAISED[each] ?? '').join('')
  const written = minus(mantissa)
  return raised === '⁰' ? written : `${written}${TIMES}10${raised}`
}

const RAISED: Readonly<Record<string, string>> = {
  '-': '⁻',
  ...Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((each, digit) => [String(digit), each])),
}

/** Drops a factor of 1. */
export const bare = (text: string): string => text.replace(`1${TIMES}`, '')

/** "10⁻³" */
export const powerOfTen = (power: number): string => bare(scientific(10 ** power, 0))

export const fixed = (value: number, digits = 7): string =>
  Number.isFinite(value) ? minus(value.toFixed(digits)) : '–'
