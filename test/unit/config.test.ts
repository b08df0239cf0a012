// Settings: their table, and values out of range, refused by name before a GPU is asked for.

import { Option } from 'commander'
import { describe, expect, it } from 'vitest'
import { type GanConfig, LIVE, offers, pageNames, rules } from '../../src/gan/model/config'
import { changed, criticStepsAfter, packLive, rateForD, unpackLive } from '../../src/gan/model/live'
import { buildModels } from '../../src/gan/model/models'
import { noiseFor, seededNoise } from '../../src/gan/model/noise'
import { configOf } from '../../src/gan/model/presets'
import type { ObjectiveName } from '../../src/gan/model/recipes'
import { type Row, readValue } from '../../src/gan/model/row'
import { settings } from '../../src/gan/model/settings'
import { fixedNoise, makeBlueprint } from '../../src/gan/run/blueprint'
import { parseConfig } from '../../src/gan/run/runConfig'
import { Linear } from '../../src/nn/layers'
import { Network } from '../../src/nn/network'
import { adam, rmsprop, sgd } from '../../src/optim/optimizer'

const adapter = { software: true, channels: 1 }
const network = new Network('G', new Linear(2, 2))
const images = { count: 64, height: 16, width: 16, channels: 1 }

it.each([
  ['objective', 'gan', 'one of minimax, non-saturating, lsgan, wgan, wgan-gp, hinge'],
  ['model', 'vae', 'one of dcgan, mlp, style'],
  ['batchSize', 1.5, 'a whole number from 1 to 65536'],
  ['criticSteps', 0, 'a whole number from 1 to 1000'],
  ['beta1', 1, 'a number from 0 to below 1'],
  ['clip', -1, 'a number from 0 to below 1e+38'],
  ['lambda', Number.NaN, 'a number from 0 to below 1e+38'],
  ['lr', undefined, 'a number from 0 to below 1e+38'],
  ['r1', -1, 'a number from 0 to below 1e+38'],
  ['ema', 1, 'a number from 0 to below 1'],
  ['classes', 257, 'a whole number from 0 to 256'],
  ['spectralNorm', 1, 'one of true, false'],
  [
    'augment',
    'colour,blur',
    'empty, or some of colour, translation, cutout, flip, adaptive, with commas and no spaces between',
  ],
  // The GPU would keep 4294967295, and a checkpoint of it would not be taken back.
  ['seed', -1, 'a whole number from 0 to 2147483647'],
])('%s %s', (key, value, must) => {
  const message = `GanConfig: ${key} is ${value}, but must be ${must}.`
  const wrong = { [key]: value } as Partial<GanConfig>
  expect(() => configOf(wrong, adapter)).toThrow(message)
  const whole = configOf({ imageSize: 16 }, adapter)
  expect(() => makeBlueprint({ ...whole, ...wrong }, images)).toThrow(message)
})

/** The kernels of D's step, each specialised, by the names of their entry points. */
function kernels(objective: ObjectiveName): Map<string, string> {
  const blueprint = makeBlueprint(configOf({ imageSize: 16, objective }, adapter), images)
  return new Map(
    blueprint.train.dispatches.critic.map(({ entry, text }) => [entry.name, text.code]),
  )
}

it.each(['wgan-gp', 'hinge'] as const)('%s brings both betas of its Adam', (objective) => {
  const adam = kernels(objective).get('adam')
  expect(adam).toContain('const BETA1: f32 = 0f;')
  expect(adam).toContain(`const BETA2: f32 = ${Math.fround(0.9)}f;`)
})

it('smooth labels teach D 0.9 for real images, 0 for generated ones, and are off by default', () => {
  const targets = (more: Partial<GanConfig>) => {
    const { train } = makeBlueprint(configOf({ imageSize: 16, ...more }, adapter), images)
    const { critic, generator } = train.dispatches
    return [...critic, ...generator].flatMap(({ text }) => {
      const [, target] = text.code.match(/const TARGET: f32 = ([\d.]+)f;/) ?? []
      return target === undefined ? [] : [Number(target)]
    })
  }
  expect(targets({ objective: 'non-saturating' })).toEqual([1, 0, 1])
  expect(targets({ smoothLabels: true, objective: 'non-saturating' })).toEqual([
    Math.fround(0.9),
    0,
    1,
  ])
  expect(() => targets({ smoothLabels: true, objective: 'hinge' })).toThrow(
    'smoothLabels: hinge has no labels to smooth. Choose minimax or non-saturating',
  )
})

it('a gradient penalty looks at places that do not depend on the noise', () => {
  expect(kernels('wgan-gp').get('normal')).toContain('const STREAM: u32 = 0u;')
  expect(kernels('wgan-gp').get('uniform')).not.toContain('const STREAM: u32 = 0u;')
})

it('what is not said is filled in, and can be built', () => {
  const config = configOf({ imageSize: 16, objective: 'wgan' }, adapter)
  expect(config).toMatchObject({ criticSteps: 5, clip: 0.01, lambda: 0, beta1: 0 })
  expect(() => makeBlueprint(config, images)).not.toThrow()
})

it('the default objective is that of the networks, and G has an average where that helps', () => {
  const of = (chosen: Partial<GanConfig>) => {
    const { objective, ema, emaRampup } = configOf(chosen, adapter)
    return [objective, ema, emaRampup]
  }
  expect(of({})).toEqual(['hinge', 0.999, 0.05])
  expect(of({ model: 'mlp' })).toEqual(['non-saturating', 0.999, 0.05])
  expect(of({ objective: 'non-saturating' })).toEqual(['non-saturating', 0, 0.05])
  expect(of({ objective: 'lsgan' })).toEqual(['lsgan', 0, 0.05])
  const kernelsOf = (chosen: Partial<GanConfig>) => {
    const { train } = makeBlueprint(configOf({ imageSize: 16, ...chosen }, adapter), images)
    return train.dispatches.generator.map(({ entry }) => entry.name)
  }
  expect(kernelsOf({})).toEqual(expect.arrayContaining(['ramp', 'blend']))
  // Runs of earlier versions go on to the same bits.
  expect(kernelsOf({ emaRampup: 0 })).toEqual(expect.arrayContaining(['follow', 'keep']))
  expect(kernelsOf({ ema: 0 }).filter((name) => /ramp|follow/.test(name))).toEqual([])
})

it('a style-based GAN has an optimiser, R1, average and batch of its own', () => {
  const model = 'style'
  const own = {
    objective: 'non-saturating',
    lr: 0.02,
    lrD: 0.02,
    beta1: 0,
    r1: 3,
    r1Every: 16,
    ema: 0.999,
  }
  expect(configOf({ model }, adapter)).toMatchObject({ ...own, batchSize: 16, width: 8 })
  // The weights of a penalty and of R1 are not added up.
  const penalised = configOf({ model, objective: 'wgan-gp' }, adapter)
  expect(penalised).toMatchObject({ lambda: 10, r1: 0, lr: 0.01, beta1: 0 })
  expect(configOf({}, adapter)).toMatchObject({ batchSize: 64, r1: 0 })
  const blueprint = makeBlueprint(configOf({ model, imageSize: 16 }, adapter), images)
  const { regularise, critic, generator } = blueprint.train.dispatches
  const betaOf = (step: typeof critic = []) =>
    step
      .find(({ entry }) => entry.name === 'adam')
      ?.text.code.match(/const BETA2: f32 = ([\d.e-]+)f;/)?.[1]
  expect(betaOf(generator)).toBe(String(Math.fround(0.99)))
  // Of 17 steps of D 16 are without R1, and one is R1 alone.
  const ofD = String(Math.fround(0.99 ** (16 / 17)))
  expect([betaOf(critic), betaOf(regularise)]).toEqual([ofD, ofD])
  expect(rateForD(blueprint.config)).toBeCloseTo((0.02 * 16) / 17, 10)
  const inEach = makeBlueprint(configOf({ model, imageSize: 16, r1Every: 1 }, adapter), images)
  expect(inEach.train.dispatches.regularise).toBeUndefined()
  expect(betaOf(inEach.train.dispatches.critic)).toBe(String(Math.fround(0.99)))
})

it('a learning rate is that of both networks, unless D has its own', () => {
  expect(configOf({ lr: 0.1 }, adapter)).toMatchObject({ lr: 0.1, lrD: 0.1 })
  const config = configOf({ lr: 0.1, lrD: 0.2 }, adapter)
  expect(config).toMatchObject({ lr: 0.1, lrD: 0.2 })
  expect(changed(config, { lr: 0.3 })).toMatchObject({ lr: 0.3, lrD: 0.3 })
  expect(changed(config, { lrD: 0.3 })).toMatchObject({ lr: 0.1, lrD: 0.3 })
  const slow = configOf({ lr: 0.1, objective: 'minimax' }, adapter)
  expect(slow.lrD).toBeCloseTo(0.02, 9)
  expect(changed(slow, { lr: 1 })).toMatchObject({ lr: 1, lrD: 0.2 })
  expect(configOf({ lr: 0.1, objective: 'minimax', model: 'mlp' }, adapter).lrD).toBe(0.1)
})

it("WGAN's schedule is 100 critic steps for 25 iterations, and in every 500th after", () => {
  const config = configOf({ objective: 'wgan', criticWarmup: true }, adapter)
  const steps = [0, 24, 25, 499, 500, 501, 1000].map((done) => criticStepsAfter(done, config))
  expect(steps).toEqual([100, 100, 5, 5, 100, 5, 100])
  expect(criticStepsAfter(0, { ...config, criticWarmup: false })).toBe(5)
})

it('what shapes the networks or the programs does not change in mid-run', () => {
  const config = configOf({}, adapter)
  const other = { width: 3 } as Partial<GanConfig>
  expect(() => changed(config, other)).toThrow('set: width cannot change while a run goes on.')
  expect(() => changed(config, { lambda: 1 })).toThrow(
    'set: lambda is 1, but this run has no gradient penalty',
  )
})

it('a checkpoint without settings, or with fewer, changes the fewer', () => {
  const config = configOf({ lr: 0.1, clip: 0.01 }, adapter)
  expect(unpackLive()).toEqual({})
  expect(unpackLive(packLive(config).subarray(0, 4))).toEqual({ lr: 0.1, lrD: 0.1 })
  expect(changed(configOf({}, adapter), unpackLive(packLive(config)))).toEqual(config)
})

it('D sees real and generated images through the same changes, and G learns through them', () => {
  const names = (augment: string) => {
    const { train } = makeBlueprint(configOf({ imageSize: 16, augment }, adapter), images)
    const { critic, generator } = train.dispatches
    return [critic, generator].map((step) => step.map(({ entry }) => entry.name))
  }
  const [critic, generator] = names('colour,cutout')
  const changes = ['colour_jitter', 'shift_cut']
  expect(critic?.filter((name) => changes.includes(name))).toEqual(changes)
  // Forward, and back: the colours' adjoint is the same kernel.
  expect(generator?.filter((name) => /colour|shift/.test(name))).toEqual([
    ...changes,
    'shift_cut_adjoint',
    'colour_jitter',
  ])
  expect(names('colour').flat()).not.toContain('shift_cut')
  // Grey images do not vary in colour.
  const adaptive = ['follow', 'gate', 'shift_cut']
  expect(names('adaptive')[0]?.filter((name) => adaptive.includes(name))).toEqual([
    'gate',
    'shift_cut',
    'follow',
  ])
  expect(names('adaptive,colour').flat()).not.toContain('shift_cut')
  expect(names('colour').flat().join()).not.toMatch(/gate|follow/)
  expect(names('').flat().join()).not.toMatch(/colour|shift/)
})

it.each(['dcgan', 'style'] as const)('a %s draws 128 pixels in colour', (model) => {
  const config = configOf({ model, imageSize: 128, batchSize: 4, width: 2 }, adapter)
  const set = { count: 8, height: 128, width: 128, channels: 3 }
  const { train } = makeBlueprint({ ...config, channels: 3 }, set)
  const { batch, images: drawn, real } = train.results.critic
  expect([batch.shape, drawn.shape, real.size]).toEqual([[4, 128, 128, 3], [4, 128, 128, 3], 4])
  expect(() => buildModels({ ...config, imageSize: 256 })).toThrow(
    `${model}: image size must be one of 16, 32, 64, 128, but is 256.`,
  )
})

it('a critic, whose scores have no sign, cannot tell how strong an augmentation has to be', () => {
  const config = configOf({ imageSize: 16, objective: 'wgan-gp', augment: 'adaptive' }, adapter)
  expect(() => makeBlueprint(config, images)).toThrow(
    'augment: adaptive follows how sure D is of real images, but a critic of wgan-gp tells only differences. Choose another objective, or leave adaptive out.',
  )
})

it('a penalty on a D with batch norms is refused, with the reason', () => {
  const options = { model: 'dcgan', imageSize: 16, channels: 1, width: 1, latent: 4 } as const
  for (const penalty of [{ lambda: 10 }, { r1: 1 }]) {
    const config = configOf({ ...options, ...penalty, ema: 0 }, adapter)
    expect(() => makeBlueprint(config, images, { models: buildModels(options) })).toThrow(
      /^batchNorm: its gradient is one fused kernel and cannot be differentiated again\. Use a norm over one sample/,
    )
    // The networks that a configuration names have none then.
    expect(() => makeBlueprint(config, images)).not.toThrow()
  }
})

it('noise for classes has a 1 at the class: those of a grid row by row, else in turn', () => {
  const config = configOf({ latent: 2, classes: 3 }, adapter)
  const rows = (noise: Float32Array) =>
    Array.from({ length: noise.length / 5 }, (_, i) => [...noise.subarray(5 * i + 2, 5 * i + 5)])
  const [zero, one, two] = [0, 1, 2].map((k) => [0, 0, 0].with(k, 1))
  const fixed = rows(fixedNoise(config))
  expect(fixed).toHaveLength(24)
  expect([fixed[7], fixed[8], fixed[23]]).toEqual([zero, one, two])
  expect(rows(noiseFor(config, { seed: 1, count: 4 }))).toEqual([zero, one, two, zero])
  const plain = noiseFor({ latent: 2, classes: 0 }, { seed: 1, count: 4 })
  expect(plain).toEqual(seededNoise(1, 4, 2))
  const told = noiseFor(config, { seed: 1, count: 4, classOf: () => 2 })
  expect([...told.subarray(5, 10)]).toEqual([...plain.subarray(2, 4), 0, 0, 1])
  expect(() => noiseFor(config, { seed: 1, count: 4, classOf: (i) => i })).toThrow(
    'class: image 3 shall show 3, but the classes are 0 to 2.',
  )
})

it.each([
  [() => adam(network, { lr: 1e39 }), 'adam: lr must be a finite number, but is 1e+39, beyond'],
  [() => adam(network, { lr: -1 }), 'adam: lr must not be negative, but is -1.'],
  [() => adam(network, { lr: 1, betas: [0, 1] }), 'adam: betas[1] must be in [0, 1), but is 1.'],
  [() => rmsprop(network, { lr: 1, alpha: 1.5 }), 'rmsprop: alpha must be in [0, 1), but is 1.5.'],
  [() => rmsprop(network, { lr: 1, eps: Number.NaN }), 'rmsprop: eps must be a finite number'],
  [() => sgd(network, { lr: 1, momentum: -1 }), 'sgd: momentum must not be negative, but is -1.'],
])('an optimiser refuses what would make weights NaN: %#', (make, message) => {
  expect(make).toThrow(message)
})

it("an average of networks of one's own wants a network of its own", () => {
  const models = buildModels({ model: 'mlp', imageSize: 16, channels: 1, width: 1, latent: 4 })
  const config = configOf({ imageSize: 16, latent: 4, ema: 0.9 }, adapter)
  expect(() => makeBlueprint(config, images, { models })).toThrow(
    'ema: the average of G is a network of its own. Pass it as models.average',
  )
})

it('spectral norms are the only norms of D', () => {
  const options = { model: 'dcgan', imageSize: 32, channels: 1, width: 2, latent: 4 } as const
  const names = (more: { lambda?: number; spectralNorm?: boolean }) =>
    buildModels({ ...options, ...more }).discriminator.variables.map(([name]) => name)
  const spectral = names({ spectralNorm: true })
  expect(spectral).toEqual(names({ spectralNorm: true, lambda: 10 }))
  expect(spectral).toEqual(
    [0, 2, 4, 6].flatMap((layer) =>
      [
        'parametrizations.weight.original',
        'bias',
        'parametrizations.weight.0._u',
        'parametrizations.weight.0._v',
      ].map((name) => `main.${layer}.${name}`),
    ),
  )
  expect(names({}).join()).toContain('running_mean')
})

it('the table keeps the order of live values in checkpoints', () => {
  expect(LIVE).toEqual(['lr', 'lrD', 'clip', 'lambda', 'criticSteps', 'r1'])
})

describe.each(Object.entries<Row>(settings))('the setting %s', (name, row) => {
  const key = name as keyof GanConfig

  it('has a default in range, and a text that reads back', () => {
    const value = configOf({}, adapter)[key]
    expect(rules[key].holds(value)).toBe(true)
    expect(offers[key].holds(value)).toBe(true)
    if (row.terminal) expect(readValue(row, String(value))).toBe(value)
  })

  it('has an option of its name in the terminal, and a labelled field on the page', () => {
    const { value, terminal, page, help } = row
    if (terminal) {
      const option = new Option(terminal.flag)
      expect(option.attributeName()).toBe(value.kind === 'classes' ? 'conditional' : name)
      expect(option.required).toBe(value.kind !== 'classes' && value.kind !== 'flag')
    }
    if (page && page.group !== 'address') expect(page.title).toBeTruthy()
    expect(pageNames.some((known) => known === name)).toBe(page !== undefined)
    // The terminal adds the default, and ends the line.
    expect(help).not.toMatch(/\.$|default/)
  })
})

it("an earlier run's config.json, without what could not be chosen then, is read", () => {
  const { objective, model, imageSize, channels, width, latent, batchSize, lr, beta1, seed } =
    configOf({}, adapter)
  const earlier = {
    objective,
    model,
    imageSize,
    channels,
    width,
    latent,
    batchSize,
    lr,
    beta1,
    seed,
  }
  const run = { data: 'mnist', images: 9, steps: 1, logEvery: 1, sampleEvery: 1, adapter: 'x' }
  const text = JSON.stringify({ ...earlier, ...run })
  expect(parseConfig(text, 'config.json')).toEqual({
    ...configOf({}, adapter),
    ...{ ema: 0, emaRampup: 0 },
    ...run,
    onCollapse: 'warn',
    table: {},
  })
  expect(() => parseConfig('[]', 'config.json')).toThrow('config.json: data is missing')
})
