// groupNorm.wgsl: numbers of one sample standardised in groups: layer, instance and group norm
//
//   x and result are [N, ROWS, GROUPS, DEPTH]; a group is (n, g), its COUNT numbers are all r and d
//   y = (x - mean) · s    with s = 1 / √(variance + EPS)
//
//   grad_x = s · (grad_y - a - y · b)    with a = Σ grad_y / COUNT, b = Σ grad_y · y / COUNT
//
//   entry point         one invocation computes   reads                              writes
//   standardise         one element of y          x, mean, variance                  result
//   inverse_deviation   s of one group            variance                           s_out
//   chunk_products      the sums of a chunk       grad_y, y                          partial
//   merge_products      a and b of a group        partial                            averages_out
//   fold_products       the same, by a workgroup  partial                            averages_out
//   project             one element of grad_x     grad_y, y, s, averages             result
//   project_by_y        the same, of its ∂y       u, grad_y, s, averages (of both)   result
//   deviation_by_x      and of ∂s/∂x              y, s, grad_s                       result
//
// Mean and variance come from moments.wgsl, which says what each norm makes of the four dimensions.
// `project` is linear in grad_y and its own adjoint. The last two are for the second derivative,
// where u is the gradient of `project`'s result, and of s:
//
//   ∂y = -s · (u · b + grad_y · b_u), with b_u = Σ u · y / COUNT        ∂x = -grad_s · s² · y / COUNT
//
// https://pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html
// uses: lib/grid.wgsl, lib/fold.wgsl, lib/math.wgsl

const N: u32 = 4u;
const ROWS: u32 = 64u;
const GROUPS: u32 = 8u;
const DEPTH: u32 = 2u;
const CHUNK: u32 = 128u;
const EPS: f32 = 1e-5;
const LANES: u32 = 64u;

const COUNT: u32 = ROWS * DEPTH;
const SIZE: u32 = N * COUNT * GROUPS;
const CHUNKS: u32 = (COUNT + CHUNK - 1u) / CHUNK;

@group(0) @binding(0) var<storage, read> x: array<f32, SIZE>;
@group(0) @binding(1) var<storage, read> mean: array<f32, N * GROUPS>;
@group(0) @binding(2) var<storage, read> variance: array<f32, N * GROUPS>;
@group(0) @binding(3) var<storage, read> grad_y: array<f32, SIZE>;
@group(0) @binding(4) var<storage, read> y: array<f32, SIZE>;
@group(0) @binding(5) var<storage, read> s: array<f32, N * GROUPS>;
@group(0) @binding(6) var<storage, read> averages: array<vec2f, N * GROUPS>;
@group(0) @binding(7) var<storage, read_write> partial: array<vec2f, CHUNKS * N * GROUPS>;
@group(0) @binding(8) var<storage, read_write> averages_out: array<vec2f, N * GROUPS>;
@group(0) @binding(9) var<storage, read_write> result: array<f32, SIZE>;
@group(0) @binding(10) var<storage, read> u: array<f32, SIZE>;
@group(0) @binding(11) var<storage, read> averages_u: array<vec2f, N * GROUPS>;
@group(0) @binding(12) var<storage, read> grad_s: array<f32, N * GROUPS>;
@group(0) @binding(13) var<storage, read_write> s_out: array<f32, N * GROUPS>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn standardise(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= SIZE) { return; }
  let group = group_of(i);
  result[i] = (x[i] - mean[group]) * one_over_root(variance[group] + EPS);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn inverse_deviation(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= N * GROUPS) { return; }
  s_out[i] = one_over_root(variance[i] + EPS);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn chunk_products(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= CHUNKS * N * GROUPS) { return; }
  let group = i % (N * GROUPS);
  let first = i / (N * GROUPS) * CHUNK;

  var sum = vec2f();
  for (var k = 0u; k < CHUNK; k++) {
    if (first + k < COUNT) {
      let at = at_x(group, first + k);
      sum += grad_y[at] * vec2f(1.0, y[at]);
    }
  }
  partial[i] = sum;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn merge_products(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let group = element(id, groups);
  if (group >= N * GROUPS) { return; }
  var sum = vec2f();
  for (var chunk = 0u; chunk < CHUNKS; chunk++) {
    sum += partial[chunk * N * GROUPS + group];
  }
  averages_out[group] = sum / f32(COUNT);
}

// On a GPU: its invocations share the chunks of a group.
@compute @workgroup_size(LANES)
fn fold_products(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = id.y * groups.x + id.x;
  if (group >= N * GROUPS) { return; }
  var some = vec2f();
  for (var turn = 0u; turn < (CHUNKS + LANES - 1u) / LANES; turn++) {
    let chunk = turn * LANES + lane;
    if (chunk < CHUNKS) { some += partial[chunk * N * GROUPS + group]; }
  }
  let sum = fold(some, lane);
  if (lane == 0u) { averages_out[group] = sum / f32(COUNT); }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn project(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= SIZE) { return; }
  let group = group_of(i);
  result[i] = s[group] * fma(-y[i], averages[group].y, grad_y[i] - averages[group].x);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn project_by_y(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= SIZE) { return; }
  let group = group_of(i);
  result[i] = -s[group] * (u[i] * averages[group].y + grad_y[i] * averages_u[group].y);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn deviation_by_x(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= SIZE) { return; }
  let group = group_of(i);
  result[i] = -grad_s[group] * s[group] * s[group] / f32(COUNT) * y[i];
}

fn group_of(i: u32) -> u32 {
  return i / (COUNT * GROUPS) * GROUPS + i / DEPTH % GROUPS;
}

// The k-th number of a group.
fn at_x(group: u32, k: u32) -> u32 {
  let row = group / GROUPS * ROWS + k / DEPTH;
  return (row * GROUPS + group % GROUPS) * DEPTH + k % DEPTH;
}
