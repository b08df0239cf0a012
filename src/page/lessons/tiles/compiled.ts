// Machine code of two kernels, recorded by `bench/isa/record.mjs`: one turn of the loop over the terms.

import { signal } from '@preact/signals'
import { messageOf } from '../../../data/imageSet'
import file from './machine.json?url'

export const KINDS = ['fma', 'vector', 'shared', 'memory', 'scalar', 'wait'] as const

export type Kind = (typeof KINDS)[number]

export interface Compiled {
  /** File of the kernel. */
  name: string
  /** Vector registers of a lane, and waves that a SIMD then holds. */
  registers: number
  waves: number
  /** The function that multiplies. */
  wgsl: string
  code: readonly (readonly [Kind, string])[]
}

export const compiled = signal<readonly Compiled[]>([])
export const compiledFault = signal('')

export async function fetchCompiled(): Promise<void> {
  if (compiled.peek().length > 0) return
  try {
    compiled.value = (await (await fetch(file)).json()) as Compiled[]
  } catch (error) {
    compiledFault.value = messageOf(error)
  }
}

export const countOf = ({ code }: Compiled, kind: Kind): number =>
  code.filter(([each]) => each === kind).length

/** Share of multiply-adds in vector instructions, in percent. */
export function shareOf(kernel: Compiled): number {
  const fma = countOf(kernel, 'fma')
  return (100 * fma) / (fma + countOf(kernel, 'vector'))
}
