// What the tests run in Chrome, by name through inPage (test/support/browser.ts). Scenarios are added here:
// each is an async function whose arguments and result are JSON.

import { adapterInfo } from '../../src/cli/gpu/page/harness'
import { Failure } from '../../src/cli/terminal/failure'
import { adjointScenarios } from './adjoint'
import { benches } from './bench'
import { catalogueScenarios } from './catalogue'
import { convScenarios } from './conv'
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

/** For test/kernels/browser.test.ts: and one of our own kinds as that kind. */
async function refuse(message: string): Promise<void> {
  throw new Failure(message)
}

/** For test/kernels/browser.test.ts: so must one that nobody awaited. */
async function failLater(message: string): Promise<void> {
  void Promise.reject(new Error(message))
  await new Promise((resolve) => setTimeout(resolve, 50))
}

/** For test/kernels/browser.test.ts: what travels arrives as it was. */
async function echo(value: unknown): Promise<unknown> {
  return value
}

globalThis.ganvas = {
  adapterInfo,
  echo,
  fail,
  refuse,
  failLater,
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
