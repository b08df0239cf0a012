// Records the step of a small DCGAN, as the trainer does, and writes down who recorded which dispatch: which
// op, and which thunk. It needs no GPU.

import type { Watcher } from '../../../autograd/gradients'
import type { Lazy, TapeNode } from '../../../autograd/tape'
import type { Tensor } from '../../../autograd/tensor'
import type { ImageSet } from '../../../data/imageSet'
import { configOf } from '../../../gan/model/presets'
import { begin } from '../../../gan/model/stages'
import type { Gan } from '../../../gan/model/steps'
import { type Blueprint, blueprint } from '../../../gan/run/blueprint'
import type { Traits } from '../../../gpu/device'
import { type Dispatch, recorded, type Trace, trace } from '../../../gpu/trace'
import { add } from '../../../ops'
import { described } from './describe'
import type { StepName, Tape } from './shapes'

/** Small, so that a CPU can play the GPU, and every tensor can be looked at. */
export const config = configOf(
  { imageSize: 32, width: 2, latent: 8, batchSize: 8 },
  { software: false, channels: 1 },
)

/** What became of an op in a walk. */
export interface Heard {
  node: TapeNode
  thunks: Readonly<Record<string, Lazy>> | undefined
  calls: Map<string, Call>
}

export interface Call {
  gradient: Tensor
  dispatches: readonly Dispatch[]
  sum?: { parts: readonly [Tensor, Tensor]; sum: Tensor; dispatches: readonly Dispatch[] }
}

/** Hears a walk; the last op comes first. */
function listener(): { watcher: Watcher; heard: Heard[] } {
  const heard: Heard[] = []
  let from = 0
  const since = () => {
    const dispatches = recorded().slice(from)
    from += dispatches.length
    return dispatches
  }
  const watcher: Watcher = {
    met(node, thunks) {
      since()
      heard.push({ node, thunks, calls: new Map() })
    },
    gave(_, input, gradient) {
      heard.at(-1)?.calls.set(input, { gradient, dispatches: since() })
    },
    added(_, input, parts, sum) {
      const call = heard.at(-1)?.calls.get(input)
      if (call) call.sum = { parts, sum, dispatches: since() }
    },
  }
  return { watcher, heard }
}

export interface Recorded {
  tape: Tape
  print: Blueprint
  apart: Trace<{ apart: () => Halves }>
  /** The dispatches of each step, G's with those of D before them. */
  dispatches: Readonly<Record<StepName, readonly Dispatch[]>>
}

/** Losses, [1]. */
export interface Halves {
  real: Tensor
  fake: Tensor
  loss: Tensor
}

/** @param set  images of 28 or 32 pixels across */
export function recordTape(set: Omit<ImageSet, 'pixels' | 'labels'>, traits: Traits): Recorded {
  const [ofD, ofG, ofApart] = [listener(), listener(), listener()]
  const print = blueprint(config, set, {
    traits,
    watchers: { D: ofD.watcher, G: ofG.watcher },
  })
  const { critic, generator } = print.train.dispatches
  const apart = trace({ apart: () => stepApart(print.gan, ofApart.watcher) }, traits)
  const dispatches = { D: critic, G: [...critic, ...generator], apart: apart.dispatches.apart }
  const { models } = print
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
  return { tape, print, apart, dispatches }
}

/** D's step as PyTorch's example has it: real and fake images go through D one after the other. */
function stepApart({ clock, sources, ...gan }: Gan, watcher: Watcher): Halves {
  const { generator, discriminator, optimiserD, objective } = gan
  const train = { training: true }
  begin('draw noise')
  clock.tick({ draws: 1, batches: 1, iterations: 1 })
  const batch = sources.real()
  const noise = sources.noise()
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
