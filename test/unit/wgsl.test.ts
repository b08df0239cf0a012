// Our reader of WGSL against a full parser, the effects of specialisation on a kernel, and the style
// rules of the shaders. Needs no GPU.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Shader } from '../../src/gpu/shader'
import { specialise } from '../../src/gpu/specialise'
import { evaluate, readConstants, stripComments } from '../../src/gpu/wgsl'

// The package's entry for Node is CommonJS declared as a module; its module file works.
const path: string = 'wgsl_reflect/wgsl_reflect.module.js'
const { WgslReflect }: typeof import('wgsl_reflect') = await import(path)

const sources = import.meta.glob<string>(['../../shaders/**/*.wgsl'], {
  query: '?raw',
  import: 'default',
  eager: true,
})
const files = Object.entries(sources).map(([path, source]) => ({
  name: path.replace('../../shaders/', ''),
  source,
}))
const kernels = files.filter(({ name }) => !name.startsWith('lib/'))

/** The parser treats `uniform` as a keyword; in WGSL it is an ordinary name. */
function parse(source: string) {
  const entries = new WgslReflect(source.replace('fn uniform(', 'fn uniform_(')).entry.compute
  return entries.map(({ name, resources, attributes }) => {
    return { name: name === 'uniform_' ? 'uniform' : name, resources, attributes }
  })
}

describe.each(kernels)('$name', ({ name, source }) => {
  const shader = new Shader(name, source)
  const parsed = parse(shader.source)
  const { constants } = shader.module

  /** A declared length as a number: `array<f32, ROWS * C>` → `array<f32, 16000>`. */
  const lengthOf = (type: string) =>
    type.replace(/, ([^>]+)>/, (_, length) => `, ${evaluate(length, constants)}>`)

  it('has the entry points that a parser finds', () => {
    expect([...shader.module.entryPoints.keys()]).toEqual(parsed.map((entry) => entry.name))
  })

  it.each(parsed)('$name binds what a parser says that it reaches', (entry) => {
    const { bindings } = shader.entry(entry.name)
    const reached = entry.resources
      .map(({ name, binding, access, type }) => {
        // The parser reports array<f32, 0> for an array without a length.
        const declared = type.getTypeName().replace(', 0>', '>')
        return { name, index: binding, access, type: declared }
      })
      .sort((a, b) => a.index - b.index)
    const measured = bindings.map((binding) => ({ ...binding, type: lengthOf(binding.type) }))
    expect(measured).toEqual(reached)
    expect(bindings.length).toBeLessThanOrEqual(8)
  })

  it.each(parsed)('$name has the workgroup size that a parser says', (entry) => {
    const value = entry.attributes?.find((each) => each.name === 'workgroup_size')?.value
    const sizes = [value ?? []].flat().map((size) => {
      return shader.module.constants.get(`${size}`) ?? Number.parseInt(`${size}`, 10)
    })
    const { constants } = shader.module
    const read = shader.entry(entry.name).workgroupSize.map((size) => evaluate(size, constants))
    expect(read).toEqual(sizes)
    expect(read.reduce((a, b) => a * b)).toBeLessThanOrEqual(256)
  })
})

describe('specialise', () => {
  const source = [
    'const ROWS: u32 = 2u;',
    'const EPS: f32 = 1e-5;',
    'const FLIP: bool = false;',
    'const ALL: u32 = ROWS * 2u;',
    'fn f() {',
    '  for (var i = 0u; i < ROWS; i++) { // unroll',
    '    for (var j = 0u; j < ALL; j++) { // unroll',
    '      sum[i] += a.i * at(i, j);',
    '    }',
    '  }',
    '  for (var i = 0u; i < ROWS; i++) {',
    '  }',
    '}',
  ].join('\n')

  it('sets constants of each type, and nothing else', () => {
    const { code } = specialise(source, { ROWS: 3, EPS: 0.1, FLIP: true }, { unroll: false })
    expect(code).toBe(
      source
        .replace('ROWS: u32 = 2u', 'ROWS: u32 = 3u')
        .replace('EPS: f32 = 1e-5', `EPS: f32 = ${Math.fround(0.1)}f`)
        .replace('FLIP: bool = false', 'FLIP: bool = true'),
    )
  })

  it.each([
    [{ COLUMNS: 1 }, 'no module-scope constant named COLUMNS'],
    [{ ROWS: 1.5 }, 'constant ROWS is a u32, got 1.5'],
    [{ ROWS: -1 }, 'constant ROWS is a u32, got -1'],
    [{ EPS: Number.NaN }, 'constant EPS is an f32, got NaN'],
    [{ EPS: 1e39 }, 'constant EPS is an f32, got 1e+39'],
  ])('refuses %o', (constants, message) => {
    expect(() => specialise(source, constants)).toThrow(message)
  })

  it('writes nested loops out, bounds and all', () => {
    const { code } = specialise(source, { ROWS: 1 })
    expect(code.split('\n').slice(5)).toEqual([
      '  {',
      '    {',
      '      sum[0u] += a.i * at(0u, 0u);',
      '    }',
      '    {',
      '      sum[0u] += a.i * at(0u, 1u);',
      '    }',
      '  }',
      '  for (var i = 0u; i < ROWS; i++) {',
      '  }',
      '}',
    ])
  })

  it('knows the line of the source that each line came from', () => {
    const { code, lines } = specialise(source, {})
    expect(lines).toHaveLength(code.split('\n').length)
    const bodies = code.split('\n').flatMap((line, i) => (line.includes('sum[') ? [lines[i]] : []))
    expect(bodies).toEqual(Array(8).fill(7))
    expect(lines.at(-1)).toBe(source.split('\n').length - 1)
  })
})

it.each([
  ['1e-5', 1e-5],
  ['2.5e+3f - 1e1', 2490],
  ['WIDE * 1E-2f', 0.03],
  ['(7u + WIDE) / 4u', 2],
])('%s is evaluated', (expression, value) => {
  expect(evaluate(expression, new Map([['WIDE', 3]]))).toBeCloseTo(value, 12)
})

describe.each(files)('style of $name', ({ name, source }) => {
  const code = stripComments(source)

  it('begins with a comment that names the file', () => {
    expect(source.startsWith(`// ${name.replace('lib/', '')}: `)).toBe(true)
  })

  it('writes vec4f, not vec4<f32>', () => {
    expect(code).not.toMatch(/\b(vec\d|mat\dx\d)\s*</)
  })

  it('has typed constants in capitals at module scope, all of which can be read', () => {
    const declared = [...code.matchAll(/^const (.*?)[:=].*$/gm)].map(([, each = '']) => each.trim())
    const read = readConstants(stripComments(new Shader(name, source).source))
    expect(declared.filter((each) => !Number.isFinite(read.get(each)))).toEqual([])
  })

  it('says in its header what each entry point does', () => {
    const header = source.slice(0, source.search(/^(?!\/\/)/m))
    const entries = [...code.matchAll(/^@compute.*\nfn (\w+)/gm)].map(([, entry]) => entry)
    expect(entries.filter((entry) => !new RegExp(`\\b${entry}\\b`).test(header))).toEqual([])
  })

  it('counts up by one, in unsigned numbers', () => {
    const loops = [...code.matchAll(/\bfor \(.*?\{/g)].map(([loop]) => loop)
    const form = /^for \(var (\w+) = [^;]+; \1 < [^;]+; \1\+\+\) \{$/
    expect(loops.filter((loop) => !form.test(loop))).toEqual([])
    expect(code).not.toMatch(/\bwhile\b|\d+i\b/)
  })

  it('calls no entry point main, and uses files that exist', () => {
    expect(code).not.toMatch(/\bfn main\b/)
    for (const [, uses = ''] of source.matchAll(/^\/\/ uses: (.*)$/gm)) {
      for (const file of uses.split(',')) {
        expect(() => readFileSync(`shaders/${file.trim()}`)).not.toThrow()
      }
    }
  })
})
