// GPU work of an iteration: the number of dispatches, and none that only moves what could have been
// written in its place. Tracing needs no GPU.

import { describe, expect, it } from 'vitest'
import { gradients } from '../../src/autograd/gradients'
import { empty, type Tensor } from '../../src/autograd/tensor'
import type { GanConfig } from '../../src/gan/model/config'
import { configOf } from '../../src/gan/model/presets'
import { makeBlueprint } from '../../src/gan/run/blueprint'
import { trace } from '../../src/gpu/trace'
import { concat, conv2d, mean, mse, mul, relu, scale, slice, split, sum } from '../../src/ops'

/** The entry points of one iteration, a critic step as often as it runs. */
function iteration(chosen: Partial<GanConfig>): string[] {
  const config = configOf({ width: 32, ...chosen }, { software: false, channels: 1 })
  const images = { count: 1024, height: 28, width: 28, channels: 1 }
  const { critic, generator } = makeBlueprint(config, images).train.dispatches
  const all = [...new Array(config.criticSteps).fill(critic), generator].flat()
  return all.map(({ entry }) => entry.name)
}

describe('an iteration at 32², width 32, batch 64, has at most', () => {
  it.each([
    // Two in each are for images of one channel, whose stamps are a dispatch before they overlap.
    ['non-saturating', 97],
    ['lsgan', 103],
    // Two are for the moving average of G.
    ['hinge', 100],
    // Three in each critic step are for λ, which is data, so that it can change while a run goes on.
    ['wgan-gp', 1064],
  ] as const)('%s: %i dispatches', (objective, most) => {
    expect(iteration({ objective }).length).toBeLessThanOrEqual(most)
  })

  it('none that joins, cuts or fills', () => {
    const names = new Set(iteration({ objective: 'non-saturating' }))
    for (const name of ['concat', 'slice', 'pad_zero', 'copy', 'expand']) {
      expect(names).not.toContain(name)
    }
  })
})

/** Entry points that a step dispatches, in order. */
function entries(step: () => unknown): string[] {
  return trace({ step }).dispatches.step.map(({ entry }) => entry.name)
}

/** A tensor of `bytes` bytes that the step computes. */
const made = (bytes = 256): Tensor => relu(empty('x', [bytes / 4]))

describe('concat copies', () => {
  it('nothing that is computed in the step', () => {
    expect(entries(() => concat([made(), made(512), made(4)], { dim: 0 }))).not.toContain('concat')
  })

  it.each<[string, () => Tensor[]]>([
    ['one tensor twice', () => Array.from<Tensor>({ length: 2 }).fill(made())],
    ['what ends where nothing can be bound', () => [made(252), made()]],
    ['a part of something else', () => [slice(made(512), { dim: 0, end: 64 }), made()]],
    ['a tensor that the other was computed from', () => [made()].flatMap((x) => [x, relu(x)])],
  ])('%s', (_, tensors) => {
    expect(entries(() => concat(tensors(), { dim: 0 }))).toContain('concat')
  })

  it('a tensor that the other was computed from in an earlier step', () => {
    const pair: Tensor[] = []
    const steps = {
      first: () => pair.push(...[made()].flatMap((x) => [x, relu(x)])),
      second: () => concat(pair, { dim: 0 }),
    }
    expect(trace(steps).dispatches.second).toHaveLength(1)
  })

  it('and is of the dtype of its parts', () => {
    const classes = () => empty('classes', [64], 'u32')
    const step = () => concat([classes(), classes()], { dim: 0 })
    expect(trace({ step }).results.step.dtype).toBe('u32')
  })

  it('along a dimension whose rows do not lie together', () => {
    const square = () => relu(empty('x', [8, 8]))
    expect(entries(() => concat([square(), square()], { dim: 1 }))).toContain('concat')
  })
})

describe('slice', () => {
  it('is a view where its first byte can be bound', () => {
    const x = empty('x', [4, 64])
    expect(entries(() => slice(x, { dim: 0, start: 1, end: 3 }))).toEqual([])
    expect(entries(() => slice(x, { dim: 1, start: 32 }))).toEqual(['slice'])
    expect(entries(() => slice(empty('x', [4, 63]), { dim: 0, start: 1 }))).toEqual(['slice'])
  })

  it('of what was overwritten is overwritten', () => {
    const x = empty('x', [2, 64])
    const step = () => {
      const [a = x, b = x] = split(x, { dim: 0, sizes: [1, 1] })
      const loss = sum(mul(a, b))
      x.slice.version++
      return gradients(loss, [x])
    }
    expect(() => trace({ step })).toThrow('gradients: a of mul was overwritten')
  })
})

describe('a constant', () => {
  it('stays one: the gradient of a mean runs no kernel', () => {
    const x = empty('x', [300])
    expect(entries(() => gradients(scale(mean(x), -1), [x]))).toEqual([
      'sum_axis',
      'sum_axis',
      'scale',
    ])
  })

  it('lets a loss hand on the gradient that it has computed already', () => {
    const x = empty('x', [64])
    expect(entries(() => gradients(mse(x, 1), [x]))).toEqual(['score_loss'])
  })
})

describe('few tiles on a CPU', () => {
  // 100 channels are four tiles of 32, which one workgroup of 64 lanes would hold, on one core.
  it.each([
    ['four images: a workgroup a tile', 4, 4],
    ['1,024 images: workgroups of eight tiles', 1024, 32],
  ])('%s', (_, N, workgroups) => {
    const step = () => conv2d(empty('x', [N, 4, 4, 512]), empty('weight', [4, 4, 512, 100]))
    const { dispatches } = trace({ step }, { software: true, subgroupSize: 8 })
    expect(dispatches.step.map((each) => each.workgroups)).toEqual([[workgroups, 1]])
  })
})
