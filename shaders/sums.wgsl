// sums.wgsl: sums over all dimensions but the last
//
//   sum_leading   result[chunk, column] = Σ x[row, column]   over the CHUNK rows of one chunk
//
//   binding   name     shape                       access
//   0         x        [ROWS, COLUMNS]             read
//   1         result   [ceil(ROWS / CHUNK), COLUMNS]   read_write
//
// One invocation adds CHUNK rows of one column, in order. src/ops/sums.ts repeats the pass until one
// row is left: the same tree, and so the same bits, every time. Its gradient is `expand`.
// uses: lib/grid.wgsl

const ROWS: u32 = 1000u;
const COLUMNS: u32 = 8u;
const CHUNK: u32 = 128u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn sum_leading(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= (ROWS + CHUNK - 1u) / CHUNK * COLUMNS) { return; }
  let chunk = i / COLUMNS;
  let column = i % COLUMNS;

  var sum = 0.0;
  for (var r = 0u; r < CHUNK; r++) {
    let row = chunk * CHUNK + r;
    if (row < ROWS) {
      sum += x[row * COLUMNS + column];
    }
  }
  result[i] = sum;
}
