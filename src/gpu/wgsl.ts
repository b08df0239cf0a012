// Reads the few facts that a dispatch needs straight out of a kernel's WGSL, so that nothing is
// written twice: constants, bindings, and what each entry point reaches. It reads the subset of
// WGSL that `shaders/` is written in; a test holds it against a full parser.

export type Access = 'uniform' | 'read' | 'read_write'

export interface Binding {
  name: string
  index: number
  access: Access
  /** As it is declared: `array<f32>`. */
  type: string
}

/** Does a kernel see this binding as vectors of four? */
export const inVectors = ({ type }: Binding): boolean => type.startsWith('array<vec4')

export interface EntryPoint {
  name: string
  /** Every binding that the entry point or a function it calls names, by binding number. */
  bindings: Binding[]
  /** Expressions, of which constants can be set. */
  workgroupSize: readonly string[]
}

export interface Module {
  constants: Map<string, number>
  bindings: Binding[]
  entryPoints: Map<string, EntryPoint>
  /** Library files named in `// uses:` lines. */
  uses: string[]
}

/** Blanks out comments but keeps every character's place, so that offsets and lines stay true. */
export function stripComments(source: string): string {
  const blank = (text: string) => text.replace(/[^\n]/g, ' ')
  return source.replace(/\/\*[\s\S]*?\*\//g, blank).replace(/\/\/.*/g, blank)
}

/** The names of the library files that a shader asks to be joined with. */
export function readUses(source: string): string[] {
  return [...source.matchAll(/^\/\/ uses: *(.+)$/gm)].flatMap((match) =>
    (match[1] ?? '').split(',').map((name) => name.trim()),
  )
}

/** Value of a constant expression: numbers, constants, `true`/`false`, + - * / % and brackets. */
export function evaluate(expression: string, constants: ReadonlyMap<string, number>): number {
  const tokens = expression.match(/[A-Za-z_]\w*|\d[\d.]*(?:[eE][+-]?\d+)?[uif]?|[()+\-*/%]/g) ?? []
  const integer = !/[.]|\d[eE]|\df\b/.test(expression)
  let at = 0
  const sum = (): number => {
    let value = product()
    while (tokens[at] === '+' || tokens[at] === '-') {
      value = tokens[at++] === '+' ? value + product() : value - product()
    }
    return value
  }
  const product = (): number => {
    let value = atom()
    while (tokens[at] === '*' || tokens[at] === '/' || tokens[at] === '%') {
      const operator = tokens[at++]
      const right = atom()
      if (operator === '*') value *= right
      else if (operator === '%') value %= right
      else value = integer ? Math.trunc(value / right) : value / right
    }
    return value
  }
  const atom = (): number => {
    const token = tokens[at++]
    if (token === undefined) throw new Error(`constant expression ends early: ${expression}`)
    if (token === '-') return -atom()
    if (token === '(') {
      const value = sum()
      at++
      return value
    }
    if (/^\d/.test(token)) return Number(token.replace(/[uif]$/, ''))
    if (token === 'true' || token === 'false') return token === 'true' ? 1 : 0
    const value = constants.get(token)
    if (value === undefined) throw new Error(`unknown constant ${token} in: ${expression}`)
    return value
  }
  return sum()
}

const NAME = /\b[A-Z][A-Z0-9_]*\b/g

export const CONSTANT = /^const ([A-Z][A-Z0-9_]*): (u32|f32|bool) = ([^;]+);/gm

/** Values of all constants at module scope, which may be declared in any order. */
export function readConstants(code: string): Map<string, number> {
  const constants = new Map<string, number>()
  let left = [...code.matchAll(CONSTANT)]
  const isKnown = (word: string) => constants.has(word)
  while (left.length > 0) {
    const later = left.filter(([, name = '', , value = '']) => {
      if (!(value.match(NAME) ?? []).every(isKnown)) return true
      constants.set(name, evaluate(value, constants))
      return false
    })
    const [first] = later
    if (later.length === left.length && first) evaluate(first[3] ?? '', constants)
    left = later
  }
  return constants
}

export function readModule(source: string): Module {
  const code = stripComments(source)
  const constants = readConstants(code)
  const bindings = [
    ...code.matchAll(
      /@group\(0\) @binding\((\d+)\) var<(uniform|storage, read_write|storage, read)> (\w+)\s*:\s*([^;]+);/g,
    ),
  ].map(([, index, space, name = '', type = '']): Binding => {
    const access = space === 'uniform' ? space : space === 'storage, read' ? 'read' : 'read_write'
    return { name, index: Number(index), access, type }
  })

  // Which module-scope names does each function mention, itself or through the functions it calls?
  const mentions = new Map<string, Set<string>>()
  const heads = [
    ...code.matchAll(/(@compute @workgroup_size\(([^)]*)\)\s*)?\bfn (\w+)\s*\(([^{]*)/g),
  ]
  for (const head of heads) {
    const body = block(code, code.indexOf('{', head.index))
    const words = new Set(body.match(/(?<![\w.])[A-Za-z_]\w*/g))
    for (const [, local = ''] of body.matchAll(/\b(?:let|var|const) (\w+)/g)) words.delete(local)
    for (const [, parameter = ''] of (head[4] ?? '').matchAll(/(\w+)\s*:/g)) words.delete(parameter)
    mentions.set(head[3] ?? '', words)
  }
  const reach = (name: string, seen = new Set<string>()): Set<string> => {
    for (const word of mentions.get(name) ?? []) {
      if (seen.has(word)) continue
      seen.add(word)
      if (mentions.has(word)) reach(word, seen)
    }
    return seen
  }

  const entryPoints = new Map<string, EntryPoint>()
  for (const [, attribute, size = '', name = ''] of heads) {
    if (attribute === undefined) continue
    const words = reach(name)
    entryPoints.set(name, {
      name,
      bindings: bindings.filter((b) => words.has(b.name)).sort((a, b) => a.index - b.index),
      workgroupSize: size.split(',').map((part) => part.trim()),
    })
  }
  return { constants, bindings, entryPoints, uses: readUses(source) }
}

/** The text from the brace at `open` to the one that closes it. */
function block(code: string, open: number): string {
  let depth = 0
  for (let at = open; at < code.length; at++) {
    if (code[at] === '{') depth++
    if (code[at] === '}' && --depth === 0) return code.slice(open, at + 1)
  }
  throw new Error('a brace is never closed')
}
