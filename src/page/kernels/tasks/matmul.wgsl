// convolve as a product of matrices, an invocation for each number: a step towards conv.wgsl
// uses: lib/grid.wgsl

const Q: u32 = 5u;
const C: u32 = 7u;
const K: u32 = 3u;

@group(0) @binding(0) var<storage, read> large: array<f32>; // x, [Q, C]
@group(0) @binding(1) var<storage, read> weight: array<f32>; // [C, K]
@group(0) @binding(2) var<storage, read_write> result: array<f32>; // y, [Q, K]

@compute @workgroup_size(WORKGROUP_SIZE)
fn convolve(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= Q * K) { return; }
  let q = i / K;
  let k = i % K;

  var sum = 0.0;
  for (var c = 0u; c < C; c++) {
    sum = fma(large[q * C + c], weight[c * K + k], sum);
  }
  result[i] = sum;
}
