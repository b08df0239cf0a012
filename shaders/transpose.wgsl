// transpose.wgsl: the axes of a tensor in another order
//
//   entry point   result[a, b, c, d]                                                its adjoint
//   transpose     x[a · STRIDE_A + b · STRIDE_B + c · STRIDE_C + d · STRIDE_D]      transpose, back
//
//   binding   name     shape                             access
//   0         x        the same extents, in its order    read
//   1         result   [A, B, C, D]                      read_write
//
// One invocation computes one element of `result`: neighbours are written side by side, and fetched from
// wherever x has them.
// uses: lib/grid.wgsl

const A: u32 = 2u;
const B: u32 = 3u;
const C: u32 = 4u;
const D: u32 = 5u;
// How far apart in x neighbours along each axis of `result` lie.
const STRIDE_A: u32 = 60u;
const STRIDE_B: u32 = 1u;
const STRIDE_C: u32 = 15u;
const STRIDE_D: u32 = 3u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn transpose(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= A * B * C * D) { return; }
  let along_d = i % D * STRIDE_D;
  let along_c = i / D % C * STRIDE_C;
  let along_b = i / D / C % B * STRIDE_B;
  let along_a = i / D / C / B * STRIDE_A;
  result[i] = x[along_a + along_b + along_c + along_d];
}
