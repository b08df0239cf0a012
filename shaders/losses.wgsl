// losses.wgsl: binary cross-entropy of logits, term by term and as one number
//
//   bce_terms      result[i] = max(x, 0) - x t + log(1 + e^-|x|)
//   bce_loss       result[0] = SHARE Σ of those terms, with one label TARGET for all; one invocation
//   bce_gradient   result[i] = grad_y[0] SHARE (σ(x) - TARGET), its gradient
//
// That is -(t log σ(x) + (1 - t) log(1 - σ(x))), in the form that neither overflows nor saturates
// (https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html). Its gradient σ(x) - t
// is composed of other ops where labels differ. One invocation computes one element of `result`; the
// scores of a batch are so few that one may also add them up.
// uses: lib/grid.wgsl, lib/math.wgsl

const SHARE: f32 = 1.0;
const TARGET: f32 = 1.0;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<f32>;
@group(0) @binding(2) var<storage, read> grad_y: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn bce_terms(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = bce(x[i], labels[i]);
}

@compute @workgroup_size(1)
fn bce_loss(@builtin(global_invocation_id) id: vec3u) {
  if (id.x > 0u) { return; }
  var sum = 0.0;
  for (var i = 0u; i < arrayLength(&x); i++) {
    sum += bce(x[i], TARGET);
  }
  result[0] = SHARE * sum;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn bce_gradient(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = grad_y[0] * SHARE * (logistic(x[i]) - TARGET);
}

fn bce(score: f32, label: f32) -> f32 {
  return max(score, 0.0) - score * label + log1p(exp_neg_abs(score));
}
