// elementary.wgsl: functions of one number, element by element
//
//   entry point        result[i]                    reads        its gradient
//   square             x²                           x            2 grad_y x
//   square_root        √x                           x            grad_y / 2y
//   inverse_root       1 / √(x + EPS)               x            -grad_y y³ / 2
//   absolute           |x|                          x            absolute_backward
//   absolute_backward  grad_y sign(x)               grad_y, x
//   exponential        e^x                          x            grad_y y
//   logarithm          log x                        x            grad_y / x
//   maximum            the larger of x and BOUND    x            at_least
//   at_least           grad_y where x >= BOUND, else 0   grad_y, x
//   minimum            the smaller of x and BOUND   x            at_most
//   at_most            grad_y where x <= BOUND, else 0   grad_y, x
//
// Gradients without a name are composed of other ops (src/ops/elementary.ts). One invocation computes
// four neighbouring elements of `result`; lengths come from the bindings, so one pipeline serves every
// size. The last vector may reach past the end, which nothing reads (src/gpu/memory.ts).
// uses: lib/grid.wgsl, lib/math.wgsl

const BOUND: f32 = 0.0;
const EPS: f32 = 0.0;

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read> grad_y: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn square(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = x[i] * x[i];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn square_root(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = sqrt(x[i]);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn inverse_root(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = inverseSqrt(x[i] + EPS);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn absolute(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = abs(x[i]);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn absolute_backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  // sign(0) is 0: at the kink no gradient flows, as in PyTorch.
  result[i] = grad_y[i] * sign(x[i]);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn exponential(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  let v = x[i];
  result[i] = vec4f(power_of_e(v.x), power_of_e(v.y), power_of_e(v.z), power_of_e(v.w));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn logarithm(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  let v = x[i];
  result[i] = vec4f(natural_log(v.x), natural_log(v.y), natural_log(v.z), natural_log(v.w));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn maximum(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  // max() may swallow a NaN. This comparison fails for it, and it stays to be seen.
  result[i] = select(x[i], vec4f(BOUND), x[i] < vec4f(BOUND));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn at_least(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = select(vec4f(), grad_y[i], x[i] >= vec4f(BOUND));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn minimum(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = select(x[i], vec4f(BOUND), x[i] > vec4f(BOUND));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn at_most(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = select(vec4f(), grad_y[i], x[i] <= vec4f(BOUND));
}
