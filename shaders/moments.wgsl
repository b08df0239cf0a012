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
//   chunk_moments     mean, Σ(x-mean)² and length of   x         partial; mean_out
//                     a chunk                                    only for its length
//   merge_moments     the moments of a group           partial   mean_out, variance_out
//   merge_and_track   those of group g in each n, and  partial   mean_out, variance_out,
//                     its running statistics                     running_mean, running_variance, batches
//   fold_moments      as merge_moments, by a workgroup a group
//   fold_and_track    as merge_and_track, by a workgroup a group
//
// A group's COUNT numbers are cut into chunks of CHUNK; they are merged in a fixed order. A chunk is added up RUN at a time,
// since rounding grows with the length of a sum. Sizes are read from the lengths of the arrays, so that the layers of a
// network share a pipeline: compiling takes longer than a first iteration's sums on a software adapter.
// Moments are taken about a value of the data itself, so a mean of 1000 costs no digits
// (Chan, Golub, LeVeque: Updating formulae and a pairwise algorithm for computing sample variances).
// A GPU would wait a thousand times for a thousand chunks, and run little else: there the invocations of a workgroup
// share the chunks of a group.
// uses: lib/grid.wgsl, lib/fold.wgsl

const N: u32 = 1u;
const DEPTH: u32 = 1u;
const CHUNK: u32 = 128u;
const MOMENTUM: f32 = 0.1;
const LANES: u32 = 64u;
const RUN: u32 = 8u; // divides CHUNK, a power of two from 16 on

@group(0) @binding(0) var<storage, read> x: array<f32>; // [N, ROWS, GROUPS, DEPTH]
@group(0) @binding(1) var<storage, read_write> partial: array<vec3f>; // [chunks, N, GROUPS]
@group(0) @binding(2) var<storage, read_write> mean_out: array<f32>; // [N, GROUPS]
@group(0) @binding(3) var<storage, read_write> variance_out: array<f32>;
@group(0) @binding(4) var<storage, read_write> running_mean: array<f32>; // [GROUPS]
@group(0) @binding(5) var<storage, read_write> running_variance: array<f32>;
@group(0) @binding(6) var<storage, read_write> batches: array<u32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn chunk_moments(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&partial)) { return; }
  let all = arrayLength(&mean_out);
  let count = arrayLength(&x) / all;
  let chunk = i / all;
  let group = i - chunk * all;
  let first = chunk * CHUNK;
  let length = f32(min(CHUNK, count - first));
  let place = place_of(group, all / N, count);

  let shift = x[at_x(place, first)];
  var sum = 0.0;
  var some = vec2f();
  for (var k = 0u; k < CHUNK; k++) {
    if (first + k < count) { some.x += x[at_x(place, first + k)] - shift; }
    if (k % RUN == RUN - 1u) {
      sum += some.x;
      some.x = 0.0;
    }
  }
  let chunk_mean = shift + sum / length;
  // Deviations from the exact mean add up to nothing; what is left over corrects the rounded one.
  var rest = 0.0;
  var squares = 0.0;
  for (var k = 0u; k < CHUNK; k++) {
    if (first + k < count) {
      let d = x[at_x(place, first + k)] - chunk_mean;
      some = vec2f(some.x + d, fma(d, d, some.y));
    }
    if (k % RUN == RUN - 1u) {
      rest += some.x;
      squares += some.y;
      some = vec2f();
    }
  }
  let correction = rest / length;
  partial[i] = vec3f(chunk_mean + correction, squares - rest * correction, length);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn merge_moments(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let group = element(id, groups);
  if (group >= arrayLength(&mean_out)) { return; }
  let moments = merged(group);
  mean_out[group] = moments.mean;
  variance_out[group] = moments.variance;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn merge_and_track(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let g = element(id, groups);
  let channels = arrayLength(&running_mean);
  if (g >= channels) { return; }
  for (var n = 0u; n < arrayLength(&mean_out) / arrayLength(&running_mean); n++) {
    let group = n * channels + g;
    let moments = merged(group);
    mean_out[group] = moments.mean;
    variance_out[group] = moments.variance;
    track(g, moments);
  }
  if (g == 0u) { batches[0] += arrayLength(&mean_out) / channels; }
}

@compute @workgroup_size(LANES)
fn fold_moments(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = id.y * groups.x + id.x;
  if (group >= arrayLength(&mean_out)) { return; }
  let moments = folded(group, lane);
  if (lane > 0u) { return; }
  mean_out[group] = moments.mean;
  variance_out[group] = moments.variance;
}

@compute @workgroup_size(LANES)
fn fold_and_track(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let g = id.y * groups.x + id.x;
  let channels = arrayLength(&running_mean);
  if (g >= channels) { return; }
  for (var n = 0u; n < arrayLength(&mean_out) / arrayLength(&running_mean); n++) {
    let group = n * channels + g;
    let moments = folded(group, lane);
    if (lane == 0u) {
      mean_out[group] = moments.mean;
      variance_out[group] = moments.variance;
      track(g, moments);
    }
  }
  if ((g == 0u) & (lane == 0u)) { batches[0] += arrayLength(&mean_out) / channels; }
}

struct Moments {
  mean: f32,
  variance: f32,
  count: f32,
}

fn track(g: u32, moments: Moments) {
  // The running variance is the unbiased one, as in PyTorch.
  let unbiased = moments.variance * (moments.count / (max(moments.count, 2.0) - 1.0));
  running_mean[g] += MOMENTUM * (moments.mean - running_mean[g]);
  running_variance[g] += MOMENTUM * (unbiased - running_variance[g]);
}

// Mean and variance of a group, from those of its chunks.
fn merged(group: u32) -> Moments {
  let all = arrayLength(&mean_out);
  let shift = partial[group].x;
  var sum = vec2f(); // of numbers; their count
  for (var i = 0u; i < arrayLength(&partial) / arrayLength(&mean_out); i++) {
    let chunk = partial[i * all + group];
    sum = vec2f(fma(chunk.z, chunk.x - shift, sum.x), sum.y + chunk.z);
  }
  let whole = shift + sum.x / sum.y;
  // Four sums take turns, the oldest first: rounding grows with the length of each.
  var squares = vec4f();
  for (var i = 0u; i < arrayLength(&partial) / arrayLength(&mean_out); i++) {
    let chunk = partial[i * all + group];
    let d = chunk.x - whole;
    squares = vec4f(squares.yzw, squares.x + fma(chunk.z * d, d, chunk.y));
  }
  let pairs = squares.xy + squares.zw;
  return Moments(whole, (pairs.x + pairs.y) / sum.y, sum.y);
}

// The same in each invocation of a workgroup, which takes every LANES-th chunk.
fn folded(group: u32, lane: u32) -> Moments {
  let all = arrayLength(&mean_out);
  let shift = partial[group].x;
  var some = vec2f();
  for (var turn = 0u; turn < (arrayLength(&partial) / arrayLength(&mean_out) + LANES - 1u) / LANES; turn++) {
    let i = (turn * LANES + lane) * all + group;
    if (i < arrayLength(&partial)) {
      let chunk = partial[i];
      some = vec2f(fma(chunk.z, chunk.x - shift, some.x), some.y + chunk.z);
    }
  }
  let sum = fold(some, lane);
  let whole = shift + sum.x / sum.y;
  var squares = 0.0;
  for (var turn = 0u; turn < (arrayLength(&partial) / arrayLength(&mean_out) + LANES - 1u) / LANES; turn++) {
    let i = (turn * LANES + lane) * all + group;
    if (i < arrayLength(&partial)) {
      let chunk = partial[i];
      let d = chunk.x - whole;
      squares += fma(chunk.z * d, d, chunk.y);
    }
  }
  return Moments(whole, fold(vec2f(squares, 0.0), lane).x / sum.y, sum.y);
}

// Where a group lies in x: its first number, and the distance of its rows.
struct Place {
  start: u32,
  row: u32,
}

fn place_of(group: u32, channels: u32, count: u32) -> Place {
  let n = group / channels;
  return Place(n * channels * count + (group - n * channels) * DEPTH, channels * DEPTH);
}

// The k-th number of a group.
fn at_x(place: Place, k: u32) -> u32 {
  return place.start + k / DEPTH * place.row + k % DEPTH;
}
