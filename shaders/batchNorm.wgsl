// batchNorm.wgsl: batch normalisation over all dimensions but the last, and the activation after it
//
//   x̂ = (x - mean[c]) / √(variance[c] + EPS)   v = weight[c] · x̂ + bias[c]   y = v > 0 ? v : SLOPE v
//
//   g = v > 0 ? grad_y : SLOPE grad_y     grad_bias = Σ g     grad_weight = Σ g · x̂
//   grad_x = weight / √(variance + EPS) · (g - (grad_bias + x̂ · grad_weight) / ROWS)
//
//   entry point       one invocation computes      reads                                     writes
//   normalise         STRIP elements of y          x, mean, variance, weight, bias           result
//   chunk_gradients   two sums of a chunk          x, grad_y, mean, variance, weight, bias   partial
//   merge_gradients   the sums of a channel        partial                                   sums_out, grad_weight_out, grad_bias_out
//   fold_gradients    the same, by a workgroup     partial                                   the same
//   input_gradient    STRIP elements of grad_x     as chunk_gradients, and sums              result
//
// A strip is STRIP rows of one channel: what belongs to the channel is looked up once. Neighbouring
// invocations have neighbouring channels, so together they read and write whole rows.
//
// The moments come from moments.wgsl. x is PARTS batches one after the other, each of ROWS rows with
// moments of its own: real and generated images go through D together, and are yet two batches. The
// sums over a part's rows are cut into chunks of CHUNK rows, merged in a fixed order. As there, sizes are
// read from the lengths of the arrays.
//
// SLOPE is 1 where no activation follows, 0 for ReLU. The gradients compute v again: x is there, and y
// need not be read.
// In eval mode TRAINING is false: the statistics are constants and grad_x has no correction.
// https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
// uses: lib/grid.wgsl, lib/fold.wgsl

const CHUNK: u32 = 128u;
const STRIP: u32 = 16u;
const EPS: f32 = 1e-5;
const SLOPE: f32 = 1.0;
const TRAINING: bool = true;
const LANES: u32 = 64u;

@group(0) @binding(0) var<storage, read> x: array<f32>; // [PARTS, ROWS, C]
@group(0) @binding(1) var<storage, read> grad_y: array<f32>;
@group(0) @binding(2) var<storage, read> mean: array<f32>; // [PARTS, C]
@group(0) @binding(3) var<storage, read> variance: array<f32>;
@group(0) @binding(4) var<storage, read> weight: array<f32>; // [C]
@group(0) @binding(5) var<storage, read> bias: array<f32>;
@group(0) @binding(6) var<storage, read> sums: array<vec2f>; // [PARTS, C]
@group(0) @binding(7) var<storage, read_write> partial: array<vec2f>; // [chunks, PARTS, C]
@group(0) @binding(8) var<storage, read_write> sums_out: array<vec2f>;
@group(0) @binding(9) var<storage, read_write> grad_weight_out: array<f32>;
@group(0) @binding(10) var<storage, read_write> grad_bias_out: array<f32>;
@group(0) @binding(11) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn normalise(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let strip = strip_of(element(id, groups), STRIP);
  if (strip.rows == 0u) { return; }
  let centre = mean[strip.group];
  let scale = inverse_deviation(strip.group);
  let slope = scale * weight[strip.c];
  let shift = bias[strip.c];
  for (var r = 0u; r < STRIP; r++) {
    if (r < strip.rows) {
      let at = strip.start + r * strip.step;
      let v = fma(x[at] - centre, slope, shift);
      result[at] = v * select(SLOPE, 1.0, v > 0.0);
    }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn chunk_gradients(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  let strip = strip_of(i, CHUNK);
  if (strip.rows == 0u) { return; }
  let centre = mean[strip.group];
  let scale = inverse_deviation(strip.group);
  let slope = scale * weight[strip.c];
  let shift = bias[strip.c];

  var sum = vec2f();
  for (var r = 0u; r < CHUNK; r++) {
    if (r < strip.rows) {
      let at = strip.start + r * strip.step;
      let d = x[at] - centre;
      let v = fma(d, slope, shift);
      sum += grad_y[at] * select(SLOPE, 1.0, v > 0.0) * vec2f(d * scale, 1.0);
    }
  }
  partial[i] = sum;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn merge_gradients(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let c = element(id, groups);
  let channels = arrayLength(&grad_bias_out);
  if (c >= channels) { return; }
  let all = arrayLength(&sums_out);
  var whole = vec2f();
  for (var part = 0u; part < arrayLength(&sums_out) / arrayLength(&grad_bias_out); part++) {
    let group = part * channels + c;
    var sum = vec2f();
    for (var i = 0u; i < arrayLength(&partial) / arrayLength(&sums_out); i++) { sum += partial[i * all + group]; }
    sums_out[group] = sum;
    whole += sum;
  }
  grad_weight_out[c] = whole.x;
  grad_bias_out[c] = whole.y;
}

// On a GPU: its invocations share the chunks of a channel.
@compute @workgroup_size(LANES)
fn fold_gradients(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let c = id.y * groups.x + id.x;
  let channels = arrayLength(&grad_bias_out);
  if (c >= channels) { return; }
  let all = arrayLength(&sums_out);
  var whole = vec2f();
  for (var part = 0u; part < arrayLength(&sums_out) / arrayLength(&grad_bias_out); part++) {
    let group = part * channels + c;
    var some = vec2f();
    for (var turn = 0u; turn < (arrayLength(&partial) / arrayLength(&sums_out) + LANES - 1u) / LANES; turn++) {
      let i = (turn * LANES + lane) * all + group;
      if (i < arrayLength(&partial)) { some += partial[i]; }
    }
    let sum = fold(some, lane);
    if (lane == 0u) { sums_out[group] = sum; }
    whole += sum;
  }
  if (lane > 0u) { return; }
  grad_weight_out[c] = whole.x;
  grad_bias_out[c] = whole.y;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn input_gradient(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let strip = strip_of(element(id, groups), STRIP);
  if (strip.rows == 0u) { return; }
  let centre = mean[strip.group];
  let scale = inverse_deviation(strip.group);
  let slope = scale * weight[strip.c];
  let shift = bias[strip.c];
  let share = select(vec2f(), sums[strip.group] / f32(arrayLength(&x) / arrayLength(&mean)), TRAINING);
  for (var r = 0u; r < STRIP; r++) {
    if (r < strip.rows) {
      let at = strip.start + r * strip.step;
      let d = x[at] - centre;
      let v = fma(d, slope, shift);
      let g = grad_y[at] * select(SLOPE, 1.0, v > 0.0);
      result[at] = slope * (g - fma(d * scale, share.x, share.y));
    }
  }
}

// A strip of one channel: its first number, the distance of its rows, and how many there are.
struct Strip {
  start: u32,
  step: u32,
  rows: u32,
  c: u32,
  group: u32, // a channel of one part
}

// The i-th strip of rows. The last of a group may have fewer; strips past it have none.
fn strip_of(i: u32, length: u32) -> Strip {
  let C = arrayLength(&weight);
  let all = arrayLength(&mean);
  let rows = arrayLength(&x) / all;
  let strip = i / all;
  let group = i - strip * all;
  let part = group / C;
  let c = group - part * C;
  let first = strip * length;
  return Strip((part * rows + first) * C + c, C, min(length, rows - min(first, rows)), c, group);
}

fn inverse_deviation(group: u32) -> f32 {
  return inverseSqrt(variance[group] + EPS);
}
