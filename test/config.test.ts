// Settings that no run can have: refused by name, before a GPU is asked for.

import { expect, it } from 'vitest'
import { parseConfig } from '../src/cli/runConfig'
import { blueprint } from '../src/gan/blueprint'
import type { GanConfig } from '../src/gan/config'
import type { ObjectiveName } from '../src/gan/objectives'
import { configOf } from '../src/gan/presets'

const adapter = { software: true, channels: 1 }
const images = { count: 64, height: 16, width: 16, channels: 1 }

it.each([
  ['objective', 'gan', 'one of minimax, non-saturating, lsgan, wgan, wgan-gp, hinge'],
  ['model', 'vae', 'one of dcgan, mlp'],
  ['batchSize', 1.5, 'a whole number from 1 to 65536'],
  ['criticSteps', 0, 'a whole number from 1 to 1000'],
  ['beta1', 1, 'a number from 0 to below 1'],
  ['clip', -1, 'a number from 0 to below 1e+38'],
  ['lambda', Number.NaN, 'a number from 0 to below 1e+38'],
  ['lr', undefined, 'a number from 0 to below 1e+38'],
  // The GPU would keep 4294967295, and a checkpoint of it would not be taken back.
  ['seed', -1, 'a whole number from 0 to 2147483647'],
])('%s %s', (key, value, must) => {
  const message = `GanConfig: ${key} is ${value}, but must be ${must}.`
  const wrong = { [key]: value } as Partial<GanConfig>
  expect(() => configOf(wrong, adapter)).toThrow(message)
  const whole = configOf({ imageSize: 16 }, adapter)
  expect(() => blueprint({ ...whole, ...wrong }, images)).toThrow(message)
})

/** The kernels of D's step, each specialised, by the names of their entry points. */
function kernels(objective: ObjectiveName): Map<string, string> {
  const print = blueprint(configOf({ imageSize: 16, objective }, adapter), images)
  return new Map(print.train.dispatches.critic.map(({ entry, text }) => [entry.name, text.code]))
}

it.each(['wgan-gp', 'hinge'] as const)('%s brings both betas of its Adam', (objective) => {
  const adam = kernels(objective).get('adam')
  expect(adam).toContain('const BETA1: f32 = 0f;')
  expect(adam).toContain(`const BETA2: f32 = ${Math.fround(0.9)}f;`)
})

it('a gradient penalty looks at places that do not depend on the noise', () => {
  expect(kernels('wgan-gp').get('normal')).toContain('const STREAM: u32 = 0u;')
  expect(kernels('wgan-gp').get('uniform')).not.toContain('const STREAM: u32 = 0u;')
})

it('what is not said is filled in, and can be built', () => {
  const config = configOf({ imageSize: 16, objective: 'wgan' }, adapter)
  expect(config).toMatchObject({ criticSteps: 5, clip: 0.01, lambda: 0, beta1: 0 })
  expect(() => blueprint(config, images)).not.toThrow()
})

it("an earlier run's config.json, without what could not be chosen then, is read", () => {
  const {
    criticSteps: _,
    clip: __,
    lambda: ___,
    halfActivations: ____,
    ...earlier
  } = configOf({}, adapter)
  const run = { data: 'mnist', images: 9, steps: 1, logEvery: 1, sampleEvery: 1, adapter: 'x' }
  const text = JSON.stringify({ ...earlier, ...run })
  expect(parseConfig(text, 'config.json')).toMatchObject({
    criticSteps: 1,
    clip: 0,
    lambda: 0,
    halfActivations: false,
  })
  expect(() => parseConfig('[]', 'config.json')).toThrow('config.json: data is undefined')
})
