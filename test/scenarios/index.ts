// Scenarios that tests run in Chrome, by name through inPage (test/support/browser.ts). Add scenarios here:
// each is an async function whose arguments and result are JSON.

import { adapterInfo } from '../../src/cli/gpu/page/harness'
import { Failure } from '../../src/cli/terminal/failure'
import { adapters } from './adapter'
import { adjointScenarios } from './adjoint'
import { benches } from './bench'
import { catalogueScenarios } from './catalogue'
import { convScenarios } from './conv'
import { exerciseScenarios } from './exercises'
import { golden } from './golden'
import { healthScenarios } from './health'
import { latentScenarios } from './latent'
import { mosaics } from './mosaic'
import { nanScenarios } from './nan'
import { nn } from './nn'
import { partsScenarios } from './parts'
import { pixelScenarios } from './pixel'
import { slowMotion } from './slowMotion'
import { studioScenarios } from './studio'
import { tapeScenarios } from './tape'
import { toyScenarios } from './toys'
import { training } from './training'
import { tuning } from './tuner'

/** For test/kernels/browser.test.ts: an error of the page must arrive in Node. */
async function fail(message: string): Promise<void> {
  throw new RangeError(message)
}

/** For test/kernels/browser.test.ts: one of our own kinds must arrive as that kind. */
async function refuse(message: string): Promise<void> {
  throw new Failure(message)
}

/** For test/kernels/browser.test.ts: so must an unhandled one. */
async function failLater(message: string): Promise<void> {
  void Promise.reject(new Error(message))
  await new Promise((resolve) => setTimeout(resolve, 50))
}

/** For test/kernels/browser.test.ts: values arrive unchanged. */
async function echo(value: unknown): Promise<unknown> {
  return value
}

globalThis.ganvas = {
  adapterInfo,
  ...adapters,
  echo,
  fail,
  refuse,
  failLater,
  ...exerciseScenarios,
  ...training,
  ...golden,
  ...latentScenarios,
  ...mosaics,
  ...nanScenarios,
  ...nn,
  ...partsScenarios,
  ...pixelScenarios,
  ...catalogueScenarios,
  ...convScenarios,
  ...tapeScenarios,
  ...adjointScenarios,
  ...benches,
  ...toyScenarios,
  ...slowMotion,
  ...studioScenarios,
  ...healthScenarios,
  ...tuning,
}
