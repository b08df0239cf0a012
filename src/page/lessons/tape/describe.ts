// Finds the owner of each dispatch of a recorded step, and the fate of each thunk.

import type { TapeNode } from '../../../autograd/tape'
import type { Tensor } from '../../../autograd/tensor'
import type { Models } from '../../../gan/model/models'
import type { Slice } from '../../../gpu/memory'
import type { Dispatch } from '../../../gpu/trace'
import { evaluate } from '../../../gpu/wgsl'
import { bytesBound } from '../tools/traffic'
import type { Heard } from './listener'
import type {
  Fate,
  Kind,
  Place,
  StepName,
  Sum,
  TapeDispatch,
  TapeOp,
  TapeStep,
  Thunk,
  Written,
} from './shapes'

export interface Material {
  dispatches: readonly Dispatch[]
  /** The step's own walk, and all walks whose ops are among the dispatches. */
  heard: readonly Heard[]
  others: readonly (readonly Heard[])[]
  models: Models
  first: number
  halves?: Halves
}

/** Losses of both halves, [1]. */
export interface Halves {
  real: Tensor
  fake: Tensor
  loss: Tensor
}

interface Owner {
  kind: Kind
  node?: TapeNode
  input?: string
}

export function described(name: StepName, material: Material): TapeStep {
  const { dispatches, models, halves, first } = material
  const walks = [material.heard, ...material.others].flat()
  const owners = ownersOf(dispatches, walks)
  const numbered = (some: readonly Dispatch[]) =>
    some.map((each) => dispatches.indexOf(each)).filter((i) => i >= 0)
  const forward = (node: TapeNode) =>
    numbered(
      [...owners].flatMap(([each, o]) => (o.kind === 'forward' && o.node === node ? [each] : [])),
    )
  const heard = inOrder(material.heard.toReversed(), (node) => forward(node)[0])
  const shapes = shapesOf(walks, models)
  const placeOfOp = new Map(heard.map(({ node }, i) => [node, i]))
  const placeOf = places(dispatches)
  const names = parameterNames(models)
  const real = new Set(halves && behind(halves.real))
  const fake = new Set(halves && behind(halves.fake))

  let at = 0
  const list = dispatches.map((each): TapeDispatch => {
    const { kind, node, input } = owners.get(each) ?? { kind: 'before' }
    const outputs = each.bindings
      .filter(({ binding }) => binding.access === 'read_write')
      .map(({ binding, slice }): Written => {
        const size = slice.bytes / 4
        const shape = shapes.get(slice)
        const integer = binding.type.includes('u32')
        const what = { name: binding.name, shape: shape ?? [size], whole: !!shape, integer }
        at += size
        return { ...what, at: at - size, size }
      })
    return {
      shader: each.shader.name,
      entry: each.entry.name,
      stage: each.stage ?? '',
      workgroups: each.workgroups[0] * each.workgroups[1],
      workgroupSize: evaluate(each.entry.workgroupSize[0] ?? '1', each.text.constants),
      reads: bytesBound(each, 'read'),
      writes: bytesBound(each, 'read_write'),
      kind,
      op: node && placeOfOp.get(node),
      input,
      outputs,
    }
  })

  const ops = heard.map(({ node, thunks, calls }): TapeOp => {
    const own = Object.values(node.inputs).map((tensor) => names.get(tensor))
    const parameter = own.find((each) => each)
    const ran = forward(node)
    const made = list[ran[0] ?? -1]
    const isShared = real.has(node) && fake.has(node)
    return {
      op: node.op,
      activation: activationOf(ran.map((i) => dispatches[i])),
      layer: parameter?.name.replace(/\.[a-z]+$/, '') ?? '',
      owner: parameter?.owner ?? ownerOf(made?.stage),
      half: isShared ? undefined : real.has(node) ? 'real' : fake.has(node) ? 'fake' : undefined,
      shape: node.outputs[0]?.shape ?? [],
      forward: ran,
      thunks: Object.entries(node.inputs).map(([input, tensor]): Thunk => {
        const call = calls.get(input)
        const known = names.get(tensor)
        return {
          input,
          of: known?.name ?? input,
          owner: known?.owner,
          shape: tensor.shape,
          fate: fateOf(thunks && { thunk: thunks[input], called: !!call }),
          dispatches: numbered(call?.dispatches ?? []),
          sums: numbered(call?.sum?.dispatches ?? []),
          gradient: call && placeOf(call.gradient.slice),
        }
      }),
    }
  })

  const sums = heard.toReversed().flatMap(({ node, calls }): Sum[] =>
    [...calls].flatMap(([input, { sum }]) => {
      if (!sum) return []
      const [a, b, whole] = [...sum.parts, sum.sum].map(({ slice }) => placeOf(slice))
      if (!a || !b || !whole) return []
      const tensor = node.inputs[input]
      const of = (tensor && names.get(tensor)?.name) ?? input
      return [{ of, parts: [a, b], sum: whole, dispatches: numbered(sum.dispatches) }]
    }),
  )
  const trained = name === 'G' ? models.generator : models.discriminator
  const complete = trained.variables.flatMap(([, { tensor, kind }]) => {
    if (kind !== 'parameter') return []
    const { memory } = trained.gradients.slice
    const last = dispatches.findLastIndex(({ bindings }) =>
      bindings.some(
        ({ binding, slice }) =>
          binding.access === 'read_write' &&
          slice.memory === memory &&
          slice.offset === tensor.slice.offset,
      ),
    )
    return [last]
  })
  return { name, dispatches: list, first, ops, sums, complete }
}

/** Activation fused into batch norm's last kernel: a LeakyReLU, which with slope 0 is a ReLU. */
function activationOf(ran: readonly (Dispatch | undefined)[]): TapeOp['activation'] {
  const last = ran.find((each) => each?.entry.name === 'normalise')
  const slope = last?.text.constants.get('SLOPE')
  if (slope === undefined || slope === 1) return undefined
  return slope === 0 ? 'relu' : 'leakyRelu'
}

/** Ops in the order of their dispatches. An op without any, such as a view, comes after its inputs. */
function inOrder(
  heard: readonly Heard[],
  firstOf: (node: TapeNode) => number | undefined,
): readonly Heard[] {
  let last = 0
  const placed = heard.map((each) => {
    last = firstOf(each.node) ?? last
    return { each, at: last }
  })
  return placed.toSorted((a, b) => a.at - b.at).map(({ each }) => each)
}

/** Owner of each dispatch. Dispatches for intermediate results belong to the op. */
function ownersOf(dispatches: readonly Dispatch[], walks: readonly Heard[]): Map<Dispatch, Owner> {
  const owners = new Map<Dispatch, Owner>()
  const nodes = new Map<Slice, TapeNode>()
  for (const { node, calls } of walks) {
    for (const { slice } of node.outputs) nodes.set(slice, node)
    for (const [input, { dispatches: ran, sum }] of calls) {
      for (const each of ran) owners.set(each, { kind: 'backward', node, input })
      for (const each of sum?.dispatches ?? []) owners.set(each, { kind: 'sum', node, input })
    }
  }
  let waiting: Dispatch[] = []
  for (const each of dispatches) {
    if (owners.has(each)) continue
    if (waiting[0]?.stage !== each.stage) waiting = []
    const written = each.bindings.find(
      ({ binding, slice }) => binding.access === 'read_write' && nodes.has(slice),
    )
    const node = written && nodes.get(written.slice)
    owners.set(each, { kind: each.stage === 'draw noise' ? 'before' : 'update' })
    waiting.push(each)
    if (!node) continue
    for (const one of waiting) owners.set(one, { kind: 'forward', node })
    waiting = []
  }
  return owners
}

function shapesOf(walks: readonly Heard[], { generator, discriminator }: Models) {
  const shapes = new Map<Slice, readonly number[]>()
  const know = ({ slice, shape }: Tensor) => {
    if (!shapes.has(slice)) shapes.set(slice, shape)
  }
  for (const { node, calls } of walks) {
    for (const tensor of [...node.outputs, ...Object.values(node.inputs)]) know(tensor)
    for (const { gradient, sum } of calls.values()) {
      for (const tensor of [gradient, ...(sum ? [...sum.parts, sum.sum] : [])]) know(tensor)
    }
  }
  for (const network of [generator, discriminator]) know(network.parameters)
  return shapes
}

/** The dispatch that wrote a slice last. */
function places(dispatches: readonly Dispatch[]): (slice: Slice) => Place | undefined {
  const found = new Map<Slice, Place>()
  for (const [dispatch, { bindings }] of dispatches.entries()) {
    const written = bindings.filter(({ binding }) => binding.access === 'read_write')
    for (const [output, { slice }] of written.entries()) found.set(slice, { dispatch, output })
  }
  return (slice) => found.get(slice)
}

function parameterNames({ generator, discriminator }: Models) {
  const networks = { G: generator, D: discriminator } as const
  return new Map(
    (['G', 'D'] as const).flatMap((owner) =>
      networks[owner].variables.map(([name, { tensor }]) => [tensor, { name, owner }] as const),
    ),
  )
}

const ownerOf = (stage = ''): 'D' | 'G' | undefined =>
  stage === 'generate' ? 'G' : stage.startsWith('D on') ? 'D' : undefined

function fateOf(known: { thunk: unknown; called: boolean } | undefined): Fate {
  if (!known) return 'unmade'
  if (known.called) return 'ran'
  return known.thunk ? 'made' : 'zero'
}

/** Ops that a tensor was computed by. */
function behind({ node }: Tensor, found = new Set<TapeNode>()): Set<TapeNode> {
  if (!node || found.has(node)) return found
  found.add(node)
  for (const input of Object.values(node.inputs)) behind(input, found)
  return found
}
