// sums.wgsl: sums along one axis
//
//   sum_axis   result[o, chunk, i] = FACTOR Σ x[o, row, i]   over the CHUNK rows of one chunk
//
//   binding   name     shape                               access
//   0         x        [OUTER, ROWS, INNER]                read
//   1         result   [OUTER, ceil(ROWS / CHUNK), INNER]  read_write
//
// Neighbouring dimensions that are summed together are one axis of ROWS; OUTER and INNER are what
// stands before and after it. One invocation adds CHUNK rows, RUN at a time: rounding grows with the
// length of a sum. src/ops/sums.ts repeats the pass until one row is left: the same tree, and so the same
// bits, every time. The last pass of a mean has a FACTOR. The gradient is `expand` (arithmetic.wgsl).
// uses: lib/grid.wgsl

const OUTER: u32 = 1u;
const ROWS: u32 = 1000u;
const INNER: u32 = 8u;
const CHUNK: u32 = 128u;
const FACTOR: f32 = 1.0;
const RUN: u32 = 16u;

const CHUNKS: u32 = (ROWS + CHUNK - 1u) / CHUNK;

@group(0) @binding(0) var<storage, read> x: array<f32, OUTER * ROWS * INNER>;
@group(0) @binding(1) var<storage, read_write> result: array<f32, OUTER * CHUNKS * INNER>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn sum_axis(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= OUTER * CHUNKS * INNER) { return; }
  let inner = i % INNER;
  let chunk = i / INNER % CHUNKS;
  let outer = i / INNER / CHUNKS;

  var sum = 0.0;
  for (var run = 0u; run < (CHUNK + RUN - 1u) / RUN; run++) {
    var some = 0.0;
    for (var r = 0u; r < RUN; r++) {
      let row = chunk * CHUNK + run * RUN + r;
      if (row < ROWS) { some += x[(outer * ROWS + row) * INNER + inner]; }
    }
    sum += some;
  }
  result[i] = FACTOR * sum;
}
