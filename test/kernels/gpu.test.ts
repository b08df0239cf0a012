// The GPU layer in Node's WebGPU: refusals and their messages. A device may be broken here
// on purpose; the one in Chrome serves all other tests.

import { beforeAll, describe, expect, test, vi } from 'vitest'
import { arithmetic } from '../../src/autograd/arithmetic'
import { gradients } from '../../src/autograd/gradients'
import { empty, Tensor, tensor } from '../../src/autograd/tensor'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import type { Gpu } from '../../src/gpu/device'
import { Memory, Slice } from '../../src/gpu/memory'
import { checkLimits, plan } from '../../src/gpu/plan'
import { build, capture, run, submit } from '../../src/gpu/program'
import { Shader } from '../../src/gpu/shader'
import { dispatch, trace } from '../../src/gpu/trace'
import { Linear } from '../../src/nn/layers'
import { Module, parameter, type Variable } from '../../src/nn/module'
import { Network } from '../../src/nn/network'
import { Random } from '../../src/nn/philox'
import { add, concat, conv2d, log, mul, relu, scale, slice, split, sum } from '../../src/ops'
import { full } from '../../src/ops/arithmetic'

// Devices of its own (support/nodeGpu.ts).
vi.unmock('../../src/cli/runtime/nodeRuntime')

let gpu: Gpu
beforeAll(async () => {
  gpu = await openNodeGpu()
})

const vector = (...values: number[]) => tensor(gpu, values, [values.length])

describe('a shader with a mistake', () => {
  const source = `// broken.wgsl: an unknown name
@group(0) @binding(0) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(1)
fn broken(@builtin(global_invocation_id) id: vec3u) {
  result[id.x] = missing + 1.0;
}
`
  test('is told with file, line, column and a caret', async () => {
    const shader = new Shader('broken.wgsl', source)
    const result = empty('result', [1])
    const attempt = run(gpu, () =>
      dispatch(shader, 'broken', { bindings: { result }, invocations: 1 }),
    )
    await expect(attempt).rejects.toThrow(
      "broken.wgsl:6:18 error: unresolved value 'missing'\n" +
        '6 |   result[id.x] = missing + 1.0;\n' +
        '                     ^',
    )
  })

  test('leaves no buffers of the kernels beside it', async () => {
    const shader = new Shader('broken.wgsl', source)
    const x = vector(1, 2)
    const traced = trace({
      step: () => {
        const result = scale(scale(x, 2), 3)
        dispatch(shader, 'broken', { bindings: { result }, invocations: 2 })
        return result
      },
    })
    const planned = plan(traced)
    await expect(build(gpu, traced, planned)).rejects.toThrow("unresolved value 'missing'")
    const [transient, kept] = [planned.transient[0], planned.kept[0]]
    expect(() => transient?.on(gpu.device)).toThrow('its memory was freed')
    expect(() => kept?.on(gpu.device)).toThrow('its memory was freed')
  })

  test('a wrong binding or constant is told with what the kernel binds', () => {
    const shader = new Shader('broken.wgsl', source)
    const result = empty('result', [1])
    const options = { bindings: { result, x: result }, invocations: 1 }
    expect(() => trace({ step: () => dispatch(shader, 'broken', options) })).toThrow(
      'broken.wgsl broken: binds result; got result, x',
    )
    const constants = { WIDTH: 3 }
    expect(() =>
      trace({
        step: () => dispatch(shader, 'broken', { constants, bindings: { result }, invocations: 1 }),
      }),
    ).toThrow('broken.wgsl: no module-scope constant named WIDTH')
  })

  test('an op outside a step says where it belongs', () => {
    expect(() => relu(empty('x', [1]))).toThrow(
      'no step is being recorded. Call it inside run() or capture()',
    )
  })
})

describe('a program', () => {
  test('replayed, gives what run gives, bit for bit', async () => {
    const image = tensor(
      gpu,
      Float32Array.from({ length: 2 * 36 * 3 }, (_, i) => Math.sin(i)),
      [2, 6, 6, 3],
    )
    const weight = tensor(
      gpu,
      Float32Array.from({ length: 48 * 4 }, (_, i) => Math.cos(i)),
      [4, 4, 3, 4],
    )
    const step = () => relu(conv2d(image, weight, { stride: 2, padding: 1 }))
    const once = await (await run(gpu, step)).read(gpu)
    const captured = await capture(gpu, { step })
    for (let i = 0; i < 3; i++) submit(gpu, [captured.programs.step])
    expect(await captured.results.step.read(gpu)).toEqual(once)
    captured.destroy()
  })

  test('reuses memory by lifetime, and keeps what it returns and what a later step reads', async () => {
    const x = vector(1, 2, 3, 4)
    let shared: Tensor | undefined
    const traced = trace({
      first: () => {
        shared = scale(x, 2)
        let y = shared
        for (let i = 0; i < 10; i++) y = scale(y, 1.5)
        return sum(y)
      },
      second: () => sum(mul(shared ?? x, x)),
    })
    const planned = plan(traced)
    // Ten links of a chain: two buffers, in turn.
    expect(planned.transient).toHaveLength(2)
    expect(planned.kept.map(({ bytes }) => bytes).sort()).toEqual([16, 16, 16])
    expect(planned.standing).toHaveLength(1)
  })

  test('refuses a step that reads what nothing has written, and a step that waits', () => {
    const nothing = empty('nothing', [4])
    expect(() => plan(trace({ step: () => scale(nothing, 2) }))).toThrow(
      'arithmetic.wgsl scale: reads nothing before anything has written it',
    )
    expect(() => trace({ step: async () => 1 })).toThrow('make it synchronous')
  })

  test('refuses one buffer read and written in one dispatch', () => {
    const memory = new Memory('flat', 512)
    const part = (offset: number) => new Tensor([4], new Slice('part', 16).place(memory, offset))
    const bindings = { few: part(0), exactly: part(256) }
    const step = () => dispatch(arithmetic, 'copy', { bindings, invocations: 4 })
    expect(() => plan(trace({ step }))).toThrow(
      'reads few from the buffer that it writes exactly to (flat)',
    )
  })

  test('refuses to overwrite a constant, which every replay needs', () => {
    const step = () =>
      dispatch(arithmetic, 'copy', {
        bindings: { few: vector(1), exactly: full([1], 1) },
        invocations: 1,
      })
    expect(() => trace({ step })).toThrow(
      'arithmetic.wgsl copy: exactly is a constant and cannot be overwritten',
    )
  })

  test('is measured against the limits before anything is allocated', () => {
    const huge = trace({
      step: () => scale(new Tensor([2 ** 30], Slice.whole('huge', 2 ** 32)), 2),
    })
    expect(() => checkLimits(plan(huge), gpu.device.limits)).toThrow(
      /would need 4096 MB, and this adapter binds at most .*Take a smaller/,
    )
  })
})

describe('parts of one buffer', () => {
  const count = (from: number) => vector(...Array.from({ length: 64 }, (_, i) => from + i))

  test('are written where they are joined, and read where they are cut', async () => {
    const [x, y, z] = [count(0), count(100), count(200)]
    let joined: Tensor | undefined
    const results = await capture(gpu, {
      first: () => {
        const parts = [scale(x, 2), scale(y, 2), scale(z, 2)]
        joined = concat(parts, { dim: 0 })
        return { parts, middle: slice(joined, { dim: 0, start: 64, end: 128 }) }
      },
      second: () => add(joined ?? x, joined ?? x),
    })
    const { first, second } = results.programs
    // Only the three that compute something.
    expect(first.commands).toHaveLength(3)
    for (let i = 0; i < 2; i++) submit(gpu, [first, second])
    const expected = [x, y, z].map(async (each) => (await each.read(gpu)).map((n) => 2 * n))
    const [a, b, c] = await Promise.all(expected)
    const { parts, middle } = results.results.first
    expect(await parts[2]?.read(gpu)).toEqual(c)
    expect(await middle.read(gpu)).toEqual(b)
    expect((await results.results.second.read(gpu)).slice(0, 64)).toEqual(a?.map((n) => 2 * n))
    results.destroy()
  })

  test('have gradients that are joined, zero where a part was not looked at', async () => {
    const x = count(-3)
    const results = await run(gpu, () => {
      const wide = concat([x, x], { dim: 0 })
      const [a = x, b = x] = split(wide, { dim: 0, sizes: [64, 64] })
      const of = (terms: Tensor) => gradients(sum(terms), [wide])
      return [...of(add(mul(a, a), scale(mul(b, b), 3))), ...of(mul(b, b))]
    })
    const n = await x.read(gpu)
    const [both, second] = await Promise.all(results.map((each) => each.read(gpu)))
    expect(both).toEqual(Float32Array.of(...n.map((v) => 2 * v), ...n.map((v) => 6 * v)))
    expect(second).toEqual(Float32Array.of(...n.map(() => 0), ...n.map((v) => 2 * v)))
  })
})

describe('memory that was freed', () => {
  test('is an error to read, and a result in a Map is kept', async () => {
    const x = vector(1, 2)
    const captured = await capture(gpu, { step: () => scale(x, 2) })
    submit(gpu, [captured.programs.step])
    captured.destroy()
    await expect(captured.results.step.read(gpu)).rejects.toThrow('scale: its memory was freed')
    const kept = await run(gpu, () => new Map([['y', scale(x, 2)]]))
    expect(await kept.get('y')?.read(gpu)).toEqual(new Float32Array([2, 4]))
  })
})

describe('initial weights', () => {
  test('come from a stream that the name of the network and the place in it decide', async () => {
    const layers = [new Linear(2, 3, { bias: false }), new Linear(3, 1, { bias: false })]
    const network = new Network('critic', layers)
    network.initialise(gpu, 3)
    // FNV-1a of `critic.1`: with another hash, no earlier run could be repeated.
    const random = new Random(3, 0x859f2ce8)
    const second = network.variables[1]?.[1]
    const expected = Array.from({ length: 3 }, () => second?.initial(random) ?? Number.NaN)
    expect((await network.state(gpu)).get('1.weight')?.data).toEqual(Float32Array.from(expected))
  })
})

describe('gradients in the flat buffer', () => {
  /** y = x · W + P: W's gradient is computed from P's gradient. */
  class Shifted extends Module {
    readonly linear = new Linear(3, 2, { bias: false })
    readonly shift = parameter([2, 2], () => 0.5)
    override forward(x: Tensor) {
      return add(add(this.linear.forward(x), this.shift.tensor), this.shift.tensor)
    }
    override variables(): [string, Variable][] {
      return [...this.linear.variables(), ['shift', this.shift]]
    }
  }

  test('are right where one is computed from another, and where two losses add up', async () => {
    const network = new Network('shifted', new Shifted())
    network.initialise(gpu, 3)
    const x = tensor(gpu, [1, 2, 3, 4, 5, 6], [2, 3])
    const u = tensor(gpu, [1, -1, 2, 0.5], [2, 2])
    await run(gpu, () => {
      const loss = () => sum(mul(u, network.forward(x, { training: true })))
      network.backward(add(loss(), loss()))
    })
    const state = await network.gradientState(gpu)
    // Twice (two losses) xᵀ·u, transposed as PyTorch holds it; twice twice (two uses) u.
    expect([...(state.get('weight')?.data ?? [])]).toEqual([18, 24, 30, 2, 1, 0])
    expect([...(state.get('shift')?.data ?? [])]).toEqual([4, -4, 8, 2])
  })
})

describe('a kernel that goes by whole vectors', () => {
  /** y = log shift, of five numbers: the gradient 1 / shift divides by zero in the three padding elements. */
  class Logarithm extends Module {
    readonly shift = parameter([5], () => 2)
    override forward() {
      return log(this.shift.tensor)
    }
    override variables(): [string, Variable][] {
      return [['shift', this.shift]]
    }
  }

  test('leaves nothing between the gradients of a flat buffer', async () => {
    const network = new Network('logarithm', new Logarithm())
    network.initialise(gpu, 3)
    await run(gpu, () => network.backward(sum(network.forward(vector(0), { training: true }))))
    const all = await network.gradients.read(gpu)
    expect([...all]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, ...Array<number>(all.length - 5).fill(0)])
  })
})

describe('what the GPU reports out of band', () => {
  test('a refused command surfaces at the next check, with its label', async () => {
    const other = await openNodeGpu()
    other.device.createBuffer({
      label: 'too much',
      size: 16,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE,
    })
    await other.device.queue.onSubmittedWorkDone()
    expect(() => other.check()).toThrow(/the GPU refused a command: .*too much/s)
    other.close()
  })

  test('a lost device is an error, not silence', async () => {
    const other = await openNodeGpu()
    other.device.destroy()
    await other.device.lost
    expect(() => other.check()).toThrow('the GPU was lost')
    await expect(run(other, () => scale(tensor(other, [1], [1]), 2))).rejects.toThrow('was lost')
  })
})
