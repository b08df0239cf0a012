// losses.wgsl: the terms of losses, one an element; means and sums are ops of their own
//
//   bce_terms   result[i] = max(x, 0) - x t + log(1 + e^-|x|)
//
// That is -(t log σ(x) + (1 - t) log(1 - σ(x))), in the form that neither overflows nor saturates
// (https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html). Its gradient σ(x) - t
// is composed of other ops. One invocation computes one element of `result`.
// uses: lib/grid.wgsl, lib/math.wgsl

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn bce_terms(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = max(x[i], 0.0) - x[i] * labels[i] + log1p(exp_neg_abs(x[i]));
}
