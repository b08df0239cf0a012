// half.wgsl: numbers stored as halves (binary16), two in a word
//
//   entry point   one invocation               reads    writes
//   pack          packs four neighbours        x        packed
//   unpack        takes them out again         halves   result
//
// Halves are for storage only: nothing is computed in them, and no feature of the adapter is asked for. A
// half has 11 significant bits: a number comes back within 2⁻¹⁰ of itself, or within 2⁻²⁴ where it is below
// 2⁻¹⁴. The largest half is 65504, and what is beyond is clamped to it: WGSL does not say what else it
// would become. Vectors may reach past the end, which nothing reads (src/gpu/memory.ts).
// https://www.w3.org/TR/WGSL/#pack2x16float-builtin
// uses: lib/grid.wgsl

const LARGEST: f32 = 65504.0;

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> packed: array<vec2u>;
@group(0) @binding(2) var<storage, read> halves: array<vec2u>;
@group(0) @binding(3) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn pack(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&packed)) { return; }
  let v = clamp(x[i], vec4f(-LARGEST), vec4f(LARGEST));
  packed[i] = vec2u(pack2x16float(v.xy), pack2x16float(v.zw));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn unpack(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = vec4f(unpack2x16float(halves[i].x), unpack2x16float(halves[i].y));
}
