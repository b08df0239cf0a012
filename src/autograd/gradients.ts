// Walks the tape backwards from a scalar loss. Only the thunks on a path from the loss to a tensor
// that was asked for are run: training G through D never computes D's weight gradients.

import { add, full } from './arithmetic'
import { check, sameShape, show } from './check'
import type { TapeNode } from './tape'
import type { Tensor } from './tensor'

/**
 * The gradient of a scalar with respect to each of the parameters.
 *
 * @param loss        any shape that holds one value
 * @param parameters  tensors on which the loss depends; constants of `full` are none
 * @returns           one tensor for each parameter, of its shape; zeros where the loss does not depend on it
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.grad.html
 */
export function gradients(loss: Tensor, parameters: readonly Tensor[]): Tensor[] {
  check(loss.size === 1, 'gradients', () => {
    return `the loss must hold one value, but is ${show(loss.shape)}. Take its sum or mean first.`
  })
  for (const [index, { shape, slice }] of parameters.entries()) {
    // Ops take a constant for a number, and leave it off the tape.
    check(slice.value === undefined, 'gradients', () => {
      const which = `parameter ${index + 1}, ${show(shape)},`
      return `${which} is a constant, which has no gradient. Pass a tensor with data.`
    })
  }
  const wanted = new Set<Tensor>(parameters)
  const order = new Set<TapeNode>()
  const leads = new Map<Tensor, boolean>()
  visit(loss, wanted, leads, order)

  const grads = new Map<Tensor, Tensor>([[loss, full(loss.shape, 1)]])
  for (const node of [...order].toReversed()) {
    const gradYs = node.outputs.map((y) => grads.get(y))
    if (gradYs.every((gradY) => !gradY)) continue
    const lazy = node.backward(gradYs)
    for (const [name, input] of Object.entries(node.inputs)) {
      const thunk = lazy[name]
      if (!thunk || !leads.get(input)) continue
      refuseOverwritten(node, name)
      const gradient = thunk()
      check(sameShape(gradient.shape, input.shape), node.op, () => {
        return `its gradient of ${name} is ${show(gradient.shape)}, but ${name} is ${show(input.shape)}.`
      })
      const before = grads.get(input)
      grads.set(input, before ? add(before, gradient) : gradient)
    }
  }
  return parameters.map((parameter) => grads.get(parameter) ?? full(parameter.shape, 0))
}

/** Orders the nodes that lead to a wanted tensor; an op comes after everything that it reads. */
function visit(
  tensor: Tensor,
  wanted: ReadonlySet<Tensor>,
  leads: Map<Tensor, boolean>,
  order: Set<TapeNode>,
): boolean {
  const known = leads.get(tensor)
  if (known !== undefined) return known
  let leading = wanted.has(tensor)
  const { node } = tensor
  if (node) {
    let through = false
    for (const input of Object.values(node.inputs)) {
      through = visit(input, wanted, leads, order) || through
    }
    if (through) order.add(node)
    leading ||= through
  }
  leads.set(tensor, leading)
  return leading
}

function refuseOverwritten({ op, inputs, versions }: TapeNode, towards: string): void {
  for (const [name, tensor] of Object.entries(inputs)) {
    check(tensor.slice.version === versions[name], 'gradients', () => {
      return (
        `${name} of ${op} was overwritten after ${op} was recorded, so the gradient of ${towards} would ` +
        `be wrong. Take the gradients before the optimiser's step, or record ${op} again after it.`
      )
    })
  }
}
