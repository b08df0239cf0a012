// Kernel files of the user's own: `check`, `bench` and `isa` with --shader.

import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tell } from '../support/terminal'

const ours = readFileSync('shaders/activations.wgsl', 'utf8')

/** A file of the user's, and the command that judges it. */
function judged(name: string, source: string, ...more: string[]) {
  const file = join(tmpdir(), `ganvas-${process.pid}-${name}.wgsl`)
  writeFileSync(file, source)
  return tell('check', 'leakyRelu', '--runtime', 'node', '--shader', file, ...more)
}

const LEAKY = 'result[i] = x[i] * select(vec4f(GAIN * SLOPE), vec4f(GAIN), x[i] > vec4f());'

/** leaky_relu alone, of numbers one by one; its gradient stays ours. */
const alone = (body: string) => `// uses: lib/grid.wgsl
// invocations: leaky_relu = 4 * INVOCATIONS
const SLOPE: f32 = 0.01;
const GAIN: f32 = 1.0;
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;
var<workgroup> held: array<f32, WORKGROUP_SIZE>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn leaky_relu(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let i = element(id, groups);
${body}
}
`

const steps = (barrier: string) => `
  held[lane] = 0.0;
  if (i < arrayLength(&x)) { held[lane] = x[i]; }
  ${barrier}
  let own = held[(lane + 1u) % WORKGROUP_SIZE];
  ${barrier}
  held[(lane + 1u) % WORKGROUP_SIZE] = own;
  ${barrier}
  let value = held[(lane + 1u) % WORKGROUP_SIZE];
  ${barrier}
  held[lane] = GAIN * select(SLOPE * value, value, value > 0.0);
  ${barrier}
  let before = held[(lane + WORKGROUP_SIZE - 1u) % WORKGROUP_SIZE];
  if (i < arrayLength(&result)) { result[i] = before; }`

describe('check --shader', () => {
  test('passes a copy of our kernel, and one of another form', async () => {
    const copy = await judged('copy', ours)
    expect(copy.stdout).toMatch(/copy\.wgsl in place of activations\.wgsl/)
    expect(copy.stdout).toMatch(/copy\.wgsl is right/)
    expect(copy.status).toBe(0)
    const other = await judged('alone', alone(steps('workgroupBarrier();')))
    expect(other.stdout).toMatch(/alone\.wgsl is right/)
    expect(other.status).toBe(0)
  })

  test('names an element that is wrong', async () => {
    const { status, stdout } = await judged(
      'wrong',
      ours.replace(LEAKY, LEAKY.replace('vec4f(GAIN),', 'vec4f(1.01),')),
    )
    expect(status).toBe(1)
    expect(stdout).toMatch(
      /^leakyRelu +0 +y .*WRONG at \[\d, \d, \d, \d\]: [-\d.]+, expected [-\d.]+$/m,
    )
    expect(stdout).toMatch(/wrong\.wgsl: \d+ things are wrong/)
  })

  test('sees what right values hide: a place outside an array, two that write one element, a missing barrier', async () => {
    const guard = `  if (i >= arrayLength(&result)) { return; }\n  ${LEAKY}`
    const outside = await judged('outside', ours.replace(guard, `  ${LEAKY}`))
    expect(outside.stdout).toMatch(
      /^OUTSIDE +leaky_relu, sample 0: line \d+ uses x\[\d+\], beyond/m,
    )
    expect(outside.stdout).not.toMatch(/WRONG/)
    expect(outside.status).toBe(1)
    const race = await judged(
      'race',
      ours.replace(
        LEAKY,
        `${LEAKY}\n  if (i > 0u) { result[i - 1u] = x[i - 1u] * select(vec4f(GAIN * SLOPE), vec4f(GAIN), x[i - 1u] > vec4f()); }`,
      ),
    )
    expect(race.stdout).toMatch(
      /^RACE +leaky_relu, sample 0: result\[0\] is used by two .* 0 in line \d+, 1 in line/m,
    )
    expect(race.stdout).not.toMatch(/WRONG/)
    expect(race.status).toBe(1)
    const barrier = await judged('barrier', alone(steps('')))
    expect(barrier.stdout).toMatch(/^RACE +leaky_relu, sample 0: held\[/m)
  })

  test('names a loop that does not end, and runs it no further', async () => {
    const endless = await judged(
      'endless',
      alone('  loop { if (x[0] > 1e30) { break; } result[i] = 1.0; }'),
    )
    expect(endless.status).toBe(1)
    expect(endless.lines[0]).toMatch(/endless\.wgsl:16:1 error: this loop does not end/)
  })

  test('shows where a text does not compile', async () => {
    const { status, lines, stderr } = await judged(
      'typo',
      ours.replace(LEAKY, 'result[i] = x[i] * SLOP;'),
    )
    expect(status).toBe(1)
    expect(lines[0]).toMatch(/typo\.wgsl:\d+:\d+ error: unresolved value 'SLOP'/)
    expect(stderr).toMatch(/^\d+ \| +result\[i\] = x\[i\] \* SLOP;\n +\^/m)
  })

  test.each([
    ['--shader replaces the kernel of one op', ['check', '--shader', 'mine.wgsl']],
    ['--as goes with --shader', ['check', 'relu', '--as', 'conv.wgsl']],
    ['there is no file mine.wgsl', ['check', 'relu', '--shader', 'mine.wgsl']],
    ['are none that relu runs', ['check', 'relu', '--shader', 'shaders/pool.wgsl']],
    [
      'relu runs no file pool.wgsl',
      ['check', 'relu', '--shader', 'shaders/activations.wgsl', '--as', 'pool.wgsl'],
    ],
    ['Add --op', ['bench', '--shader', 'shaders/pool.wgsl']],
    [
      '--only does not go with --shader',
      ['bench', '--only', 'probes', '--shader', 'shaders/pool.wgsl'],
    ],
  ])('refuses in a line: %s', async (words, args) => {
    const { status, lines } = await tell(...args)
    expect(status).toBe(2)
    expect(lines).toEqual([expect.stringContaining(words)])
  })
})

test('bench --shader races it against ours and the plain kernel, unless it is wrong', async () => {
  const file = join(tmpdir(), `ganvas-${process.pid}-race.wgsl`)
  writeFileSync(file, ours)
  const race = ['bench', '--op', 'leakyRelu', '--pass', 'forward', '--quick', '--runtime', 'node']
  const { status, stdout } = await tell(...race, '--shader', file)
  expect(status).toBe(0)
  expect(stdout).toMatch(/own +ours +plain +GFLOP\/s +own \/ ours/)
  expect(stdout).toMatch(/D block 1, batch 64 +forward( +[\d.]+){4} +[\d.]+ \([\d.]+–[\d.]+\)/)
  writeFileSync(file, ours.replace(LEAKY, 'result[i] = x[i];'))
  const wrong = await tell(...race, '--shader', file)
  expect(wrong.status).toBe(1)
  expect(wrong.stdout).toMatch(/computes wrong values, so its times mean nothing/)
})
