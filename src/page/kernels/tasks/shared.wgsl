// convolve as a product of matrices, by tiles in workgroup memory: a step towards convShared.wgsl
// invocations: convolve = (Q + 7) / 8 * ((K + 7) / 8) * 64

const Q: u32 = 5u;
const C: u32 = 7u;
const K: u32 = 3u;
const TILE: u32 = 8u;
const ACROSS: u32 = (K + TILE - 1u) / TILE;
const DOWN: u32 = (Q + TILE - 1u) / TILE;

@group(0) @binding(0) var<storage, read> large: array<f32>; // x, [Q, C]
@group(0) @binding(1) var<storage, read> weight: array<f32>; // [C, K]
@group(0) @binding(2) var<storage, read_write> result: array<f32>; // y, [Q, K]

var<workgroup> left: array<f32, TILE * TILE>;
var<workgroup> right: array<f32, TILE * TILE>;

@compute @workgroup_size(TILE * TILE)
fn convolve(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // A workgroup computes a tile of result, each invocation one number of it.
  let tile = id.y * groups.x + id.x;
  if (tile >= ACROSS * DOWN) { return; }
  let row = lane / TILE;
  let column = lane % TILE;
  let q = tile / ACROSS * TILE + row;
  let k = tile % ACROSS * TILE + column;

  var sum = 0.0;
  for (var first = 0u; first < C; first += TILE) {
    // Each invocation brings one number of each matrix, and 0 from beyond the border.
    var a = 0.0;
    if (q < Q && first + column < C) { a = large[q * C + first + column]; }
    var b = 0.0;
    if (first + row < C && k < K) { b = weight[(first + row) * K + k]; }
    left[lane] = a;
    right[lane] = b;
    // Both tiles are there.
    workgroupBarrier();
    for (var c = 0u; c < TILE; c++) {
      sum = fma(left[row * TILE + c], right[c * TILE + column], sum);
    }
    // Nothing of these tiles is needed any more.
    workgroupBarrier();
  }
  if (q < Q && k < K) { result[q * K + k] = sum; }
}
