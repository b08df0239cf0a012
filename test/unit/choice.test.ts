// Choices of the page, without a page: what an objective, networks or a preset change, and what fits the data.

import { beforeEach, describe, expect, it } from 'vitest'
import { readSettings, writeSettings } from '../../src/page/core/address'
import {
  choose,
  chooseDefaults,
  choosePreset,
  comesToChosen,
  isNear,
  next,
} from '../../src/page/core/choice'
import { chooseData, fitting, sizesFor } from '../../src/page/core/dataChoice'
import type { Settings } from '../../src/page/core/protocol'
import { adapter, chosen, typed } from '../../src/page/core/store'
import { checkFits } from '../../src/page/lab/fits'
import { presets } from '../../src/page/train/presets'

const come = (search: string) => {
  chosen.value = readSettings(search)
}

const preset = (name: string): Omit<Settings, 'seed'> => {
  const found = presets.find((each) => each.name === name)
  if (!found) throw new Error(`no preset ${name}`)
  return found.settings
}

beforeEach(() => {
  adapter.value = { name: 'any', software: true }
  typed.clear()
  come('')
})

describe('another objective', () => {
  it('takes its recipe, and leaves what the address says', () => {
    come('?width=8&batchSize=16')
    choose('objective', 'lsgan')
    expect(chosen.value).toEqual({
      ...{ seed: 1, data: 'mnist', objective: 'lsgan', width: 8, batchSize: 16 },
    })
    choose('objective', 'wgan')
    choose('model', 'mlp')
    expect(next.value).toMatchObject({ width: 8, batchSize: 16, clip: 0.01, criticSteps: 5 })
  })

  it('replaces what a link names of a recipe, of either adapter', () => {
    for (const lr of ['0.001', '0.0002']) {
      come(`?objective=lsgan&model=dcgan&imageSize=32&width=16&latent=100&batchSize=64&lr=${lr}`)
      choose('objective', 'wgan')
      expect(next.value).toMatchObject({ lr: 2.5e-4, lrD: 2.5e-4, clip: 0.01, width: 16 })
    }
    // Before the adapter is known.
    adapter.value = undefined
    come('?objective=lsgan&lr=0.001')
    choose('objective', 'wgan')
    expect(chosen.value).toEqual({ seed: 1, data: 'mnist', objective: 'wgan' })
  })

  it('leaves what the user typed, though it is the usual value', () => {
    come('?objective=hinge')
    choose('lr', 0.001)
    choose('beta1', 0.3)
    choose('r1', 2)
    choose('objective', 'wgan-gp')
    choose('model', 'mlp')
    expect(next.value).toMatchObject({ lr: 0.001, beta1: 0.3, r1: 2, lambda: 10, criticSteps: 5 })
  })

  it('takes its recipe again once the user returns to the defaults', () => {
    come('?objective=hinge&seed=4&width=8')
    choose('lr', 0.3)
    chooseDefaults()
    expect(chosen.value).toEqual({ seed: 4, data: 'mnist', objective: 'hinge' })
    choose('objective', 'wgan')
    expect(next.value).toMatchObject({ lr: 2.5e-4, width: 16 })
  })

  it('drops what it has no use for', () => {
    come('?smoothLabels=true&criticWarmup=true')
    choose('objective', 'minimax')
    expect(chosen.value).toMatchObject({ smoothLabels: true })
    choose('objective', 'hinge')
    expect(chosen.value).toEqual({ seed: 1, data: 'mnist', objective: 'hinge' })
  })
})

describe('a preset', () => {
  it('leaves the seed and what was chosen by hand, and is known again', () => {
    come('?seed=5&width=8&augment=flip&objective=wgan')
    choosePreset(preset('sngan'))
    const { objective, spectralNorm, seed, width, augment } = chosen.value
    expect([objective, spectralNorm, seed, width, augment]).toEqual([undefined, true, 5, 8, 'flip'])
    expect([comesToChosen(preset('sngan')), isNear(preset('sngan'))]).toEqual([false, true])
    expect(isNear(preset('non-saturating'))).toBe(false)
    // The one before had turned it on.
    choosePreset(preset('non-saturating'))
    expect(chosen.value).toMatchObject({ objective: 'non-saturating', width: 8, augment: 'flip' })
    expect(chosen.value.spectralNorm).toBeUndefined()
  })

  it('without a change is the same as its whole address', () => {
    for (const { settings } of presets) {
      choosePreset(settings)
      expect(comesToChosen(settings)).toBe(true)
      come(writeSettings({ ...chosen.value, ...next.value }))
      expect(comesToChosen(settings)).toBe(true)
    }
  })
})

describe('an image size', () => {
  it('is offered where the data fits', () => {
    expect(sizesFor({ data: 'mnist' })).toEqual([32, 64])
    expect(sizesFor({ data: 'own' })).toEqual([16, 32, 64])
    come('?data=own&imageSize=16')
    chooseData('mnist')
    expect(chosen.value).toEqual({ seed: 1, data: 'mnist' })
  })

  it('of the address that does not fit becomes the nearest, in a line', () => {
    const small = readSettings('?imageSize=16&seed=3')
    const fit = fitting(small)
    expect({ ...fit, said: fit.said?.() }).toEqual({
      settings: { seed: 3, data: 'mnist', imageSize: 32 },
      said: 'Digits are 28 × 28, so Image size is 32, not 16.',
    })
    for (const search of ['?imageSize=64', '?data=own&imageSize=16', '']) {
      const settings = readSettings(search)
      expect(fitting(settings)).toEqual({ settings, said: undefined })
    }
  })
})

it('images that do not fit are told in the words of the page', () => {
  const set = { count: 9000, height: 28, width: 28 }
  expect(() => checkFits({ imageSize: 16, batchSize: 8 }, set)).toThrow(
    'the images are 28 × 28, larger than Image size 16. Choose 32 or 64',
  )
  expect(() => checkFits({ imageSize: 32, batchSize: 9001 }, set)).toThrow(
    'Batch is 9,001, but there are only 9,000 images. Choose 8,192 or less',
  )
  expect(() => checkFits({ imageSize: 32, batchSize: 9000 }, set)).not.toThrow()
})
