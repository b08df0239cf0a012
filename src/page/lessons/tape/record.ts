// Records the step of a small DCGAN, as the trainer does, and notes which op and which
// thunk recorded each dispatch. It needs no GPU.

import type { Watcher } from '../../../autograd/gradients'
import type { ImageSet } from '../../../data/imageSet'
import { begin } from '../../../gan/model/begin'
import { configOf } from '../../../gan/model/presets'
import type { Gan } from '../../../gan/model/steps'
import { type Blueprint, makeBlueprint } from '../../../gan/run/blueprint'
import type { Traits } from '../../../gpu/device'
import { type Dispatch, type Trace, trace } from '../../../gpu/trace'
import { add } from '../../../ops'
import { described, type Halves } from './describe'
import { listener } from './listener'
import type { StepName, Tape } from './shapes'

/** Small enough for a software adapter, and for showing every tensor. */
export const config = configOf(
  { objective: 'non-saturating', imageSize: 32, width: 2, latent: 8, batchSize: 8 },
  { software: false, channels: 1 },
)

export interface Recorded {
  tape: Tape
  blueprint: Blueprint
  apart: Trace<{ apart: () => Halves }>
  /** Dispatches of each step; G's include those of D before them. */
  dispatches: Readonly<Record<StepName, readonly Dispatch[]>>
}

/** @param set  images 28 or 32 pixels wide */
export function recordTape(set: Omit<ImageSet, 'pixels' | 'labels'>, traits: Traits): Recorded {
  const [ofD, ofG, ofApart] = [listener(), listener(), listener()]
  const blueprint = makeBlueprint(config, set, {
    traits,
    watchers: { D: ofD.watcher, G: ofG.watcher },
  })
  const { critic, generator } = blueprint.train.dispatches
  const apart = trace({ apart: () => stepApart(blueprint.gan, ofApart.watcher) }, traits)
  const dispatches = { D: critic, G: [...critic, ...generator], apart: apart.dispatches.apart }
  const { models } = blueprint
  const both = { dispatches: dispatches.G, models, others: [ofD.heard, ofG.heard] }
  const tape: Tape = {
    D: described('D', { ...both, dispatches: critic, heard: ofD.heard, first: 0 }),
    G: described('G', { ...both, heard: ofG.heard, first: critic.length }),
    apart: described('apart', {
      dispatches: dispatches.apart,
      models,
      others: [],
      heard: ofApart.heard,
      first: 0,
      halves: apart.results.apart,
    }),
  }
  return { tape, blueprint, apart, dispatches }
}

/** D's step as in PyTorch's example: real and fake images go through D one after the other. */
function stepApart({ clock, sources, ...gan }: Gan, watcher: Watcher): Halves {
  const { generator, discriminator, optimiserD, objective } = gan
  const train = { training: true }
  begin('draw noise')
  clock.tick({ draws: 1, batches: 1, iterations: 1 })
  const batch = sources.real()
  const noise = sources.noise(0)
  begin('generate')
  const images = generator.forward(noise, train)
  begin('D on real and fake')
  const scores = [batch, images].map((each) => discriminator.forward(each, train))
  const [real, fake] = [objective.real(scores[0] ?? batch), objective.fake(scores[1] ?? images)]
  const loss = add(real, fake)
  begin("D's gradients")
  discriminator.backward(loss, watcher)
  begin("D's update")
  optimiserD.step()
  return { real, fake, loss }
}
