// batchNorm.wgsl: batch normalisation over all dimensions but the last
//
//   mean[c] = Σ_row x[row, c] / ROWS        variance[c] = Σ_row (x[row, c] - mean[c])² / ROWS
//   x̂ = (x - mean) / √(variance + EPS)      y = weight · x̂ + bias
//
//   grad_bias = Σ grad_y     grad_weight = Σ grad_y · x̂
//   grad_x = weight / √(variance + EPS) · (grad_y - (grad_bias + x̂ · grad_weight) / ROWS)
//
//   entry point       one invocation computes           reads                          writes
//   track             running statistics of a channel   mean, variance                 running_mean, running_variance, batches
//   normalise         one element of y                  x, mean, variance, weight, bias   result
//   chunk_gradients   two sums of a chunk               x, grad_y, mean, variance      partial
//   merge_gradients   the two sums of a channel         partial                        grad_weight_out, grad_bias_out
//   input_gradient    one element of grad_x             x, grad_y, mean, variance, weight, grad_weight, grad_bias   result
//
// The moments come from moments.wgsl. A channel's rows are cut into CHUNKS chunks of CHUNK rows; chunks
// are merged in a fixed order.
// In eval mode TRAINING is false: the statistics are constants and grad_x has no correction.
// https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html
// uses: lib/grid.wgsl

const ROWS: u32 = 1000u;
const C: u32 = 16u;
const CHUNK: u32 = 128u;
const CHUNKS: u32 = 8u;
const EPS: f32 = 1e-5;
const MOMENTUM: f32 = 0.1;
const TRAINING: bool = true;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> grad_y: array<f32>;
@group(0) @binding(2) var<storage, read> mean: array<f32>;
@group(0) @binding(3) var<storage, read> variance: array<f32>;
@group(0) @binding(4) var<storage, read> weight: array<f32>;
@group(0) @binding(5) var<storage, read> bias: array<f32>;
@group(0) @binding(6) var<storage, read> grad_weight: array<f32>;
@group(0) @binding(7) var<storage, read> grad_bias: array<f32>;
@group(0) @binding(8) var<storage, read_write> partial: array<vec2f>;
@group(0) @binding(9) var<storage, read_write> running_mean: array<f32>;
@group(0) @binding(10) var<storage, read_write> running_variance: array<f32>;
@group(0) @binding(11) var<storage, read_write> batches: array<u32>;
@group(0) @binding(12) var<storage, read_write> grad_weight_out: array<f32>;
@group(0) @binding(13) var<storage, read_write> grad_bias_out: array<f32>;
@group(0) @binding(14) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn track(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let c = element(id, groups);
  if (c >= C) { return; }
  // Running variance is the unbiased one, as in PyTorch.
  let unbiased = variance[c] * (f32(ROWS) / f32(max(ROWS, 2u) - 1u));
  running_mean[c] += MOMENTUM * (mean[c] - running_mean[c]);
  running_variance[c] += MOMENTUM * (unbiased - running_variance[c]);
  if (c == 0u) { batches[0] += 1u; }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn normalise(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= ROWS * C) { return; }
  let c = i % C;
  result[i] = fma(x[i] - mean[c], inverse_deviation(c) * weight[c], bias[c]);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn chunk_gradients(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= CHUNKS * C) { return; }
  let first = i / C * CHUNK;
  let c = i % C;
  let scale = inverse_deviation(c);
  let centre = mean[c];

  var sum = vec2f();
  for (var r = 0u; r < CHUNK; r++) {
    if (first + r < ROWS) {
      let at = (first + r) * C + c;
      sum += grad_y[at] * vec2f((x[at] - centre) * scale, 1.0);
    }
  }
  partial[i] = sum;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn merge_gradients(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let c = element(id, groups);
  if (c >= C) { return; }
  var sum = vec2f();
  for (var chunk = 0u; chunk < CHUNKS; chunk++) {
    sum += partial[chunk * C + c];
  }
  grad_weight_out[c] = sum.x;
  grad_bias_out[c] = sum.y;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn input_gradient(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= ROWS * C) { return; }
  let c = i % C;
  let scale = inverse_deviation(c);
  let normal = (x[i] - mean[c]) * scale;
  let through = fma(normal, grad_weight[c], grad_bias[c]) / f32(ROWS);
  result[i] = weight[c] * scale * (grad_y[i] - select(0.0, through, TRAINING));
}

fn inverse_deviation(c: u32) -> f32 {
  return inverseSqrt(variance[c] + EPS);
}
