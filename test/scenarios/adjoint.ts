// For test/kernels/adjoint.test.ts: differentiates the gradient of a linear op by its cotangent.

import { gradients } from '../../src/autograd/gradients'
import type { Tensor } from '../../src/autograd/tensor'
import { drawSample, onGpu, type Tensors } from '../../src/catalogue/evaluate'
import type { OpName } from '../../src/catalogue/index'
import { cotangentOf } from '../../src/catalogue/verify'
import { pageGpu } from '../../src/cli/gpu/page/pageGpu'
import { add, mul, sum } from '../../src/ops'

/** Number of elements that differ between f(v) and ∂/∂u Σ⟨v, Aᵀu⟩, for one sample; with f(x) = A x they are equal. */
async function thereAndBack(op: OpName, sample: number): Promise<number> {
  const gpu = await pageGpu()
  const drawn = drawSample(op, sample)
  const names = (drawn.card.gradient?.inputs ?? []).filter((name) => name in drawn.inputs)
  const directions = Object.fromEntries(
    names.map((name) => [`v_${name}`, drawn.vector('direction', drawn.inputs[name]?.shape ?? [])]),
  )
  const all = {
    inputs: { ...drawn.inputs, ...directions, u_: cotangentOf(drawn) },
    dtypes: drawn.dtypes,
  }
  const back = await onGpu(gpu, all, (tensors) => {
    const u = pick(tensors, 'u_')
    const x = names.map((name) => pick(tensors, name))
    const grads = gradients(sum(mul(u, drawn.card.op(tensors, drawn.options))), x)
    const products = grads.map((grad, i) => sum(mul(pick(tensors, `v_${names[i]}`), grad)))
    const [result] = gradients(products.reduce(add), [u])
    return result ?? u
  })
  const there = await onGpu(gpu, all, (tensors) => {
    const moved = names.map((name) => [name, pick(tensors, `v_${name}`)])
    return drawn.card.op({ ...tensors, ...Object.fromEntries(moved) }, drawn.options)
  })
  return there.filter((value, i) => value !== back[i]).length
}

function pick(tensors: Tensors, name: string): Tensor {
  const tensor = tensors[name]
  if (!tensor) throw new RangeError(`there is no ${name}`)
  return tensor
}

export const adjointScenarios = { thereAndBack }
