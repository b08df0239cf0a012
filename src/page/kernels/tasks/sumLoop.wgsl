// sum_axis, an invocation for each sum: a step towards sums.wgsl
// uses: lib/grid.wgsl

const OUTER: u32 = 1u;
const ROWS: u32 = 1000u;
const INNER: u32 = 8u;
const CHUNK: u32 = 128u;
const FACTOR: f32 = 1.0;
const CHUNKS: u32 = (ROWS + CHUNK - 1u) / CHUNK;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn sum_axis(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= OUTER * CHUNKS * INNER) { return; }
  let inner = i % INNER;
  let chunk = i / INNER % CHUNKS;
  let outer = i / INNER / CHUNKS;

  var sum = 0.0;
  for (var r = 0u; r < CHUNK; r++) {
    let row = chunk * CHUNK + r;
    if (row < ROWS) {
      sum += x[(outer * ROWS + row) * INNER + inner];
    }
  }
  result[i] = FACTOR * sum;
}
