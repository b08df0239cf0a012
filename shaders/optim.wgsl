// optim.wgsl: the step of an optimiser over all parameters of a network at once
//
//   sgd       buf ← g at the first step, MOMENTUM buf + (1 - DAMPENING) g after it
//             p ← p - lr (g + MOMENTUM buf if NESTEROV, else buf)
//   adam      m ← β₁ m + (1 - β₁) g    v ← β₂ v + (1 - β₂) g²
//             p ← p - lr (m / c₁) / (√(v / c₂) + EPS)    with c = 1 - βᵗ
//   rmsprop   v ← ALPHA v + (1 - ALPHA) g²    p ← p - lr g / (√v + EPS)
//   advance   one invocation: state ← the next step's
//
//   state     [4] f32: lr, c₁, c₂, steps. c ← β c + (1 - β) is more exact in f32 than a power.
//
// https://pytorch.org/docs/stable/generated/torch.optim.Adam.html (and SGD, RMSprop). With
// WEIGHT_DECAY, g is g + WEIGHT_DECAY p. `BETA1_REST` is 1 - BETA1 and so on: f32 would lose its
// digits. One invocation updates one parameter.
// uses: lib/grid.wgsl

const MOMENTUM: f32 = 0.0;
const DAMPENING_REST: f32 = 1.0;
const NESTEROV: bool = false;
const BETA1: f32 = 0.9;
const BETA1_REST: f32 = 0.1;
const BETA2: f32 = 0.999;
const BETA2_REST: f32 = 0.001;
const EPS: f32 = 1e-8;
const WEIGHT_DECAY: f32 = 0.0;

@group(0) @binding(0) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(1) var<storage, read> gradients: array<f32>;
@group(0) @binding(2) var<storage, read_write> first_moment: array<f32>;
@group(0) @binding(3) var<storage, read_write> second_moment: array<f32>;
@group(0) @binding(4) var<storage, read> state: array<f32>;
@group(0) @binding(5) var<storage, read_write> next_state: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn sgd(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&parameters)) { return; }
  let g = gradient(i);
  let later = fma(MOMENTUM, first_moment[i], DAMPENING_REST * g);
  let velocity = select(later, g, state[3] < 1.5);
  first_moment[i] = velocity;
  parameters[i] -= state[0] * select(velocity, fma(MOMENTUM, velocity, g), NESTEROV);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn adam(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&parameters)) { return; }
  let g = gradient(i);
  let m = fma(BETA1, first_moment[i], BETA1_REST * g);
  let v = fma(BETA2, second_moment[i], BETA2_REST * g * g);
  first_moment[i] = m;
  second_moment[i] = v;
  parameters[i] -= state[0] * (m / state[1]) / (sqrt(v / state[2]) + EPS);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn rmsprop(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&parameters)) { return; }
  let g = gradient(i);
  let v = fma(BETA2, second_moment[i], BETA2_REST * g * g);
  second_moment[i] = v;
  parameters[i] -= state[0] * g / (sqrt(v) + EPS);
}

@compute @workgroup_size(1)
fn advance(@builtin(global_invocation_id) id: vec3u) {
  if (id.x > 0u) { return; }
  next_state[1] = fma(BETA1, next_state[1], BETA1_REST);
  next_state[2] = fma(BETA2, next_state[2], BETA2_REST);
  next_state[3] += 1.0;
}

fn gradient(i: u32) -> f32 {
  return fma(WEIGHT_DECAY, parameters[i], gradients[i]);
}
