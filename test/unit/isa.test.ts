// Reading of machine code and of WGSL by bench/isa, which `npm run isa` needs a compiler for.

import { expect, it } from 'vitest'
import { analyse } from '../../bench/isa/assembly'
import { dispatchesOfOps, parts } from '../../bench/isa/cards'
import { crossed, ENOUGH_WORKGROUPS, TURNS } from '../../bench/isa/limits'
import { networks } from '../../bench/isa/networks'
import { type Row, weightedShare } from '../../bench/isa/row'
import { comparisonOf } from '../../bench/isa/table'
import { turnsOf } from '../../bench/isa/turns'
import { empty } from '../../src/autograd/tensor'
import { configOf } from '../../src/gan/model/presets'
import { makeBlueprint } from '../../src/gan/run/blueprint'
import { Shader } from '../../src/gpu/shader'
import { dispatch, labelOf, trace } from '../../src/gpu/trace'

const LISTING = `
BB0:
	s_mov_b32 s0, 0                             ; be800080
	v_mov_b32_e32 v1, 0                         ; 7e020280
BB1:
	v_lshlrev_b32_e32 v2, 2, v0                 ; 30040082
	buffer_load_b128 v[4:7], v2, s[4:7], 0 offen ; e05c0000
	s_waitcnt vmcnt(0)                          ; bf8903f7
	ds_store_b128 v2, v[4:7]                    ; db7c0000
BB2:
	ds_load_b128 v[8:11], v2                    ; dbfc0000
	v_fmac_f32_e32 v1, v8, v9                   ; 56021308
	v_pk_fma_f16 v3, v8, v9, v3                 ; cc0e4003
	v_dual_fmac_f32 v1, v8, v9 :: v_dual_mov_b32 v5, v6 ; c8100000
	v_rcp_f32_e32 v3, v3                        ; 7e065503
	s_cbranch_scc1 BB2                          ; bfa20000
BB3:
	s_barrier                                   ; bfbd0000
	s_cbranch_scc1 BB1                          ; bfa20000
BB4:
	scratch_store_b32 off, v1, s32              ; dc690000
	s_endpgm                                    ; bfb00000
`

it('counts the instructions of one turn of the outer loop, with those of the inner loop', () => {
  const { whole, turn } = analyse(LISTING, { wave: 64, macs: 8 })
  // Two turns of the inner loop make eight multiply-adds: v_pk_fma_f16 holds two.
  expect(turn).toMatchObject({
    fma: 6,
    macs: 8,
    dual: 2,
    slow: 2,
    valu: 3,
    ldsLoad: 2,
    ldsStore: 1,
  })
  expect(turn).toMatchObject({ load: 1, wait: 1, barrier: 1, branch: 3, scratch: 0, ldsBytes: 48 })
  expect(whole).toMatchObject({ fma: 3, valu: 3, scalar: 1, scratch: 1, store: 1, all: 16 })
})

it('leaves out what is around a whole turn, as a sum of partial sums is', () => {
  const { turn } = analyse(LISTING, { wave: 64, macs: 4 })
  expect(turn).toMatchObject({ fma: 3, macs: 4, ldsLoad: 1, ldsStore: 0, load: 0 })
})

it('takes code without a loop whole', () => {
  const { turn } = analyse('BB0:\n\tv_fma_f32 v0, v1, v2, v3\n\tv_add_f32 v0, v1, v2\n', {
    wave: 32,
  })
  expect(turn).toMatchObject({ fma: 1, valu: 1, macs: 1, all: 2 })
})

const SOURCE = `
const ROWS: u32 = 100u;
const CHUNK: u32 = 8u;
@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
@compute @workgroup_size(1)
fn total(
  @builtin(global_invocation_id) id: vec3u,
) {
  const CHUNKS = (ROWS + CHUNK - 1u) / CHUNK; // for (var i = 0u; i < 7u; i++) {
  for (var chunk = 0u; chunk < CHUNKS; chunk++) {
    if (chunk > 1u) { result[0] += 1.0; }
    for (var i = 0u; i < CHUNK; i += 4u) { result[0] += 1.0; }
    result[1] += once(id);
  }
  for (var i = 0u; i < arrayLength(&x); i++) { result[2] += x[i].x; }
}
fn once(id: vec3u) -> f32 {
  for (var i = id.x; i < 5u; i++) { result[3] += 1.0; }
  return 0.0;
}
`

it("adds up the turns of a kernel's loops", () => {
  const shader = new Shader('total.wgsl', SOURCE)
  const step = () =>
    dispatch(shader, 'total', {
      bindings: { x: empty('x', [12]), result: empty('result', [4]) },
      invocations: 1,
    })
  const [only] = trace({ step }).dispatches.step
  if (!only) throw new Error('nothing was recorded')
  // 13 chunks of 2 turns and the 5 of the function; then 3 vectors.
  expect(turnsOf(only)).toBe(13 * (2 + 5) + 3)
})

it.each(Object.entries(networks))(
  'on a GPU no lane of few workgroups turns often: %s',
  (_, settings) => {
    const { channels = 3, imageSize: width = 32 } = settings
    const config = configOf(settings, { software: false, channels })
    const images = { count: 1024, height: width, width, channels }
    const { train } = makeBlueprint(config, images, { traits: { software: false } })
    const all = [...train.dispatches.critic, ...train.dispatches.generator]
    const slow = all.filter((each) => {
      const few = each.workgroups[0] * each.workgroups[1] < ENOUGH_WORKGROUPS
      return few && (turnsOf(each) ?? 0) > TURNS
    })
    expect(slow.map(labelOf)).toEqual([])
    expect(all.map(turnsOf)).not.toContain(undefined)
  },
)

it('neither does one in ops of their own', () => {
  const all = Object.values(parts).flatMap((ops) => dispatchesOfOps(ops, { software: false }))
  const slow = all.filter(({ dispatch: each }) => {
    const few = each.workgroups[0] * each.workgroups[1] < ENOUGH_WORKGROUPS
    return few && (turnsOf(each) ?? 0) > TURNS
  })
  expect(slow.map(({ dispatch }) => labelOf(dispatch))).toEqual([])
  expect(all.map(({ dispatch }) => turnsOf(dispatch))).not.toContain(undefined)
})

const counts = analyse('', { wave: 64 }).whole
const statistics = {
  wave: 64,
  vgprs: 1,
  sgprs: 1,
  spills: 0,
  scratch: 0,
  lds: 0,
  waves: 16,
  code: 4,
}
const row = (changes: Partial<Row>): Row => ({
  ...{
    chip: 'navi31',
    network: 'a',
    kernel: 'convLean convolve',
    what: 'x',
    count: 1,
    flop: 100,
  },
  ...{ workgroups: 64, turns: 1000, choice: { COLUMNS: 4, LANES_ACROSS: 8 }, statistics },
  turn: { ...counts, fma: 9, valu: 1 },
  ...changes,
})

it('weights the share of multiply-adds by the instructions that the FLOP need', () => {
  const half = row({ turn: { ...counts, fma: 1, valu: 1 }, flop: 900 })
  expect(weightedShare([row({}), half])).toBeCloseTo(1000 / (100 / 0.9 + 900 / 0.5))
})

it('says which limit is crossed, and nothing where none is', () => {
  expect(crossed([row({})])).toEqual([])
  expect(crossed([row({ turn: { ...counts, fma: 8, valu: 2 } })])).toEqual([
    expect.stringContaining('navi31 a: multiply-adds are 80.0 %'),
  ])
  expect(crossed([row({ workgroups: 63, turns: 257 })])).toEqual([
    expect.stringContaining('257 turns'),
  ])
  expect(crossed([row({ statistics: { ...statistics, waves: 4 } })])).toEqual([
    expect.stringContaining('4 waves a SIMD'),
  ])
  expect(crossed([row({ statistics: { ...statistics, spills: 2 } })])).toEqual([
    expect.stringContaining('spills 2 registers'),
  ])
})

it('shows what changed since an earlier report', () => {
  const lines = comparisonOf([row({})], [row({ statistics: { ...statistics, waves: 5 } })])
  expect(lines[1]).toContain('16 → 5')
  expect(lines.at(-1)).toBe('navi31 a: fma share 90 %')
})
