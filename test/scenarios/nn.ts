// For test/kernels/nn.test.ts: layers, optimisers and the moving average, on the adapter of the page.

import { empty, tensor } from '../../src/autograd/tensor'
import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import { Clock } from '../../src/gan/model/clock'
import { capture, run, submit, upload } from '../../src/gpu/program'
import { Conv2d, Linear } from '../../src/nn/layers'
import type { ImageShape } from '../../src/nn/module'
import { Network } from '../../src/nn/network'
import { BatchNorm2d } from '../../src/nn/norms'
import { Dropout, Flatten, Unflatten } from '../../src/nn/plain'
import { SpectralNorm } from '../../src/nn/spectral'
import { mul, sum } from '../../src/ops'
import { movingAverage } from '../../src/optim/average'
import { sgd } from '../../src/optim/optimizer'
import type { Schedule } from '../../src/optim/options'

const range = (count: number, from = 1) => Float32Array.from({ length: count }, (_, i) => from + i)

/**
 * A linear layer between two flattened images. Inputs and results are in PyTorch's order:
 * images [C, H, W], weight [out, in].
 */
async function linearBetweenImages({ from, to }: { from: ImageShape; to: ImageShape }) {
  const gpu = await pageGpu()
  const [inputs, outputs] = [from, to].map((image) => image.reduce((a, b) => a * b, 1))
  const layer = new Linear(inputs ?? 0, outputs ?? 0, { from, to })
  const network = new Network('net', [new Flatten(), layer, new Unflatten(to)])
  const weight = range((inputs ?? 0) * (outputs ?? 0))
  const bias = range(outputs ?? 0, 1000)
  network.load(
    gpu,
    new Map([
      ['1.weight', { shape: [outputs ?? 0, inputs ?? 0], data: weight }],
      ['1.bias', { shape: [outputs ?? 0], data: bias }],
    ]),
  )
  const x = tensor(gpu, channelsLast(range(inputs ?? 0), from), [1, ...from])
  const y = await run(gpu, () => network.forward(x, { training: true }))
  const state = await network.state(gpu)
  return {
    y: [...channelsFirst(await y.read(gpu), to)],
    weight: [...(state.get('1.weight')?.data ?? [])].map(Number),
    bias: [...(state.get('1.bias')?.data ?? [])].map(Number),
  }
}

function channelsLast(data: Float32Array, [H, W, C]: ImageShape): Float32Array<ArrayBuffer> {
  const pixels = H * W
  return Float32Array.from(data, (_, i) => data[(i % C) * pixels + Math.floor(i / C)] ?? 0)
}

function channelsFirst(data: Float32Array, [H, W, C]: ImageShape): Float32Array<ArrayBuffer> {
  const pixels = H * W
  return Float32Array.from(data, (_, i) => data[(i % pixels) * C + Math.floor(i / pixels)] ?? 0)
}

/** Dropout of ones: twice in one step, and in a second step. */
async function dropout(p: number, size: number) {
  const gpu = await pageGpu()
  const clock = new Clock()
  const x = tensor(gpu, new Float32Array(size).fill(1), [size])
  const layer = new Dropout(p)
  let stream = 0
  const noise = { clock: clock.now, nextStream: () => ++stream }
  const { programs, results } = await capture(gpu, {
    step() {
      clock.tick({ draws: 1 })
      return [1, 2].map(() => layer.forward(x, { training: true, noise }))
    },
    still: () => layer.forward(x, { training: false }),
  })
  clock.initialise(gpu, 5)
  const drawn: number[][] = []
  for (let step = 0; step < 2; step++) {
    submit(gpu, [programs.step])
    for (const y of results.step) drawn.push([...(await y.read(gpu))])
  }
  submit(gpu, [programs.still])
  return { drawn, still: [...(await results.still.read(gpu))] }
}

/** Change in each step, with lr 1, of a parameter that starts at 0 and has gradient 1. */
async function scheduled(schedule: Schedule, steps: number): Promise<number[]> {
  const gpu = await pageGpu()
  const parameters = tensor(gpu, [0], [1])
  const gradients = tensor(gpu, [1], [1])
  const optimiser = sgd(
    { name: 'one', parameters, gradients, overwritten() {} },
    { lr: 1, schedule },
  )
  optimiser.initialise(gpu)
  const { programs } = await capture(gpu, { step: () => optimiser.step() })
  const moved: number[] = []
  for (let step = 0; step < steps; step++) {
    upload(gpu, parameters, new Float32Array(1))
    submit(gpu, [programs.step])
    moved.push(-((await parameters.read(gpu))[0] ?? Number.NaN))
  }
  return moved
}

/** A network with running statistics, and another that follows it for some steps. */
async function averaged(decay: number, steps: number, share?: number) {
  const gpu = await pageGpu()
  const build = () => new Network('net', [new BatchNorm2d(2)])
  const [network, average] = [build(), build()]
  for (const each of [network, average]) each.initialise(gpu, 1)
  const clock = new Clock()
  const x = tensor(gpu, [1, 2, 3, 4], [2, 2])
  const { programs } = await capture(gpu, {
    train: () => network.forward(x, { training: true }),
    follow: () => {
      clock.tick({ iterations: 1 })
      movingAverage(average, network, {
        decay,
        rampUp: share ? { share, clock: clock.now } : undefined,
      })
    },
  })
  clock.initialise(gpu, 1)
  const weights = new Map([...(await network.state(gpu))])
  weights.set('0.weight', { dtype: 'F32', shape: [2], data: Float32Array.of(3, 5) })
  network.load(gpu, weights)
  for (let step = 0; step < steps; step++) submit(gpu, [programs.train, programs.follow])
  const numbers = async (of: Network) =>
    Object.fromEntries(
      [...(await of.state(gpu))].map(([name, { data }]) => [name, [...data].map(Number)]),
    )
  return { network: await numbers(network), average: await numbers(average) }
}

/** Error of dropout without random numbers. */
async function dropoutRefusal(): Promise<string> {
  try {
    new Dropout().forward(empty('x', [3]), { training: true })
  } catch (error) {
    return String(error)
  }
  return 'nothing was refused'
}

/**
 * A convolution or linear layer under a spectral norm, with the variables of a file: the result, the
 * gradient of its sum weighted by `cotangent`, and the tracked vectors after one and two passes in training.
 */
async function spectral(
  kind: 'conv2d' | 'linear',
  given: Record<string, { shape: number[]; data: Float32Array }>,
  { x, cotangent }: { x: Float32Array<ArrayBuffer>; cotangent: Float32Array<ArrayBuffer> },
) {
  const gpu = await pageGpu()
  const image: ImageShape = [3, 3, 2]
  const layers =
    kind === 'conv2d'
      ? [new SpectralNorm(new Conv2d(2, 3, 2))]
      : [new Flatten(), new SpectralNorm(new Linear(18, 4, { from: image }))]
  const network = new Network('net', layers)
  network.load(gpu, new Map(Object.entries(given)))
  const images = tensor(gpu, channelsLast(x, image), [1, ...image])
  const weights = kind === 'conv2d' ? channelsLast(cotangent, [2, 2, 3]) : cotangent
  const u = tensor(gpu, weights, kind === 'conv2d' ? [1, 2, 2, 3] : [1, 4])
  const numbers = async (state: ReturnType<Network['state']>) =>
    Object.fromEntries([...(await state)].map(([name, { data }]) => [name, [...data].map(Number)]))
  const { programs, results } = await capture(gpu, {
    train() {
      const y = network.forward(images, { training: true })
      network.backward(sum(mul(y, u)))
      return y
    },
    still: () => network.forward(images, { training: false }),
  })
  submit(gpu, [programs.train])
  const y = await results.train.read(gpu)
  const once = await numbers(network.state(gpu))
  const gradient = await numbers(network.gradientState(gpu))
  submit(gpu, [programs.still])
  const still = await results.still.read(gpu)
  const unmoved = await numbers(network.state(gpu))
  submit(gpu, [programs.train])
  const twice = await numbers(network.state(gpu))
  const asFile = (values: Float32Array) =>
    kind === 'conv2d' ? [...channelsFirst(values, [2, 2, 3])] : [...values]
  return { y: asFile(y), still: asFile(still), once, unmoved, twice, gradient }
}

export const nn = {
  spectral,
  linearBetweenImages,
  dropout,
  dropoutRefusal,
  scheduled,
  averaged,
}
