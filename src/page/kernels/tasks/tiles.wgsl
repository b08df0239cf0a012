// convolve as a product of matrices, by tiles in registers: a step towards convTiled.wgsl
// uses: lib/grid.wgsl
// invocations: convolve = (Q + 3) / 4 * ((K + 7) / 8)

const Q: u32 = 5u;
const C: u32 = 7u;
const K: u32 = 3u;
const TILE_ROWS: u32 = 4u;
const TILE_COLUMNS: u32 = 8u;
const ACROSS: u32 = (K + TILE_COLUMNS - 1u) / TILE_COLUMNS;
const DOWN: u32 = (Q + TILE_ROWS - 1u) / TILE_ROWS;

@group(0) @binding(0) var<storage, read> large: array<f32>; // x, [Q, C]
@group(0) @binding(1) var<storage, read> weight: array<f32>; // [C, K]
@group(0) @binding(2) var<storage, read_write> result: array<f32>; // y, [Q, K]

@compute @workgroup_size(WORKGROUP_SIZE)
fn convolve(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  // An invocation computes TILE_ROWS rows of TILE_COLUMNS numbers.
  let tile = element(id, groups);
  if (tile >= ACROSS * DOWN) { return; }
  let q = tile / ACROSS * TILE_ROWS;
  let k = tile % ACROSS * TILE_COLUMNS;

  var sum: array<f32, TILE_ROWS * TILE_COLUMNS>;
  for (var c = 0u; c < C; c++) {
    var a: array<f32, TILE_ROWS>;
    for (var i = 0u; i < TILE_ROWS; i++) { // unroll
      a[i] = large[min(q + i, Q - 1u) * C + c];
    }
    var b: array<f32, TILE_COLUMNS>;
    for (var j = 0u; j < TILE_COLUMNS; j++) { // unroll
      b[j] = weight[c * K + min(k + j, K - 1u)];
    }
    for (var i = 0u; i < TILE_ROWS; i++) { // unroll
      for (var j = 0u; j < TILE_COLUMNS; j++) { // unroll
        sum[i * TILE_COLUMNS + j] = fma(a[i], b[j], sum[i * TILE_COLUMNS + j]);
      }
    }
  }

  for (var i = 0u; i < TILE_ROWS; i++) { // unroll
    for (var j = 0u; j < TILE_COLUMNS; j++) { // unroll
      if (q + i < Q && k + j < K) {
        result[(q + i) * K + k + j] = sum[i * TILE_COLUMNS + j];
      }
    }
  }
}
