// Display of a GAN of points in layers, as in GAN Lab, computed by the kernels that train it: D's output over
// the plane, G's warped grid of noise, and the gradients of generated points.
// https://arxiv.org/abs/1809.01587 (Kahng et al.: GAN Lab)

import { gradients } from '../../autograd/gradients'
import { type Tensor, tensor } from '../../autograd/tensor'
import { countModes, type ModeCount, reachOf, type Toy } from '../../data/toys'
import type { Gpu } from '../../gpu/device'
import { Mirror } from '../../gpu/mirror'
import { free } from '../../gpu/owning'
import { type Captured, capture, submit } from '../../gpu/program'
import { scale, sigmoid, slice } from '../../ops'
import type { Gan } from '../model/steps'

/** Cells along a side of D's plane, and lines of G's grid of noise. */
const CELLS = 48
const LINES = 25

/** Extent of the grid of noise, in standard deviations. */
const NOISE = 2

/** Points of each kind, and generated points with a gradient. */
const SHOWN = 256
const PUSHED = 64

export interface Layers {
  /** The plane that is shown is [-reach, reach]². */
  reach: number
  /**
   * D in the middle of each cell, row by row from the top left: σ(score) where its scores are logits, else
   * the score.
   */
  judged: { side: number; values: Float32Array }
  /** G of a regular grid of noise over [-2, 2]²: [side, side, 2], z₁ by z₀. */
  mesh: { side: number; points: Float32Array }
  /** [256, 2], from the same noise each time. */
  real: Float32Array
  fake: Float32Array
  /** Negative gradient of G's loss at each of the first 64 generated points, -∂loss/∂point: [64, 2]. */
  pushes: Float32Array
  /** Modes found by these generated points, by one point each. */
  count: ModeCount
}

/** Results on the GPU. */
type Computed = Record<'judged' | 'mesh' | 'real' | 'fake' | 'pushes', Tensor>

export interface LayerSources {
  gan: Gan
  toy: Toy
  /** Called while a step is recorded: `count` points of each kind, [count, 2]. */
  draw: (count: number) => { real: Tensor; fake: Tensor }
}

export class ToyLayers {
  readonly #gpu: Gpu
  readonly #toy: Toy
  readonly #captured: Captured<{ layers: () => Computed }>
  readonly #grids: readonly Tensor[]
  readonly #mirrors: Mirror[]

  private constructor(
    gpu: Gpu,
    toy: Toy,
    grids: readonly Tensor[],
    captured: Captured<{ layers: () => Computed }>,
  ) {
    this.#gpu = gpu
    this.#toy = toy
    this.#grids = grids
    this.#captured = captured
    const { judged, mesh, real, fake, pushes } = captured.results.layers
    const read = [judged, mesh, real, fake, pushes]
    this.#mirrors = read.map((each) => new Mirror(gpu, each, 1))
  }

  static async open(gpu: Gpu, { gan, toy, draw }: LayerSources): Promise<ToyLayers> {
    const { generator, discriminator, objective } = gan
    const plane = tensor(gpu, middles(reachOf(toy)), [CELLS ** 2, 2], 'plane')
    const noise = tensor(gpu, crossings(), [LINES ** 2, 2], 'grid of noise')
    const look = { training: false }
    const layers = () => {
      const scores = discriminator.forward(plane, look)
      const { real, fake } = draw(SHOWN)
      const points = slice(fake, { dim: 0, end: PUSHED })
      const loss = objective.generator(discriminator.forward(points, look))
      const [gradient = points] = gradients(loss, [points])
      return {
        judged: objective.probabilities ? sigmoid(scores) : scores,
        mesh: generator.forward(noise, look),
        real,
        fake,
        // The loss is a mean: each point's gradient is a share of it.
        pushes: scale(gradient, -PUSHED),
      }
    }
    return new ToyLayers(gpu, toy, [plane, noise], await capture(gpu, { layers }))
  }

  /** Computes and reads all layers. Wait for them before the next call. */
  async read(): Promise<Layers> {
    let copies: (() => Promise<ArrayBuffer>)[] = []
    submit(this.#gpu, [this.#captured.programs.layers], (encoder) => {
      copies = this.#mirrors.map((mirror) => mirror.copy(encoder))
    })
    const read = await Promise.all(copies.map((copy) => copy()))
    const none = new Float32Array()
    const [judged = none, mesh = none, real = none, fake = none, pushes = none] = read.map(
      (bytes) => new Float32Array(bytes),
    )
    return {
      reach: reachOf(this.#toy),
      judged: { side: CELLS, values: judged },
      mesh: { side: LINES, points: mesh },
      real,
      fake,
      pushes,
      count: countModes(this.#toy, fake, { least: 1 }),
    }
  }

  destroy(): void {
    for (const mirror of this.#mirrors) mirror.destroy()
    free(this.#grids, this.#captured)
  }
}

/** [CELLS², 2]: x to the right, y upwards, the top row first. */
function middles(reach: number): number[] {
  const at = (i: number) => ((2 * i + 1) / CELLS - 1) * reach
  const along = Array.from({ length: CELLS }, (_, i) => at(i))
  return along.toReversed().flatMap((y) => along.flatMap((x) => [x, y]))
}

/** [LINES², 2] */
function crossings(): number[] {
  const along = Array.from({ length: LINES }, (_, i) => ((2 * i) / (LINES - 1) - 1) * NOISE)
  return along.flatMap((z1) => along.flatMap((z0) => [z0, z1]))
}
