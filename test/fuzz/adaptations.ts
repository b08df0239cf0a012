// Damaged files of a small adaptation: its settings, and its checkpoint.

import { readAdaptation, writeAdaptation } from '../../src/gan/adapt/adaptFile'
import { type AdaptConfig, adaptRecipes } from '../../src/gan/adapt/config'
import { damaged } from './damage'

export const adaptConfig: AdaptConfig = {
  command: 'adapt',
  method: 'adda',
  ...{ source: 'mnist', target: 'uci', sourcePictures: 'a', targetPictures: 'b' },
  ...{ classNames: ['0', '1'], imageSize: 32, channels: 1, classes: 2, width: 8, seed: 1 },
  ...{
    ...adaptRecipes.adda,
    planned: 1500,
    logEvery: 100,
    saveEvery: 500,
    upperBound: false,
    adapter: 'a',
  },
}

const state = new Map([
  ['clock', Uint32Array.of(1, 0, 0, 3)],
  ['target.parameters', new Uint32Array(new Float32Array(64).fill(0.5).buffer)],
])

export const adaptCheckpoints = damaged([writeAdaptation(state, { step: 3, config: adaptConfig })])

export const readAdaptCheckpoint = (bytes: Uint8Array): unknown =>
  readAdaptation({ path: 'file', bytes }, adaptConfig)
