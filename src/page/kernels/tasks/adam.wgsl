// adam, an invocation for each parameter: a step towards optim.wgsl
// uses: lib/grid.wgsl
// invocations: adam = 4 * INVOCATIONS

const BETA1: f32 = 0.9;
const BETA1_REST: f32 = 0.1; // 1 - BETA1
const BETA2: f32 = 0.999;
const BETA2_REST: f32 = 0.001; // 1 - BETA2
const EPS: f32 = 1e-8;

@group(0) @binding(0) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(1) var<storage, read> gradients: array<f32>;
@group(0) @binding(2) var<storage, read_write> first_moment: array<f32>;
@group(0) @binding(3) var<storage, read_write> second_moment: array<f32>;
@group(0) @binding(4) var<storage, read> state: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn adam(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&parameters)) { return; }
  let lr = state[0];
  let c1 = state[1];
  let c2 = state[2];
  let g = gradients[i];

  let m = BETA1 * first_moment[i] + BETA1_REST * g;
  let v = BETA2 * second_moment[i] + BETA2_REST * g * g;
  first_moment[i] = m;
  second_moment[i] = v;
  parameters[i] -= lr * (m / c1) / (sqrt(v / c2) + EPS);
}
