// Golden cases of a style-based GAN: the networks, batches and noise of the file go through the same steps as real training
// (src/gan/model/steps.ts), with R1 in the iterations that the file names, and an average of G.

import { type Tensor, tensor } from '../../autograd/tensor'
import type { RawTensor } from '../../data/safetensors'
import { Clock } from '../../gan/model/clock'
import { objectives } from '../../gan/model/objectives'
import { ganSteps } from '../../gan/model/steps'
import type { Gpu } from '../../gpu/device'
import { owning } from '../../gpu/owning'
import { capture, submit, upload } from '../../gpu/program'
import { Network } from '../../nn/network'
import { fromFile, type GoldenCase, indicesFromFile, Skip, toFile } from './case'
import { Columns, keeping, probe } from './domains'
import type { GoldenTensors } from './entries'
import { networkOf } from './layers'
import { readOptimiser } from './optimisers'
import { type Description, readGenerator, StyleG } from './styleGenerator'
import { keepState } from './training'

type Given = ReturnType<typeof fromFile>

export function runStyle(gpu: Gpu, golden: GoldenCase): Promise<GoldenTensors> {
  const { makeG, makeD, D, about, initial, batches, fixed, r1, decay } = prepare(golden)
  return owning(async (own) => {
    const place = ({ data, shape }: Given) => own(tensor(gpu, data, shape))
    const [first] = batches
    if (!first) throw new Skip('there is no iteration')
    const [real, z] = [place(first.real), place(first.d.z)]
    const noise = new Map(
      Object.entries(first.d.noise).map(([block, each]) => [block, place(each)]),
    )
    const put = (into: Tensor, { data }: Given) => upload(gpu, into, data)
    const draw = (from: Drawn) => {
      put(z, from.z)
      for (const [block, into] of noise) put(into, from.noise[block] ?? from.z)
    }
    const weight = own(tensor(gpu, [0], [1], 'weight of R1'))
    const [moduleG, moduleE] = [new StyleG(about, noise), new StyleG(about, noise)]
    const [G, E] = own([new Network('G', moduleG), new Network('EMA', moduleE)])
    if (!G || !E) throw new Error('there are two generators')
    own(D)
    const clock = new Clock()
    const [optimiserG, optimiserD] = [makeG(G), makeD(D)]
    const captured = own(
      await capture(gpu, {
        ...ganSteps({
          generator: G,
          discriminator: D,
          ...{ optimiserG, optimiserD, clock, r1: weight, freshNoise: true },
          objective: objectives['non-saturating'],
          sources: { real: () => real, noise: () => z },
          average: { network: E, decay },
        }),
        sample: () => ({
          w: moduleG.mapping.forward(z, { training: false }),
          G: G.forward(z, { training: false }),
          EMA: E.forward(z, { training: false }),
        }),
      }),
    )
    own(captured.plan.standing.map((memory) => ({ destroy: () => memory.destroy() })))
    for (const [network, letter] of [
      [G, 'G'],
      [E, 'G'],
      [D, 'D'],
    ] as const) {
      network.load(gpu, initial[letter])
    }
    clock.initialise(gpu, 0)
    for (const optimiser of [optimiserG, optimiserD]) optimiser.initialise(gpu)

    const { computed, keep } = keeping(golden)
    const trace = new Columns()
    const { programs, results } = captured
    for (const [index, batch] of batches.entries()) {
      put(real, batch.real)
      draw(batch.d)
      upload(gpu, weight, Float32Array.of(r1[index] ?? 0))
      submit(gpu, [programs.critic])
      const { critic } = results
      await trace.add(gpu, {
        d_loss_real: critic.lossReal,
        d_loss_fake: critic.lossFake,
        ...(critic.atReal && { r1: critic.atReal.loss }),
      })
      if (index === 0) {
        const { images } = critic
        keep('probe.fake', toFile(await images.read(gpu), images.shape, 'image'))
        await probe(gpu, keep, { D_real: critic.real, D_fake: critic.fake })
        await keepState('grad1.D', D.gradientState(gpu), keep)
      }
      draw(batch.g)
      submit(gpu, [programs.generator])
      await trace.add(gpu, { g_loss: results.generator.loss })
      if (index === 0) await keepState('grad1.G', G.gradientState(gpu), keep)
      for (const network of [G, D, E]) {
        await keepState(`iter${index + 1}.${network.name}`, network.state(gpu), keep)
      }
    }
    draw(fixed)
    submit(gpu, [programs.sample])
    for (const [name, of] of Object.entries(results.sample)) {
      keep(`sample.${name}`, toFile(await of.read(gpu), of.shape, 'image'))
    }
    trace.keep(keep)
    return computed
  })
}

/** Codes and noise of a batch; the noise by the names of blocks. */
interface Drawn {
  z: Given
  noise: Readonly<Record<string, Given>>
}

/** Reads everything that a case says, before anything is computed. */
function prepare(golden: GoldenCase) {
  const { attributes, entry } = golden
  attributes.describe('batch', 'image')
  const about: Description = readGenerator(attributes.group('generator'))
  const image = (name: string) => fromFile(golden.input(name), 'image')
  const drawn = (suffix: string): Drawn => ({
    z: fromFile(golden.input(`z_${suffix}`), 'plain'),
    noise: Object.fromEntries(
      about.blocks.map(({ name }) => [name, image(`noise_${suffix}.${name}`)]),
    ),
  })
  const D = networkOf('D', attributes.list('discriminator'), () => image('real.1').shape)
  const [makeG, makeD] = [attributes.group('opt_g'), attributes.group('opt_d')].map((group) =>
    readOptimiser(group),
  )
  if (!makeG || !makeD) throw new Skip('an optimiser is missing')
  const state = (letter: string) => {
    const prefix = `init.${letter}.`
    const names = entry.inputs.filter((input) => input.startsWith(prefix))
    return new Map(
      names.map((input): [string, RawTensor] => [input.slice(prefix.length), golden.input(input)]),
    )
  }
  const initial = { G: state('G'), D: state('D') }
  const batches = Array.from({ length: attributes.number('iterations') }, (_, i) => ({
    real: image(`real.${i + 1}`),
    d: drawn(`d.${i + 1}`),
    g: drawn(`g.${i + 1}`),
  }))
  const lambda = attributes.number('gamma') * attributes.number('r1_every')
  const r1 = Array.from(indicesFromFile(golden.input('r1')).data, (is) => is * lambda)
  const decay = attributes.number('ema_decay')
  const fixed = drawn('fixed')
  golden.done()
  return { about, D, makeG, makeD, initial, batches, fixed, r1, decay }
}
