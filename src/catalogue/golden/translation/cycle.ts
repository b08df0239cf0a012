// Golden cases of a CycleGAN: the batches of the file, and its decisions about the pools, go through the same step as
// real training (src/gan/translate/cycleStep.ts).

import { tensor } from '../../../autograd/tensor'
import { cycleStep } from '../../../gan/translate/cycleStep'
import type { Gpu } from '../../../gpu/device'
import { owning } from '../../../gpu/owning'
import { capture, submit, upload } from '../../../gpu/program'
import { imagePool } from '../../../ops'
import type { GoldenCase } from '../case'
import type { GoldenTensors } from '../entries'
import { readOptimiser } from '../optimisers'
import { Decisions, wholesOf } from './pool'
import { batchesOf, Collected, placed, playerOf } from './runs'

export async function runCycle(gpu: Gpu, golden: GoldenCase): Promise<GoldenTensors> {
  const { attributes } = golden
  const iterations = attributes.number('iterations')
  const [cycle, identity] = [
    attributes.number('lambda_cycle'),
    attributes.number('lambda_identity'),
  ]
  const poolSize = attributes.number('pool_size')
  attributes.describe('batch', 'image')
  const batches = { a: batchesOf(golden, 'a', iterations), b: batchesOf(golden, 'b', iterations) }
  const [firstA, firstB] = [batches.a[0], batches.b[0]]
  if (!firstA || !firstB) throw new Error('a run has at least one iteration')
  const image = () => firstA.shape
  const [ofG, ofD] = [attributes.list('generator'), attributes.list('discriminator')]
  const [optG, optD] = ['opt_g', 'opt_d'].map((name) => readOptimiser(attributes.group(name)))
  if (!optG || !optD) throw new Error('there are two optimisers')
  const translator = { layers: ofG, optimiser: optG, image }
  const critic = { layers: ofD, optimiser: optD, image }
  const players = {
    G: playerOf(golden, 'G', translator),
    F: playerOf(golden, 'F', translator),
    DA: playerOf(golden, 'DA', critic),
    DB: playerOf(golden, 'DB', critic),
  }
  const decisions = (name: string) => {
    const made = new Decisions(poolSize)
    return batches.a.map((_, i) => made.next(wholesOf(golden, `${name}.${i + 1}`).data))
  }
  const chosen = { a: decisions('pool_a'), b: decisions('pool_b') }
  golden.done()

  return owning(async (own) => {
    const [N = 0, ...size] = firstA.shape
    const zeros = (shape: readonly number[]) => {
      return own(tensor(gpu, new Float32Array(shape.reduce((a, b) => a * b, 1)), shape))
    }
    const real = { a: own(placed(gpu, firstA)), b: own(placed(gpu, firstB)) }
    const pool = { a: zeros([poolSize, ...size]), b: zeros([poolSize, ...size]) }
    const places = { a: zeros([N]), b: zeros([N]) }
    const { G, F, DA, DB } = players
    own([G.network, F.network, DA.network, DB.network])
    const captured = own(
      await capture(gpu, {
        iteration: () =>
          cycleStep({
            translators: { a: F, b: G },
            critics: { a: DA, b: DB },
            cycle,
            identity,
            sources: { a: () => real.a, b: () => real.b },
            pools: {
              a: (images) => imagePool(images, pool.a, places.a),
              b: (images) => imagePool(images, pool.b, places.b),
            },
          }),
        sample: () => ({
          b: G.network.forward(real.a, { training: true }),
          a: F.network.forward(real.b, { training: true }),
        }),
      }),
    )
    const { iteration, sample } = captured.results
    for (const { network, optimiser, initial } of Object.values(players)) {
      network.load(gpu, initial)
      optimiser.initialise(gpu)
    }
    const networks = { G: G.network, F: F.network, DA: DA.network, DB: DB.network }
    const collected = new Collected(golden)
    for (let i = 0; i < iterations; i++) {
      for (const set of ['a', 'b'] as const) {
        upload(gpu, real[set], batches[set][i]?.data ?? new Float32Array())
        upload(gpu, places[set], chosen[set][i] ?? new Float32Array())
      }
      submit(gpu, [captured.programs.iteration])
      const { losses } = iteration
      for (const [name, loss] of Object.entries({
        g_total: iteration.lossG,
        g_adv_b: losses.adversarialB,
        g_adv_a: losses.adversarialA,
        cycle_a: losses.cycleA,
        cycle_b: losses.cycleB,
        ...(losses.identityA && { identity_a: losses.identityA }),
        ...(losses.identityB && { identity_b: losses.identityB }),
        d_a: losses.criticA,
        d_b: losses.criticB,
      })) {
        await collected.figure(gpu, `trace.${name}`, loss)
      }
      if (i === 0) {
        const { fake, back, scores } = iteration
        for (const set of ['a', 'b'] as const) {
          await collected.image(gpu, `probe.fake_${set}`, fake[set])
          await collected.image(gpu, `probe.rec_${set}`, back[set])
          await collected.image(gpu, `probe.D_fake_${set}`, scores[set])
        }
      }
      await collected.after(gpu, i + 1, networks)
    }
    for (const set of ['a', 'b'] as const) {
      await collected.image(gpu, `pool.${set}`, pool[set])
      upload(gpu, real[set], batches[set][0]?.data ?? new Float32Array())
    }
    submit(gpu, [captured.programs.sample])
    await collected.image(gpu, 'sample.fake_a', sample.a)
    await collected.image(gpu, 'sample.fake_b', sample.b)
    own(
      [...Object.values(players)].flatMap(({ optimiser }) => [
        optimiser.state,
        ...optimiser.moments.values(),
      ]),
    )
    return collected.whole()
  })
}
