// The lab's exercises without a GPU: their starts, their texts in both languages, and empty entry points.

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readModule } from '../../src/gpu/wgsl'
import { alone } from '../../src/page/kernels/alone'
import { startOf } from '../../src/page/kernels/exercise'
import { exercises } from '../../src/page/kernels/exercises'
import { en } from '../../src/page/kernels/tasks/en'
import { ko } from '../../src/page/kernels/tasks/ko'
import { taskNames } from '../../src/page/kernels/tasks/names'

const shader = (file: string) => readFileSync(`shaders/${file}`, 'utf8')

it.each(exercises.map((each) => [each.name, each] as const))(
  '%s: the start is not the solution, and both have the entry point',
  (_, exercise) => {
    const ours = shader(exercise.file)
    const [start, solution] = [startOf(exercise, ours), exercise.solution(ours)]
    expect(start).not.toBe(solution)
    for (const text of [start, solution]) {
      expect([...readModule(text).entryPoints.keys()]).toEqual([exercise.entry])
    }
  },
)

it('has its texts in both languages, with the same code', () => {
  expect(exercises.map(({ name }) => name)).toEqual(taskNames)
  const code = (text: string) => text.split('`').filter((_, i) => i % 2 === 1)
  for (const name of taskNames) {
    const [one, other] = [en.tasks[name], ko.tasks[name]]
    expect(other.text.length).toBe(one.text.length)
    expect(other.hints.length).toBe(one.hints.length)
    // A solution in a hint must be the same.
    expect(code(other.hints.at(-1) ?? '').length, name).toBe(code(one.hints.at(-1) ?? '').length)
  }
  expect(ko.primer.rows.map(([text]) => text)).toEqual(en.primer.rows.map(([text]) => text))
})

it('empties an entry point, and keeps its buffers and constants', () => {
  const text = alone(shader('conv.wgsl'), 'conv.wgsl', 'convolve', true)
  expect(text).toMatch(
    /^\/\/ convolve, in place of that in conv\.wgsl\n\/\/ uses: lib\/grid\.wgsl\n/,
  )
  expect(text).toMatch(/\{\n {2}let i = element\(id, groups\);\n {2}\/\/ Write the body\.\n\}\n$/)
  expect(text).toContain('const STRIDE_H: u32 = 2u;')
  expect(text).toContain('var<storage, read> weight: array<f32>;')
  expect(text).not.toContain('fn at_large')
  const ofWorkgroup = alone(shader('moments.wgsl'), 'moments.wgsl', 'fold_moments', true)
  expect(ofWorkgroup).toContain(') {\n  // Write the body.\n}\n')
})
