// The rows of optimisers: a step of each over a million parameters.

import { Tensor, tensor } from '../src/autograd/tensor'
import type { Gpu } from '../src/gpu/device'
import { Slice } from '../src/gpu/memory'
import { free } from '../src/gpu/owning'
import { build, type Captured } from '../src/gpu/program'
import { type Steps, type TraceOptions, trace } from '../src/gpu/trace'
import { adam, type Optimized, type Optimizer, rmsprop, sgd } from '../src/optim/optimizer'
import { type Case, MILLION, SETS } from './case'
import { fill } from './fill'

export const optimisers = {
  adam: { make: (network: Optimized) => adam(network, { lr: 1e-3 }), flop: 12, moved: 7 },
  rmsprop: { make: (network: Optimized) => rmsprop(network, { lr: 1e-3 }), flop: 8, moved: 5 },
  sgd: {
    make: (network: Optimized) => sgd(network, { lr: 1e-3, momentum: 0.9 }),
    flop: 4,
    moved: 5,
  },
}

/** A network without layers. */
function flat(gpu?: Gpu): Optimized {
  const whole = (label: string) => {
    if (gpu) return tensor(gpu, fill({ shape: [MILLION] }, 0), [MILLION], label)
    return new Tensor([MILLION], Slice.whole(label, 4 * MILLION))
  }
  const [parameters, gradients] = [whole('parameters'), whole('gradients')]
  return { name: 'flat', parameters, gradients, overwritten() {} }
}

export function optimiserCase(op: keyof typeof optimisers): Case {
  const { make, flop, moved } = optimisers[op]
  const record = (options: TraceOptions) =>
    trace({ step: () => make(flat()).step() }, options).dispatches.step
  return {
    op,
    size: `${MILLION / 2 ** 20} M parameters`,
    what: 'step',
    shapes: { parameters: [MILLION] },
    work: { flop: flop * MILLION, bytes: 4 * moved * MILLION },
    dispatches: record({}).length,
    record,
    async build(gpu, options) {
      const networks = Array.from({ length: SETS }, () => flat(gpu))
      const each = networks.map((network) => ({ network, optimiser: make(network) }))
      for (const { optimiser } of each) optimiser.initialise(gpu)
      const steps = Object.fromEntries(
        each.map(({ optimiser }, i) => [`step ${i}`, () => optimiser.step()]),
      )
      const captured: Captured<Steps> = await build(
        gpu,
        trace(steps, { ...gpu.traits, ...options }),
      )
      return {
        turns: Object.values(captured.programs),
        before: [],
        destroy() {
          free(captured, each.flatMap(tensorsOf))
        },
      }
    },
  }
}

function tensorsOf({ network, optimiser }: { network: Optimized; optimiser: Optimizer }): Tensor[] {
  const { state, moments } = optimiser
  return [network.parameters, network.gradients, state, ...moments.values()]
}
