// activations.wgsl: activation functions and their gradients
//
//   entry point           result[i]                              reads
//   relu                  max(x, 0)                              x
//   relu_backward         grad_y where y > 0, else 0             grad_y, y
//   leaky_relu            GAIN x where x > 0, else GAIN SLOPE x  x
//   leaky_relu_backward   the same of grad_y, by y > 0           grad_y, y
//   elu                   x where x > 0, else ALPHA (e^x - 1)    x
//   elu_backward          grad_y (1 where x > 0, else ALPHA e^x) grad_y, x
//   tanh_forward          tanh(x)                                x
//   tanh_backward         grad_y (1 - y²)                        grad_y, y
//   sigmoid               1 / (1 + e^-x)                         x
//   sigmoid_backward      grad_y y (1 - y)                       grad_y, y
//   softplus              log(1 + e^x)                           x
//   normal_share          Φ(x), the integral of the density to x x
//   normal_density        e^(-x²/2) / √(2π)                      x
//
// The gradients read the output y: its sign is that of x, and x need not be kept. That of elu reads x:
// y + ALPHA, which is ALPHA e^x, has lost its digits where y is close to -ALPHA. That of softplus is
// grad_y sigmoid(x), composed of other ops, as silu = x sigmoid(x) and gelu = x Φ(x) are. One invocation computes four neighbouring elements of
// `result`: the last vector may reach past the end, which nothing reads (src/gpu/memory.ts).
//
// max() and min() may swallow a NaN. A comparison fails for it, so select() lets it through, to be seen.
// uses: lib/grid.wgsl, lib/math.wgsl

const SLOPE: f32 = 0.01;
const ALPHA: f32 = 1.0;
const GAIN: f32 = 1.0;

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read> y: array<vec4f>;
@group(0) @binding(2) var<storage, read> grad_y: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn relu(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  // max() may swallow a NaN. This comparison fails for it, and it stays to be seen.
  result[i] = select(x[i], vec4f(), x[i] <= vec4f());
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn relu_backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = select(vec4f(), grad_y[i], y[i] > vec4f());
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn leaky_relu(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = x[i] * select(vec4f(GAIN * SLOPE), vec4f(GAIN), x[i] > vec4f());
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn leaky_relu_backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = grad_y[i] * select(vec4f(GAIN * SLOPE), vec4f(GAIN), y[i] > vec4f());
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn elu(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  let v = x[i];
  result[i] = vec4f(elu_of(v.x), elu_of(v.y), elu_of(v.z), elu_of(v.w));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn elu_backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  let v = x[i];
  let e = vec4f(exp_neg_abs(v.x), exp_neg_abs(v.y), exp_neg_abs(v.z), exp_neg_abs(v.w));
  result[i] = grad_y[i] * select(ALPHA * e, vec4f(1.0), v > vec4f());
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn tanh_forward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  let v = x[i];
  result[i] = vec4f(hyperbolic_tangent(v.x), hyperbolic_tangent(v.y), hyperbolic_tangent(v.z), hyperbolic_tangent(v.w));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn tanh_backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  // (1 - y)(1 + y) keeps the digits that 1 - y² loses where |y| is close to 1.
  result[i] = grad_y[i] * ((1.0 - y[i]) * (1.0 + y[i]));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn sigmoid(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  let v = x[i];
  result[i] = vec4f(logistic(v.x), logistic(v.y), logistic(v.z), logistic(v.w));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn sigmoid_backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = grad_y[i] * y[i] * (1.0 - y[i]);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn softplus(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  let v = x[i];
  result[i] = vec4f(softplus_of(v.x), softplus_of(v.y), softplus_of(v.z), softplus_of(v.w));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn normal_share(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  let v = x[i];
  result[i] = vec4f(share_below(v.x), share_below(v.y), share_below(v.z), share_below(v.w));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn normal_density(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  let v = 0.5 * x[i] * x[i];
  result[i] = 0.39894228 * vec4f(exp_neg_abs(v.x), exp_neg_abs(v.y), exp_neg_abs(v.z), exp_neg_abs(v.w));
}

// Φ(x) = erfc(-x / √2) / 2 by the polynomials of Cephes (https://www.netlib.org/cephes): an odd one within ±1, and two
// in 1 / a² for the tail beyond it, which keeps its digits where it is small.
fn share_below(x: f32) -> f32 {
  let a = 0.70710678 * abs(x);
  let s = a * a;
  let t = fma(fma(fma(fma(fma(fma(7.853861e-5, s, -8.0101937e-4), s, 5.1883277e-3), s, -0.026853812), s, 0.11283585), s, -0.37612626), s, 1.1283792);
  let q = 1.0 / max(a, 0.5);
  let y = q * q;
  let near = fma(fma(fma(fma(fma(fma(fma(fma(0.023268200, y, -0.13870394), y, 0.36874247), y, -0.58247330), y, 0.62100046), y, -0.49445153), y, 0.34048799), y, -0.27411270), y, 0.56382594);
  let far = fma(fma(fma(fma(fma(fma(fma(-10.477664, y, 12.977200), y, -7.4955187), y, 2.9210190), y, -1.0152653), y, 0.42184633), y, -0.28207677), y, 0.56418951);
  let tail = 0.5 * exp_neg_abs(0.5 * x * x) * q * select(far, near, a < 2.0);
  let within = fma(0.5 * sign(x), a * t, 0.5);
  return select(select(tail, 1.0 - tail, x > 0.0), within, a < 1.0);
}

fn elu_of(x: f32) -> f32 {
  // Near zero e^x - 1 would cancel.
  let below = select(x, 0.0, x > 0.0);
  let expm1 = select(power_of_e(below) - 1.0, exp_series(below), below > -0.34);
  return select(ALPHA * expm1, x, x > 0.0);
}

fn softplus_of(x: f32) -> f32 {
  // log(1 + e^x) = x + log(1 + e^-x): of the two, the one whose exponential cannot overflow.
  return select(x, 0.0, x <= 0.0) + log1p(exp_neg_abs(x));
}
