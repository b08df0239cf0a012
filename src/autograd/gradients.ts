// Walks the tape backwards from a scalar loss. Only the thunks on a path from the loss to a tensor
// that was asked for are run: training G through D never computes D's weight gradients.

import { inOp } from '../gpu/trace'
import { add, full } from './arithmetic'
import { check, sameShape, show } from './check'
import type { Lazy, TapeNode } from './tape'
import type { Tensor } from './tensor'

/** Sees a walk as it goes, and changes nothing. */
export interface Watcher {
  /** An op that the loss was computed by, the last first; no thunks if no wanted tensor lies behind it. */
  met(node: TapeNode, thunks: Readonly<Record<string, Lazy>> | undefined): void
  /** A thunk was called. */
  gave(node: TapeNode, input: string, gradient: Tensor): void
  /** Another gradient of the same tensor was there before: parts, and their sum. */
  added(node: TapeNode, input: string, parts: readonly [Tensor, Tensor], sum: Tensor): void
}

/**
 * The gradient of a scalar with respect to each of the parameters.
 *
 * @param loss        any shape that holds one value
 * @param parameters  tensors on which the loss depends; constants of `full` are none
 * @param watcher     hears of every thunk, of those that are not called too
 * @returns           one tensor for each parameter, of its shape; zeros where the loss does not depend on it
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.grad.html
 */
export function gradients(
  loss: Tensor,
  parameters: readonly Tensor[],
  watcher?: Watcher,
): Tensor[] {
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
  const order = new Map<TapeNode, boolean>()
  const leads = new Map<Tensor, boolean>()
  visit(loss, wanted, leads, order)

  const grads = new Map<Tensor, Tensor>([[loss, full(loss.shape, 1)]])
  for (const [node, leading] of [...order].toReversed()) {
    const gradYs = node.outputs.map((y) => grads.get(y))
    const reached = leading && gradYs.some((gradY) => gradY)
    const lazy = reached ? node.backward(gradYs) : undefined
    watcher?.met(node, lazy)
    if (!lazy) continue
    for (const [name, input] of Object.entries(node.inputs)) {
      const thunk = lazy[name]
      if (!thunk || !leads.get(input)) continue
      refuseOverwritten(node, name)
      const gradient = inOp(`gradient of ${node.op} for ${name}`, thunk)
      check(sameShape(gradient.shape, input.shape), node.op, () => {
        return `its gradient of ${name} is ${show(gradient.shape)}, but ${name} is ${show(input.shape)}.`
      })
      watcher?.gave(node, name, gradient)
      const before = grads.get(input)
      const sum = before ? add(before, gradient) : gradient
      if (before) watcher?.added(node, name, [before, gradient], sum)
      grads.set(input, sum)
    }
  }
  return parameters.map((parameter) => grads.get(parameter) ?? full(parameter.shape, 0))
}

/** Orders the nodes, and says which lead to a wanted tensor; an op comes after everything that it reads. */
function visit(
  tensor: Tensor,
  wanted: ReadonlySet<Tensor>,
  leads: Map<Tensor, boolean>,
  order: Map<TapeNode, boolean>,
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
    order.set(node, through)
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
