// optim.wgsl: the step of an optimiser over all parameters of a network at once
//
//   sgd       buf ← g at the first step, MOMENTUM buf + (1 - DAMPENING) g after it
//             p ← p - lr (g + MOMENTUM buf if NESTEROV, else buf)
//   adam      m ← β₁ m + (1 - β₁) g    v ← β₂ v + (1 - β₂) g²
//             p ← p - lr (m / c₁) / (√(v / c₂) + EPS)    with c = 1 - βᵗ
//   amsgrad   adam, with the largest v so far in place of v
//   rmsprop   v ← ALPHA v + (1 - ALPHA) g²    p ← p - lr g / (√v + EPS)
//   rmsprop_momentum   the same, with u ← MOMENTUM u + g / (√(v - m²) + EPS)    p ← p - lr u
//             where m ← ALPHA m + (1 - ALPHA) g if CENTERED, else 0
//   advance   one invocation: state ← the next step's
//   follow    average ← DECAY average + (1 - DECAY) p, a moving average of the parameters
//   accumulate   average ← average + p, of gradients of several batches
//   keep      copied ← bits, for what has no average: running statistics, counters
//   ramp      follow, with a half-life of at most RAMP_UP times the iterations so far: it keeps 2^(-1 / half-life)
//   blend     ramp for running statistics; counters, whose bits are those of a denormal number, are copied
//
//   state     [5] f32: lr, c₁, c₂, steps, clip. c ← β c + (1 - β) is more exact in f32 than a power.
//
// https://pytorch.org/docs/stable/generated/torch.optim.Adam.html (and AdamW, SGD, RMSprop). With
// WEIGHT_DECAY, g is g + WEIGHT_DECAY p; where it is DECOUPLED, p shrinks by lr WEIGHT_DECAY p instead.
// With a clip above 0, p ends within ±clip. The lr of step t (from 0) is lr times
//
//   SCHEDULE 1   linear        START + (END - START) p, where p = (t - HOLD) / TOTAL within [0, 1]
//   SCHEDULE 2   cosine        END + (START - END) (1 + cos(π min(t / TOTAL, 1))) / 2
//   SCHEDULE 3   exponential   GAMMAᵗ
//
// `BETA1_REST` is 1 - BETA1 and so on: f32 would lose its digits. One invocation
// updates four neighbouring parameters.
// uses: lib/grid.wgsl, lib/math.wgsl

const MOMENTUM: f32 = 0.0;
const DAMPENING_REST: f32 = 1.0;
const NESTEROV: bool = false;
const CENTERED: bool = false;
const BETA1: f32 = 0.9;
const BETA1_REST: f32 = 0.1;
const BETA2: f32 = 0.999;
const BETA2_REST: f32 = 0.001;
const EPS: f32 = 1e-8;
const WEIGHT_DECAY: f32 = 0.0;
const DECOUPLED: bool = false;
const SCHEDULE: u32 = 0u;
const START: f32 = 1.0;
const END: f32 = 0.0;
const HOLD: f32 = 0.0;
const TOTAL: f32 = 1.0;
const GAMMA: f32 = 1.0;
const DECAY: f32 = 0.999;
const DECAY_REST: f32 = 0.001;
const RAMP_UP: f32 = 0.05;

@group(0) @binding(0) var<storage, read_write> parameters: array<vec4f>;
@group(0) @binding(1) var<storage, read> gradients: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> first_moment: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> second_moment: array<vec4f>;
@group(0) @binding(4) var<storage, read> state: array<f32>;
@group(0) @binding(5) var<storage, read_write> next_state: array<f32>;
@group(0) @binding(6) var<storage, read_write> average: array<vec4f>;
@group(0) @binding(7) var<storage, read> bits: array<vec4u>;
@group(0) @binding(8) var<storage, read_write> copied: array<vec4u>;
@group(0) @binding(9) var<storage, read> current: array<vec4f>;
@group(0) @binding(10) var<storage, read> clock: array<u32>;
@group(0) @binding(11) var<storage, read_write> largest_moment: array<vec4f>;
@group(0) @binding(12) var<storage, read_write> velocity: array<vec4f>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn sgd(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&parameters)) { return; }
  let g = gradient(i);
  let later = fma(vec4f(MOMENTUM), first_moment[i], DAMPENING_REST * g);
  let velocity = select(later, g, state[3] < 1.5);
  first_moment[i] = velocity;
  descend(i, select(velocity, fma(vec4f(MOMENTUM), velocity, g), NESTEROV));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn adam(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&parameters)) { return; }
  let g = gradient(i);
  let m = fma(vec4f(BETA1), first_moment[i], BETA1_REST * g);
  let v = fma(vec4f(BETA2), second_moment[i], BETA2_REST * g * g);
  first_moment[i] = m;
  second_moment[i] = v;
  descend(i, (m / state[1]) / (sqrt(v / state[2]) + EPS));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn amsgrad(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&parameters)) { return; }
  let g = gradient(i);
  let m = fma(vec4f(BETA1), first_moment[i], BETA1_REST * g);
  let v = fma(vec4f(BETA2), second_moment[i], BETA2_REST * g * g);
  first_moment[i] = m;
  second_moment[i] = v;
  // max() may swallow a NaN. This comparison fails for it, and it stays to be seen.
  let largest = select(v, largest_moment[i], largest_moment[i] >= v);
  largest_moment[i] = largest;
  descend(i, (m / state[1]) / (sqrt(largest / state[2]) + EPS));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn rmsprop(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&parameters)) { return; }
  let g = gradient(i);
  let v = fma(vec4f(BETA2), second_moment[i], BETA2_REST * g * g);
  second_moment[i] = v;
  descend(i, g / (sqrt(v) + EPS));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn rmsprop_momentum(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&parameters)) { return; }
  let g = gradient(i);
  let v = fma(vec4f(BETA2), second_moment[i], BETA2_REST * g * g);
  let m = fma(vec4f(BETA2), first_moment[i], select(0.0, BETA2_REST, CENTERED) * g);
  second_moment[i] = v;
  first_moment[i] = m;
  // Rounded, a variance of 0 may be a little less.
  let variance = fma(-m, m, v);
  let u = fma(vec4f(MOMENTUM), velocity[i], g / (sqrt(select(variance, vec4f(), variance < vec4f())) + EPS));
  velocity[i] = u;
  descend(i, u);
}

@compute @workgroup_size(1)
fn advance(@builtin(global_invocation_id) id: vec3u) {
  if (id.x > 0u) { return; }
  next_state[1] = fma(BETA1, next_state[1], BETA1_REST);
  next_state[2] = fma(BETA2, next_state[2], BETA2_REST);
  next_state[3] += 1.0;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn follow(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&average)) { return; }
  average[i] = fma(vec4f(DECAY), average[i], DECAY_REST * current[i]);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn accumulate(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&average)) { return; }
  average[i] += current[i];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn keep(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&copied)) { return; }
  copied[i] = bits[i];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn ramp(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&average)) { return; }
  average[i] = mix(current[i], average[i], kept());
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn blend(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&copied)) { return; }
  let now = bits[i];
  let blended = mix(bitcast<vec4f>(now), bitcast<vec4f>(copied[i]), kept());
  let counts = (now & vec4u(0x7f800000u)) == vec4u(0u);
  copied[i] = select(bitcast<vec4u>(blended), now, counts);
}

fn kept() -> f32 {
  return min(DECAY, exp2(-1.0 / (RAMP_UP * f32(clock[3]))));
}

fn gradient(i: u32) -> vec4f {
  return fma(vec4f(select(WEIGHT_DECAY, 0.0, DECOUPLED)), parameters[i], gradients[i]);
}

fn descend(i: u32, direction: vec4f) {
  let lr = state[0] * schedule(state[3] - 1.0);
  var p = parameters[i];
  if (DECOUPLED) { p -= lr * WEIGHT_DECAY * p; }
  p -= lr * direction;
  let clip = state[4];
  if (clip > 0.0) {
    // clamp() may swallow a NaN. These comparisons fail for it, and it stays to be seen.
    p = select(p, vec4f(clip), p > vec4f(clip));
    p = select(p, vec4f(-clip), p < vec4f(-clip));
  }
  parameters[i] = p;
}

fn schedule(t: f32) -> f32 {
  let passed = clamp((t - HOLD) / TOTAL, 0.0, 1.0);
  if (SCHEDULE == 1u) { return START + (END - START) * passed; }
  if (SCHEDULE == 2u) { return END + (START - END) * (0.5 + 0.5 * cosine_of_turns(0.5 * passed)); }
  if (SCHEDULE == 3u) { return pow(GAMMA, t); }
  return 1.0;
}
