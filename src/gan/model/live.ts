// Settings that can change while a run goes on: numbers that lie in small GPU buffers, and how often the
// critic's program is encoded. No program is recorded again.

import { check } from '../../autograd/check'
import { checkConfig, type GanConfig } from './config'
import { rateOfD } from './recipes'

/** A checkpoint has their values in this order; new ones come last. */
export const LIVE = ['lr', 'lrD', 'clip', 'lambda', 'criticSteps', 'r1'] as const

export type Live = Pick<GanConfig, (typeof LIVE)[number]>

/** What `set` takes; an `lr` without an `lrD` brings with it that of D, as the objective has it. */
export type Changes = Partial<Live>

const isLive = (key: string): key is keyof Live => LIVE.some((name) => name === key)

/**
 * The configuration with some settings changed.
 *
 * @throws TensorError where a value cannot be, or would need other networks
 */
export function changed(config: GanConfig, changes: Changes): GanConfig {
  const { lr } = changes
  const given: Changes = { ...(lr === undefined ? {} : { lrD: lr * rateOfD(config) }), ...changes }
  for (const key of Object.keys(given)) {
    check(isLive(key), 'set', () => `${key} cannot change while a run goes on. Start another run.`)
  }
  // In the caller's order, so that what is refused is what was asked for.
  checkConfig({ ...changes, ...given })
  const next = { ...config, ...given }
  for (const [key, penalty] of [
    ['lambda', 'gradient penalty'],
    ['r1', 'R1 penalty'],
  ] as const) {
    check(next[key] > 0 === config[key] > 0, 'set', () => {
      const [is, how] = next[key] > 0 ? ['has no', 'with one'] : ['has a', 'without']
      return `${key} is ${next[key]}, but this run ${is} ${penalty}, which shapes D. Start another run ${how}.`
    })
  }
  return next
}

/** Does G's step draw noise of its own? With one critic step it shares the critic's images. */
export const drawsAfresh = ({ criticSteps, criticWarmup }: GanConfig): boolean =>
  criticSteps > 1 || criticWarmup

/**
 * Critic steps of the iteration after so many.
 *
 * @see https://github.com/martinarjovsky/WassersteinGAN/blob/master/main.py, which the paper's readme says
 * that the paper forgot
 */
export function criticStepsAfter(
  iterations: number,
  { criticSteps, criticWarmup }: GanConfig,
): number {
  const warm = iterations >= 25 && iterations % 500 !== 0
  return criticWarmup && !warm ? 100 : criticSteps
}

/** As a checkpoint has them: every digit of them. */
export function packLive(config: GanConfig): Uint32Array<ArrayBuffer> {
  return new Uint32Array(Float64Array.from(LIVE, (key) => config[key]).buffer)
}

/** What a checkpoint says of them; an earlier one says less, or nothing. */
export function unpackLive(words: Uint32Array<ArrayBuffer> = new Uint32Array(0)): Changes {
  const values = new Float64Array(words.slice(0, words.length - (words.length % 2)).buffer)
  return Object.fromEntries(LIVE.slice(0, values.length).map((key, i) => [key, values[i]]))
}
