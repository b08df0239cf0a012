import { type Tensor, tensor } from '../../autograd/tensor'
import type { RawTensor } from '../../data/safetensors'
import type { Gpu } from '../../gpu/device'
import { capture, submit, upload } from '../../gpu/program'
import {
  adam,
  adamW,
  type Moment,
  type Optimized,
  type Optimizer,
  rmsprop,
  sgd,
} from '../../optim/optimizer'
import type { Schedule } from '../../optim/options'
import { type Attributes, fromFile, type GoldenCase, Skip } from './case'
import { expectedNames, type GoldenTensors } from './entries'

export const goldenOptimisers = ['sgd', 'adam', 'adamw', 'rmsprop']

/** PyTorch's names of an optimiser's moments. */
const STATES: Readonly<Record<string, readonly Moment[]>> = {
  state_momentum_buffer: ['velocity', 'first_moment'],
  state_exp_avg: ['first_moment'],
  state_exp_avg_sq: ['second_moment'],
  state_max_exp_avg_sq: ['largest_moment'],
  state_square_avg: ['second_moment'],
  state_grad_avg: ['first_moment'],
}

/** Reads an optimiser's attributes, and a constraint of the objective; it is made when there is a network. */
export function readOptimiser(
  attributes: Attributes,
  constraint: { clip?: number } = {},
): (network: Optimized) => Optimizer {
  const type = attributes.text('type')
  const lr = attributes.number('lr')
  const weightDecay = attributes.number('weight_decay', 0)
  const clip = attributes.number('clip', 0)
  const schedule = attributes.has('schedule')
    ? { schedule: readSchedule(attributes.group('schedule')) }
    : {}
  const common = { lr, weightDecay, ...(clip > 0 ? { clip } : {}), ...schedule, ...constraint }
  if (type === 'sgd') {
    const momentum = attributes.number('momentum', 0)
    const dampening = attributes.number('dampening', 0)
    const nesterov = attributes.flag('nesterov', false)
    return (network) => sgd(network, { ...common, momentum, dampening, nesterov })
  }
  if (type === 'adam' || type === 'adamw') {
    const betas = attributes.pair('betas')
    const eps = attributes.number('eps')
    const amsgrad = attributes.flag('amsgrad', false)
    const make = type === 'adam' ? adam : adamW
    return (network) => make(network, { ...common, betas, eps, amsgrad })
  }
  if (type === 'rmsprop') {
    const alpha = attributes.number('alpha')
    const eps = attributes.number('eps')
    const momentum = attributes.number('momentum', 0)
    const centered = attributes.flag('centered', false)
    return (network) => rmsprop(network, { ...common, alpha, eps, momentum, centered })
  }
  throw new Skip(`optimiser ${type} is not supported`)
}

function readSchedule(attributes: Attributes): Schedule {
  const type = attributes.text('type')
  if (type !== 'linear_decay') throw new Skip(`schedule ${type} is not supported`)
  return { kind: 'linear', hold: attributes.number('constant'), steps: attributes.number('decay') }
}

export async function runOptimiser(gpu: Gpu, golden: GoldenCase): Promise<GoldenTensors> {
  const make = readOptimiser(golden.attributes)
  const steps = golden.attributes.number('steps')
  const start = fromFile(golden.input('param0'), 'plain')
  const given = fromFile(golden.input('grads'), 'plain')
  golden.done()

  const size = start.data.length
  const parameters = tensor(gpu, start.data, [size], 'parameters')
  const gradients = tensor(gpu, new Float32Array(size), [size], 'gradients')
  const optimiser = make({ name: golden.entry.name, parameters, gradients, overwritten() {} })
  optimiser.initialise(gpu)
  const watched = new Map<string, Tensor>([['params', parameters]])
  for (const [name, moments] of Object.entries(STATES)) {
    const [state] = moments.flatMap((moment) => optimiser.moments.get(moment) ?? [])
    if (state && expectedNames(golden.entry).includes(name)) watched.set(name, state)
  }
  const captured = await capture(gpu, { step: () => optimiser.step() })
  const history = new Map([...watched.keys()].map((name) => [name, new Float32Array(steps * size)]))
  try {
    for (let step = 0; step < steps; step++) {
      upload(gpu, gradients, given.data.slice(step * size, (step + 1) * size))
      submit(gpu, [captured.programs.step])
      for (const [name, state] of watched)
        history.get(name)?.set(await state.read(gpu), step * size)
    }
  } finally {
    for (const memory of captured.plan.standing) memory.destroy()
    captured.destroy()
  }
  const shape = [steps, ...start.shape]
  return new Map(
    [...history].map(([name, data]): [string, RawTensor] => [name, { dtype: 'F32', shape, data }]),
  )
}
