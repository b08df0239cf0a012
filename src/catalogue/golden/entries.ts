// The index of a folder of golden cases: values that PyTorch computed, one safetensors file a case
// (test/golden/README.md). An index comes from outside, so everything in it is checked before use.

import { isRecord, isSizes } from '../../data/json'
import { type RawTensor, readSafetensors } from '../../data/safetensors'

export interface Tolerance {
  /** Compare exactly: a tensor of integers. */
  exact: boolean
  /** Within atol + rtol · |expected|. */
  atol: number
  rtol: number
}

export interface GoldenEntry {
  name: string
  /** Path from the folder of the index. */
  file: string
  op: string
  attrs: Record<string, unknown>
  /** Names of tensors in the file: what goes in, what comes from above in backward. */
  inputs: string[]
  upstream: string[]
  outputs: string[]
  grads: string[]
  tensors: Record<string, { dtype: string; shape: number[] }>
  check: Record<string, Tolerance>
}

export type GoldenTensors = Map<string, RawTensor>

/** The names of all tensors that a case expects. */
export function expectedNames({ outputs, grads }: GoldenEntry): string[] {
  return [...outputs, ...grads]
}

/**
 * The cases of an index.
 *
 * @param json  the text of index.json
 * @throws Error with one line that says what is wrong with it
 */
export function readGoldenIndex(json: string): GoldenEntry[] {
  let index: unknown
  try {
    index = JSON.parse(json)
  } catch (cause) {
    throw new Error('it is not JSON', { cause })
  }
  const { cases } = isRecord(index) ? index : {}
  if (!Array.isArray(cases)) throw new Error('it has no list "cases"')
  return cases.map((value: unknown, at) => readEntry(value, at))
}

/**
 * The tensors of a case's file.
 *
 * @throws Error (DataError) when it is no safetensors file, or not the one that the index describes
 */
export function readGoldenFile(entry: GoldenEntry, bytes: Uint8Array, path: string): GoldenTensors {
  const { tensors } = readSafetensors(bytes, path)
  for (const [name, { dtype, shape }] of Object.entries(entry.tensors)) {
    const found = tensors.get(name)
    if (found?.dtype === dtype && found.shape.join() === shape.join()) continue
    const instead = found ? `it is ${found.dtype} [${found.shape.join(', ')}]` : 'it is missing'
    throw new Error(
      `${path}: tensor ${name} should be ${dtype} [${shape.join(', ')}], but ${instead}`,
    )
  }
  return tensors
}

function readEntry(value: unknown, at: number): GoldenEntry {
  const entry = isRecord(value) ? value : {}
  const { name, file, op, attrs, inputs, upstream, outputs, grads, tensors, check } = entry
  const where = `case ${at} (${typeof name === 'string' ? name : 'without a name'})`
  const need = (ok: boolean, what: string) => {
    if (!ok) throw new Error(`${where}: ${what}`)
  }
  if (typeof name !== 'string' || typeof file !== 'string' || typeof op !== 'string') {
    throw new Error(`${where}: "name", "file" and "op" must be texts`)
  }
  // The same path is written below --dump, so it must not lead out of there.
  need(/^(?!\/)[^\\:]+$/.test(file) && !file.split('/').includes('..'), `"file" is ${file}`)
  const lists = [inputs, upstream, outputs, grads]
  if (!lists.every(isTexts)) throw new Error(`${where}: a list of tensor names is missing`)
  if (!isRecord(attrs) || !isRecord(tensors) || !isRecord(check)) {
    throw new Error(`${where}: "attrs", "tensors" and "check" must be objects`)
  }
  const [ins = [], ups = [], outs = [], gradients = []] = lists
  const result: GoldenEntry = {
    name,
    file,
    op,
    attrs,
    inputs: ins,
    upstream: ups,
    outputs: outs,
    grads: gradients,
    tensors: {},
    check: {},
  }
  for (const tensor of lists.flat()) {
    const { dtype, shape } = isRecord(tensors[tensor]) ? tensors[tensor] : {}
    if (typeof dtype !== 'string' || !isSizes(shape)) {
      throw new Error(`${where}: "tensors" does not describe ${tensor}`)
    }
    result.tensors[tensor] = { dtype, shape }
  }
  for (const tensor of expectedNames(result)) {
    const { exact = false, atol = 0, rtol = 0 } = isRecord(check[tensor]) ? check[tensor] : {}
    const known = isRecord(check[tensor]) && (exact === true || 'atol' in check[tensor])
    need(known, `"check" has no tolerance for ${tensor}`)
    need(isTolerance(atol) && isTolerance(rtol), `the tolerance of ${tensor} is no number`)
    result.check[tensor] = { exact: exact === true, atol: Number(atol), rtol: Number(rtol) }
  }
  return result
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string')
}

function isTolerance(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value)
}
