// A kernel of the user's own in place of one of shaders/. Each entry point that its text has runs where that of the
// file would; entry points that it lacks stay the file's.

import type { Bound } from './memory'
import { Shader } from './shader'
import { type Constants, specialise } from './specialise'
import { evaluate } from './wgsl'

export interface DispatchOptions {
  /** Values for `const NAME` declarations of the shader. */
  constants?: Constants
  /** A slice for each binding that the entry point names. */
  bindings: Readonly<Record<string, Bound>>
  /** Invocations wanted. Entry points fold them back with `element()` of lib/grid.wgsl. */
  invocations: number
  /** Is left out if nothing reads its result. */
  optional?: boolean
}

export interface OwnShader {
  /** For messages: `mine.wgsl`. */
  name: string
  source: string
  /** File whose entry points it replaces: `conv.wgsl`. */
  file: string
}

const read = new Map<string, Shader>()

/** The shader of a text, read once. */
export function shaderOf({ name, source }: Pick<OwnShader, 'name' | 'source'>): Shader {
  const key = `${name}\n${source}`
  const shader = read.get(key) ?? new Shader(name, source)
  read.set(key, shader)
  return shader
}

/**
 * A line of the text that counts its invocations, where its tiles differ from the file's. INVOCATIONS is the file's count:
 * `// invocations: relu = 4 * INVOCATIONS`.
 */
const INVOCATIONS = /^\/\/ invocations: *(\w+) *= *(.+)$/gm

/**
 * The dispatch with the user's kernel; undefined if the text has no such entry point. Constants and buffers that it does not
 * declare are left out.
 */
export function ownDispatch(
  own: OwnShader,
  given: Shader,
  entry: string,
  options: DispatchOptions,
) {
  if (given.name !== own.file) return undefined
  const shader = shaderOf(own)
  const wanted = shader.module.entryPoints.get(entry)
  if (!wanted) return undefined
  const constants: Constants = Object.fromEntries(
    Object.entries(options.constants ?? {}).filter(([name]) => shader.module.constants.has(name)),
  )
  const names = new Set(wanted.bindings.map(({ name }) => name))
  const unknown = [...names].find((name) => !(name in options.bindings))
  if (unknown !== undefined) {
    const known = Object.keys(options.bindings).join(', ')
    throw new Error(`${own.name} ${entry}: no buffer is named ${unknown}; there are ${known}`)
  }
  const outputs = given.entry(entry).bindings.filter(({ access }) => access === 'read_write')
  if (!outputs.some(({ name }) => names.has(name))) {
    const known = outputs.map(({ name }) => name).join(' or ')
    throw new Error(`${own.name} ${entry}: it stores nothing. Write its values into ${known}`)
  }
  const bindings = Object.fromEntries(
    Object.entries(options.bindings).filter(([name]) => names.has(name)),
  )
  return {
    shader,
    options: { ...options, constants, bindings, ...countOf(shader, entry, constants, options) },
  }
}

function countOf(
  { name, source }: Shader,
  entry: string,
  constants: Constants,
  given: Pick<DispatchOptions, 'invocations'>,
) {
  const line = [...source.matchAll(INVOCATIONS)].find(([, of]) => of === entry)
  if (!line?.[2]) return {}
  const all = specialise(source, constants, { unroll: false }).constants
  const invocations = evaluate(line[2], new Map([...all, ['INVOCATIONS', given.invocations]]))
  if (Number.isInteger(invocations) && invocations > 0) return { invocations }
  throw new Error(`${name}: "${line[0]}" gives ${invocations}, which is no number of invocations`)
}
