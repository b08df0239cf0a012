// For test/tape.test.ts: gradients whose values are plain to see.

import { gradients } from '../../src/autograd/gradients'
import { empty, tensor } from '../../src/autograd/tensor'
import { pageGpu } from '../../src/cli/pageGpu'
import { run } from '../../src/gpu/program'
import { add, mul, scale, sum } from '../../src/ops'

async function tapeValues(): Promise<Record<string, number[]>> {
  const gpu = await pageGpu()
  const x = tensor(gpu, [1, -2, 3], [3])
  const results = await run(gpu, () => {
    const squares = mul(x, x)
    const diamond = gradients(sum(add(squares, scale(squares, 3))), [x])
    const twice = gradients(sum(mul(mul(x, x), x)), [x, empty('unused', [2])])
    return { diamond: diamond[0], twice: twice[0], unused: twice[1] }
  })
  const values: Record<string, number[]> = {}
  for (const [name, result] of Object.entries(results)) {
    values[name] = [...((await result?.read(gpu)) ?? [])]
  }
  return values
}

export const tapeScenarios = { tapeValues }
