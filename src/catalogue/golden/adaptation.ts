// Golden cases of domain adaptation: the networks and batches of the file go through the steps of src/gan/adapt.

import { type Tensor, tensor } from '../../autograd/tensor'
import { addaSteps } from '../../gan/adapt/adda'
import { DannModel, dannSteps } from '../../gan/adapt/dann'
import { Clock } from '../../gan/model/clock'
import type { Gpu } from '../../gpu/device'
import { owning } from '../../gpu/owning'
import { capture, submit, upload } from '../../gpu/program'
import { Sequential } from '../../nn/layers'
import { Network } from '../../nn/network'
import { fromFile, type GoldenCase, indicesFromFile, Skip, toFile } from './case'
import {
  about,
  Columns,
  imagesOf,
  initial,
  keeping,
  oneHotRows,
  placed,
  probe,
  put,
} from './domains'
import type { GoldenTensors } from './entries'
import { layersOf, networkOf } from './layers'
import { readOptimiser } from './optimisers'
import { type Keep, keepState } from './training'

const EVAL = { training: false }

export function runAdda(gpu: Gpu, golden: GoldenCase): Promise<GoldenTensors> {
  const { attributes } = golden
  const { iterations, shapeOf } = about(golden)
  attributes.describe('classes')
  const sees = attributes.text('discriminator_sees')
  if (sees !== 'logits' && sees !== 'features') throw new Skip(`discriminator_sees ${sees}`)
  const trunk = attributes.list('trunk')
  const [S, T] = ['S', 'T'].map((name) => networkOf(name, trunk, shapeOf)) as [Network, Network]
  const C = networkOf('C', attributes.list('head'), shapeOf)
  const D = networkOf('D', attributes.list('discriminator'), shapeOf)
  const [makeT, makeD] = ['opt_t', 'opt_d'].map((name) => readOptimiser(attributes.group(name)))
  if (!makeT || !makeD) throw new Skip('an optimiser is missing')
  const states = Object.entries({ S, T, C, D }).map(
    ([name, network]) => [network, initial(golden, { [name]: '' })] as const,
  )
  const batches = imagesOf(golden, iterations)
  golden.done()

  return owning(async (own) => {
    const clock = new Clock()
    const [optimiser, optimiserD] = [makeT(T), makeD(D)]
    own([S, T, C, D])
    const { source, target } = own(placed(gpu, batches))
    const head = sees === 'logits' ? C : undefined
    const steps = addaSteps({
      ...{ source: S, target: T, discriminator: D, head, optimiser, optimiserD, clock },
      batches: { source: () => source, target: () => target },
    })
    let first: ReturnType<typeof steps.critic> | undefined
    const seen = (features: Tensor | undefined) =>
      features && head ? head.forward(features, EVAL) : features
    const captured = own(
      await capture(gpu, {
        critic: () => {
          first = steps.critic()
          return first
        },
        generator: steps.generator,
        seen: () => ({ source: seen(first?.batch), target: seen(first?.images) }),
        sample: () => ({
          logits_eval: C.forward(T.forward(target, EVAL), EVAL),
          logits_source: C.forward(S.forward(source, EVAL), EVAL),
        }),
      }),
    )
    own(captured.plan.standing.map((memory) => ({ destroy: () => memory.destroy() })))
    for (const [network, state] of states) network.load(gpu, state)
    clock.initialise(gpu, 0)
    for (const each of [optimiser, optimiserD]) each.initialise(gpu)
    const { computed, keep } = keeping(golden)
    const trace = new Columns()
    const { programs, results } = captured
    for (let k = 1; k <= iterations; k++) {
      put(gpu, { source, target }, batches, k)
      submit(gpu, [programs.critic, programs.seen])
      const { real, fake, loss, lossReal, lossFake } = results.critic
      await trace.add(gpu, {
        d_loss: loss,
        d_loss_source: lossReal,
        d_loss_target: lossFake,
      })
      await trace.addProbability(gpu, { D_source: real, D_target: fake })
      if (k === 1) {
        await probe(gpu, keep, { D_source: real, D_target: fake })
        const { source: ofS, target: ofT } = results.seen
        await probe(gpu, keep, { seen_source: ofS, seen_target: ofT })
        await keepState('grad1.D', D.gradientState(gpu), keep)
      }
      submit(gpu, [programs.generator])
      await trace.add(gpu, { g_loss: results.generator.loss })
      await trace.addProbability(gpu, { D_target_after: results.generator.scores })
      if (k === 1) await keepState('grad1.T', T.gradientState(gpu), keep)
      await keepState(`iter${k}.T`, T.state(gpu), keep)
      await keepState(`iter${k}.D`, D.state(gpu), keep)
    }
    put(gpu, { source, target }, batches, 1)
    submit(gpu, [programs.sample])
    for (const [name, logits] of Object.entries(results.sample)) {
      keep(`sample.${name}`, toFile(await logits.read(gpu), logits.shape, 'plain'))
    }
    trace.keep(keep)
    return computed
  })
}

export function runDann(gpu: Gpu, golden: GoldenCase): Promise<GoldenTensors> {
  const { attributes } = golden
  const { iterations, batch, shapeOf } = about(golden)
  const classes = attributes.number('classes')
  const parts = { trunk: 'trunk', head: 'head', domain: 'discriminator' } as const
  const modules = Object.fromEntries(
    Object.entries(parts).map(([part, name]) => [
      part,
      new Sequential(layersOf(attributes.list(name), shapeOf)),
    ]),
  ) as Record<keyof typeof parts, Sequential>
  const make = readOptimiser(attributes.group('opt'))
  const state = initial(golden, { E: 'trunk.', C: 'head.', D: 'domain.' })
  const batches = imagesOf(golden, iterations)
  const answers = Array.from({ length: iterations }, (_, i) =>
    oneHotRows(indicesFromFile(golden.input(`labels.${i + 1}`)).data, classes),
  )
  const lambdas = fromFile(golden.input('lambda'), 'plain').data
  golden.done()

  return owning(async (own) => {
    const model = new DannModel(modules)
    const network = own(new Network('DANN', model))
    const optimiser = make(network)
    const clock = new Clock()
    const { source, target } = own(placed(gpu, batches))
    const labels = own(tensor(gpu, answers[0] ?? [], [batch, classes]))
    const lambda = own(tensor(gpu, [0], [1]))
    const captured = own(
      await capture(gpu, {
        ...dannSteps({
          ...{ model, network, optimiser, lambda, clock },
          batches: { source: () => source, target: () => target, labels: () => labels },
        }),
        sample: () => model.forward(target, EVAL),
      }),
    )
    own(captured.plan.standing.map((memory) => ({ destroy: () => memory.destroy() })))
    network.load(gpu, state)
    clock.initialise(gpu, 0)
    optimiser.initialise(gpu)
    const { computed, keep } = keeping(golden)
    const trace = new Columns()
    const { programs, results } = captured
    // The file names variables by the networks: E, C and D.
    const named: Keep = (name, value) =>
      keep(
        name.replace('.trunk.', '.E.').replace('.head.', '.C.').replace('.domain.', '.D.'),
        value,
      )
    for (let k = 1; k <= iterations; k++) {
      put(gpu, { source, target }, batches, k)
      upload(gpu, labels, answers[k - 1] ?? new Float32Array())
      upload(gpu, lambda, Float32Array.of(lambdas[k - 1] ?? 0))
      submit(gpu, [programs.iteration])
      const seen = results.iteration
      await trace.add(gpu, {
        class_loss: seen.classLoss,
        domain_loss: seen.domainLoss,
        domain_loss_source: seen.sourceLoss,
        domain_loss_target: seen.targetLoss,
      })
      if (k === 1) {
        const { ofSource, ofTarget, logits } = seen
        await probe(gpu, keep, { features_source: ofSource, features_target: ofTarget, logits })
        await probe(gpu, keep, { D_source: seen.source, D_target: seen.target })
        await keepState('grad1', network.gradientState(gpu), named)
      }
      await keepState(`iter${k}`, network.state(gpu), named)
    }
    put(gpu, { source, target }, batches, 1)
    submit(gpu, [programs.sample])
    const { sample } = results
    keep('sample.logits_eval', toFile(await sample.read(gpu), sample.shape, 'plain'))
    trace.keep(keep)
    return computed
  })
}
