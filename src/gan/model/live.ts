// Settings that can change while a run goes on: numbers in small GPU buffers, and how often the critic's
// program is encoded. No program is recorded again.

import { check } from '../../autograd/check'
import { checkConfig, type GanConfig, LIVE, type Live, penalties } from './config'
import { rateOfD } from './recipes'
import { settings } from './settings'

/** Changes for `set`; an `lr` without an `lrD` brings D's with it, as the objective has it. */
export type Changes = Partial<Live>

/**
 * The configuration with some settings changed.
 *
 * @throws TensorError if a value is out of range, or needs other networks
 */
export function changed(config: GanConfig, changes: Changes): GanConfig {
  const { lr } = changes
  const given: Changes = { ...(lr === undefined ? {} : { lrD: lr * rateOfD(config) }), ...changes }
  for (const key of Object.keys(given)) {
    check(
      LIVE.some((name) => name === key),
      'set',
      () => `${key} cannot change while a run goes on. Start another run.`,
    )
  }
  // In the caller's order: an error names the setting that the caller gave.
  checkConfig({ ...changes, ...given })
  const next = { ...config, ...given }
  for (const name of penalties) {
    check(next[name] > 0 === config[name] > 0, 'set', () => {
      const [is, how] = next[name] > 0 ? ['has no', 'with one'] : ['has a', 'without']
      return `${name} is ${next[name]}, but this run ${is} ${settings[name].run.penalty}, which shapes D. Start another run ${how}.`
    })
  }
  return next
}

/** The settings that can change, as a configuration has them. */
export const liveOf = (config: GanConfig): Live =>
  Object.fromEntries(LIVE.map((name) => [name, config[name]])) as Live

/** Does G's step draw its own noise? With one critic step it shares the critic's images. */
export const drawsAfresh = ({ criticSteps, criticWarmup }: GanConfig): boolean =>
  criticSteps > 1 || criticWarmup

/**
 * Part of a step that each step of D takes where lazy R1 adds one to every `r1Every`: of the rate, and in the exponents of
 * Adam's decays. Karras et al., appendix B, https://arxiv.org/abs/1912.04958
 */
export const shareOfD = ({ r1, r1Every }: Pick<GanConfig, 'r1' | 'r1Every'>): number =>
  r1 > 0 && r1Every > 1 ? r1Every / (r1Every + 1) : 1

/** D's learning rate in each of its steps. */
export const rateForD = (config: Pick<GanConfig, 'r1' | 'r1Every' | 'lrD'>): number =>
  config.lrD * shareOfD(config)

/**
 * Critic steps of the next iteration.
 *
 * @see https://github.com/martinarjovsky/WassersteinGAN/blob/master/main.py for the schedule, which the paper
 * does not mention
 */
export function criticStepsAfter(
  iterations: number,
  { criticSteps, criticWarmup }: GanConfig,
): number {
  const warm = iterations >= 25 && iterations % 500 !== 0
  return criticWarmup && !warm ? 100 : criticSteps
}

/** Live settings as a checkpoint stores them: float64, as 32-bit words. */
export function packLive(config: GanConfig): Uint32Array<ArrayBuffer> {
  return new Uint32Array(Float64Array.from(LIVE, (key) => config[key]).buffer)
}

/** Live settings of a checkpoint; earlier versions store fewer, or none. */
export function unpackLive(words: Uint32Array<ArrayBuffer> = new Uint32Array(0)): Changes {
  const values = new Float64Array(words.slice(0, words.length - (words.length % 2)).buffer)
  return Object.fromEntries(LIVE.slice(0, values.length).map((key, i) => [key, values[i]]))
}
