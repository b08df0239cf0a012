// moments.wgsl: mean and variance of groups of numbers
//
//   mean[n, g] = Σ x[n, r, g, d] / COUNT     variance[n, g] = Σ (x[n, r, g, d] - mean[n, g])² / COUNT
//   over r < ROWS and d < DEPTH, with COUNT = ROWS · DEPTH
//
//   norm       N      ROWS         GROUPS   DEPTH
//   batch      1      N · H · W    C        1          one group a channel, over the whole batch;
//                                                      N batches that stand one after the other, with N > 1
//   instance   N      H · W        C        1          one group a channel of a sample
//   layer      N      1            1        H · W · C  one group a sample
//   group      N      H · W        G        C / G
//
//   entry point       one invocation computes          reads     writes
//   chunk_moments     mean and Σ(x-mean)² of a chunk   x         partial
//   merge_moments     the moments of a group           partial   mean_out, variance_out
//   merge_and_track   those of group g in each n, and  partial   mean_out, variance_out,
//                     its running statistics                     running_mean, running_variance, batches
//   fold_moments      as merge_moments, by a workgroup a group
//   fold_and_track    as merge_and_track, by a workgroup a group
//
// A group's COUNT numbers are cut into CHUNKS chunks of CHUNK; they are merged in a fixed order. A chunk is added up RUN at a
// time, since rounding grows with the length of a sum.
// Moments are taken about a value of the data itself, so a mean of 1000 costs no digits
// (Chan, Golub, LeVeque: Updating formulae and a pairwise algorithm for computing sample variances).
// A GPU would wait a thousand times for a thousand chunks, and run little else: there the invocations of a workgroup
// share the chunks of a group.
// uses: lib/grid.wgsl, lib/fold.wgsl

const N: u32 = 1u;
const ROWS: u32 = 1000u;
const GROUPS: u32 = 16u;
const DEPTH: u32 = 1u;
const CHUNK: u32 = 128u;
const MOMENTUM: f32 = 0.1;
const LANES: u32 = 64u;
const RUN: u32 = 8u; // divides CHUNK, a power of two from 16 on

const COUNT: u32 = ROWS * DEPTH;
const SIZE: u32 = N * COUNT * GROUPS;
const CHUNKS: u32 = (COUNT + CHUNK - 1u) / CHUNK;

@group(0) @binding(0) var<storage, read> x: array<f32, SIZE>;
@group(0) @binding(1) var<storage, read_write> partial: array<vec2f, CHUNKS * N * GROUPS>;
@group(0) @binding(2) var<storage, read_write> mean_out: array<f32, N * GROUPS>;
@group(0) @binding(3) var<storage, read_write> variance_out: array<f32, N * GROUPS>;
@group(0) @binding(4) var<storage, read_write> running_mean: array<f32, GROUPS>;
@group(0) @binding(5) var<storage, read_write> running_variance: array<f32, GROUPS>;
@group(0) @binding(6) var<storage, read_write> batches: array<u32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn chunk_moments(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= CHUNKS * N * GROUPS) { return; }
  let group = i % (N * GROUPS);
  let chunk = i / (N * GROUPS);
  let first = chunk * CHUNK;

  let shift = x[at_x(group, first)];
  var sum = 0.0;
  var some = vec2f();
  for (var k = 0u; k < CHUNK; k++) {
    if (first + k < COUNT) { some.x += x[at_x(group, first + k)] - shift; }
    if (k % RUN == RUN - 1u) {
      sum += some.x;
      some.x = 0.0;
    }
  }
  let chunk_mean = shift + sum / length_of(chunk);
  // Deviations from the exact mean add up to nothing; what is left over corrects the rounded one.
  var rest = 0.0;
  var squares = 0.0;
  for (var k = 0u; k < CHUNK; k++) {
    if (first + k < COUNT) {
      let d = x[at_x(group, first + k)] - chunk_mean;
      some = vec2f(some.x + d, fma(d, d, some.y));
    }
    if (k % RUN == RUN - 1u) {
      rest += some.x;
      squares += some.y;
      some = vec2f();
    }
  }
  let correction = rest / length_of(chunk);
  partial[i] = vec2f(chunk_mean + correction, squares - rest * correction);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn merge_moments(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let group = element(id, groups);
  if (group >= N * GROUPS) { return; }
  let moments = merged(group, groups);
  mean_out[group] = moments.x;
  variance_out[group] = moments.y;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn merge_and_track(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let g = element(id, groups);
  if (g >= GROUPS) { return; }
  for (var n = 0u; n < N; n++) {
    let group = n * GROUPS + g;
    let moments = merged(group, groups);
    mean_out[group] = moments.x;
    variance_out[group] = moments.y;
    track(g, moments);
  }
  if (g == 0u) { batches[0] += N; }
}

@compute @workgroup_size(LANES)
fn fold_moments(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = id.y * groups.x + id.x;
  if (group >= N * GROUPS) { return; }
  let moments = folded(group, lane);
  if (lane > 0u) { return; }
  mean_out[group] = moments.x;
  variance_out[group] = moments.y;
}

@compute @workgroup_size(LANES)
fn fold_and_track(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let g = id.y * groups.x + id.x;
  if (g >= GROUPS) { return; }
  for (var n = 0u; n < N; n++) {
    let group = n * GROUPS + g;
    let moments = folded(group, lane);
    if (lane == 0u) {
      mean_out[group] = moments.x;
      variance_out[group] = moments.y;
      track(g, moments);
    }
  }
  if ((g == 0u) & (lane == 0u)) { batches[0] += N; }
}

fn track(g: u32, moments: vec2f) {
  // The running variance is the unbiased one, as in PyTorch.
  let unbiased = moments.y * (f32(COUNT) / f32(max(COUNT, 2u) - 1u));
  running_mean[g] += MOMENTUM * (moments.x - running_mean[g]);
  running_variance[g] += MOMENTUM * (unbiased - running_variance[g]);
}

// Mean and variance of a group, from those of its chunks.
fn merged(group: u32, groups: vec3u) -> vec2f {
  // There is always a workgroup, which the compiler does not know: llvmpipe would write the loops out, which takes a second.
  let chunks = CHUNKS * min(groups.x, 1u);
  let shift = partial[group].x;
  var sum = 0.0;
  for (var chunk = 0u; chunk < chunks; chunk++) {
    sum = fma(length_of(chunk), partial[chunk * N * GROUPS + group].x - shift, sum);
  }
  let whole = shift + sum / f32(COUNT);
  var squares = 0.0;
  for (var chunk = 0u; chunk < chunks; chunk++) {
    let moments = partial[chunk * N * GROUPS + group];
    let d = moments.x - whole;
    squares += fma(length_of(chunk) * d, d, moments.y);
  }
  return vec2f(whole, squares / f32(COUNT));
}

// The same in each invocation of a workgroup, which takes every LANES-th chunk.
fn folded(group: u32, lane: u32) -> vec2f {
  let shift = partial[group].x;
  var sum = 0.0;
  for (var turn = 0u; turn < (CHUNKS + LANES - 1u) / LANES; turn++) {
    let chunk = turn * LANES + lane;
    if (chunk < CHUNKS) {
      sum = fma(length_of(chunk), partial[chunk * N * GROUPS + group].x - shift, sum);
    }
  }
  let whole = shift + fold(vec2f(sum, 0.0), lane).x / f32(COUNT);
  var squares = 0.0;
  for (var turn = 0u; turn < (CHUNKS + LANES - 1u) / LANES; turn++) {
    let chunk = turn * LANES + lane;
    if (chunk < CHUNKS) {
      let moments = partial[chunk * N * GROUPS + group];
      let d = moments.x - whole;
      squares += fma(length_of(chunk) * d, d, moments.y);
    }
  }
  return vec2f(whole, fold(vec2f(squares, 0.0), lane).x / f32(COUNT));
}

// The k-th number of a group.
fn at_x(group: u32, k: u32) -> u32 {
  let row = group / GROUPS * ROWS + k / DEPTH;
  return (row * GROUPS + group % GROUPS) * DEPTH + k % DEPTH;
}

fn length_of(chunk: u32) -> f32 {
  return f32(min(CHUNK, COUNT - chunk * CHUNK));
}
