// Runs a golden case of one op: its forward, and the gradient of Σ y · grad_y through the tape.

import { gradients } from '../../autograd/gradients'
import { type Tensor, tensor } from '../../autograd/tensor'
import type { Gpu } from '../../gpu/device'
import { free } from '../../gpu/owning'
import { run } from '../../gpu/program'
import { mul, sum } from '../../ops'
import { fromFile, type GoldenCase, indicesFromFile, type Role, toFile } from './case'
import { expectedNames, type GoldenTensors } from './entries'

/** A case to record, once all of its attributes and inputs are known. */
export interface Prepared {
  y: () => Tensor
  role: Role
  /** Further outputs by name; recorded after y. */
  others?: () => Record<string, Tensor>
}

export type Prepare = (golden: GoldenCase, operands: Operands) => Prepared

/** The inputs of a case on the GPU, by the names that they have in the file. */
export class Operands {
  readonly placed = new Map<string, { tensor: Tensor; role: Role }>()
  readonly #gpu: Gpu
  readonly #golden: GoldenCase
  readonly #zeros: Tensor[] = []

  constructor(gpu: Gpu, golden: GoldenCase) {
    this.#gpu = gpu
    this.#golden = golden
  }

  place(name: string, role: Role = 'plain'): Tensor {
    const { data, shape } = fromFile(this.#golden.input(name), role)
    const placed = tensor(this.#gpu, data, shape, name)
    this.placed.set(name, { tensor: placed, role })
    return placed
  }

  /** Classes: no gradient flows to them. */
  placeIndices(name: string): Tensor {
    const { data, shape } = indicesFromFile(this.#golden.input(name))
    const placed = tensor(this.#gpu, data, shape, name)
    this.placed.set(name, { tensor: placed, role: 'plain' })
    return placed
  }

  /** Something to be overwritten. */
  zeros(length: number): Tensor {
    const made = tensor(this.#gpu, new Float32Array(length), [length], 'zeros')
    this.#zeros.push(made)
    return made
  }

  destroy(): void {
    free(
      [...this.placed.values()].map(({ tensor }) => tensor),
      this.#zeros,
    )
  }
}

/** Runs one case on the GPU and returns its outputs and gradients, as a file would hold them. */
export async function runOp(
  gpu: Gpu,
  golden: GoldenCase,
  prepare: Prepare,
): Promise<GoldenTensors> {
  const operands = new Operands(gpu, golden)
  const made: Tensor[] = []
  try {
    const { y, role, others } = prepare(golden, operands)
    const gradY = operands.place('grad_y', role)
    golden.done()
    const wanted = [...operands.placed].filter(([name]) =>
      golden.entry.grads.includes(`grad_${name}`),
    )
    const results = await run(gpu, () => {
      const output = y()
      const loss = sum(mul(output, gradY))
      const found = gradients(
        loss,
        wanted.map(([, { tensor }]) => tensor),
      )
      const further: Record<string, Tensor> = others?.() ?? {}
      return { output, others: further, found }
    })
    made.push(results.output, ...results.found, ...Object.values(results.others))
    const computed: GoldenTensors = new Map()
    const keep = async (name: string, of: Tensor, role: Role) => {
      if (!expectedNames(golden.entry).includes(name)) return
      computed.set(name, toFile(await of.read(gpu), of.shape, role))
    }
    await keep('y', results.output, role)
    for (const [name, other] of Object.entries(results.others)) await keep(name, other, 'plain')
    for (const [index, [name, { role }]] of wanted.entries()) {
      const gradient = results.found[index]
      if (gradient) await keep(`grad_${name}`, gradient, role)
    }
    return computed
  } finally {
    free(made, operands)
  }
}
