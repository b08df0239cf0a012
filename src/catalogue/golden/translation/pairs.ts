// Golden cases of pix2pix, through the same step as real training (src/gan/translate/pairStep.ts).

import type { Tensor } from '../../../autograd/tensor'
import { pairStep } from '../../../gan/translate/pairStep'
import type { Gpu } from '../../../gpu/device'
import { owning } from '../../../gpu/owning'
import { capture, download, submit, upload } from '../../../gpu/program'
import { bceWithLogits, mse } from '../../../ops'
import { type GoldenCase, Skip } from '../case'
import type { GoldenTensors } from '../entries'
import { readOptimiser } from '../optimisers'
import { batchesOf, Collected, placed, playerOf } from './runs'

/** Names of the file → losses of D's scores. */
const LOSSES: Readonly<Record<string, (scores: Tensor, target: number) => Tensor>> = {
  vanilla: (scores, target) => bceWithLogits(scores, target),
  lsgan: (scores, target) => mse(scores, target),
}

export async function runPairs(gpu: Gpu, golden: GoldenCase): Promise<GoldenTensors> {
  const { attributes } = golden
  const objective = attributes.text('objective')
  const loss = LOSSES[objective]
  if (!loss) throw new Skip(`objective ${objective} is not supported`)
  const iterations = attributes.number('iterations')
  const l1 = attributes.number('lambda_l1')
  attributes.describe('batch', 'image')
  const batches = { a: batchesOf(golden, 'a', iterations), b: batchesOf(golden, 'b', iterations) }
  const [firstA, firstB] = [batches.a[0], batches.b[0]]
  if (!firstA || !firstB) throw new Error('a run has at least one iteration')
  const player = (name: string, layers: string, optimiser: string) =>
    playerOf(golden, name, {
      layers: attributes.list(layers),
      optimiser: readOptimiser(attributes.group(optimiser)),
      image: () => firstA.shape,
    })
  const G = player('G', 'generator', 'opt_g')
  const D = player('D', 'discriminator', 'opt_d')
  golden.done()

  return owning(async (own) => {
    const real = { a: own(placed(gpu, firstA)), b: own(placed(gpu, firstB)) }
    own([G.network, D.network])
    const captured = own(
      await capture(gpu, {
        iteration: () => pairStep({ translator: G, critic: D, l1, loss, source: () => real }),
        train: () => G.network.forward(real.a, { training: true }),
        eval: () => G.network.forward(real.a, { training: false }),
      }),
    )
    const { iteration } = captured.results
    for (const { network, optimiser, initial } of [G, D]) {
      network.load(gpu, initial)
      optimiser.initialise(gpu)
    }
    const collected = new Collected(golden)
    for (let i = 0; i < iterations; i++) {
      for (const set of ['a', 'b'] as const) {
        upload(gpu, real[set], batches[set][i]?.data ?? new Float32Array())
      }
      submit(gpu, [captured.programs.iteration])
      const { losses, lossD, fake, scores } = iteration
      for (const [name, loss] of Object.entries({
        d_loss: lossD,
        d_fake: losses.criticFake,
        d_real: losses.criticReal,
        g_adv: losses.adversarial,
        g_l1: losses.l1,
      })) {
        await collected.figure(gpu, `trace.${name}`, loss)
      }
      if (i === 0) {
        await collected.image(gpu, 'probe.fake', fake)
        await collected.image(gpu, 'probe.D_fake', scores.fake)
        await collected.image(gpu, 'probe.D_real', scores.real)
      }
      await collected.after(gpu, i + 1, { G: G.network, D: D.network })
    }
    // Drawing changes no running statistics.
    upload(gpu, real.a, firstA.data)
    const before = new Uint8Array(await download(gpu, G.network.buffers))
    for (const [mode, name] of [
      ['train', 'sample.fake'],
      ['eval', 'sample.fake_eval'],
    ] as const) {
      submit(gpu, [captured.programs[mode]])
      upload(gpu, G.network.buffers, before)
      await collected.image(gpu, name, captured.results[mode])
    }
    own([G, D].flatMap(({ optimiser }) => [optimiser.state, ...optimiser.moments.values()]))
    return collected.whole()
  })
}
