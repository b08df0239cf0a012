// sum_axis by the invocations of a workgroup: a step towards lib/fold.wgsl
// uses: lib/grid.wgsl
// invocations: sum_axis = LANES * INVOCATIONS

const OUTER: u32 = 1u;
const ROWS: u32 = 1000u;
const INNER: u32 = 8u;
const CHUNK: u32 = 128u;
const FACTOR: f32 = 1.0;
const LANES: u32 = 16u;
const CHUNKS: u32 = (ROWS + CHUNK - 1u) / CHUNK;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

var<workgroup> parts: array<f32, LANES>;

@compute @workgroup_size(LANES)
fn sum_axis(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  // A workgroup computes one element of result.
  let i = id.y * groups.x + id.x;
  if (i >= OUTER * CHUNKS * INNER) { return; }
  let inner = i % INNER;
  let chunk = i / INNER % CHUNKS;
  let outer = i / INNER / CHUNKS;

  // Each invocation adds every LANES-th row.
  var some = 0.0;
  for (var r = lane; r < CHUNK; r += LANES) {
    let row = chunk * CHUNK + r;
    if (row < ROWS) { some += x[(outer * ROWS + row) * INNER + inner]; }
  }
  parts[lane] = some;
  workgroupBarrier();

  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    if (lane < half) { parts[lane] += parts[lane + half]; }
    workgroupBarrier();
  }
  if (lane == 0u) { result[i] = FACTOR * parts[0]; }
}
