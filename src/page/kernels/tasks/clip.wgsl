// rmsprop with a clip, an invocation for each parameter: a step towards optim.wgsl
// uses: lib/grid.wgsl
// invocations: rmsprop = 4 * INVOCATIONS

const BETA2: f32 = 0.99;
const BETA2_REST: f32 = 0.01; // 1 - BETA2
const EPS: f32 = 1e-8;

@group(0) @binding(0) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(1) var<storage, read> gradients: array<f32>;
@group(0) @binding(2) var<storage, read_write> second_moment: array<f32>;
@group(0) @binding(3) var<storage, read> state: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn rmsprop(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&parameters)) { return; }
  let lr = state[0];
  let clip = state[4]; // 0: no clip
  let g = gradients[i];
  let v = BETA2 * second_moment[i] + BETA2_REST * g * g;
  second_moment[i] = v;

  var p = parameters[i] - lr * g / (sqrt(v) + EPS);
  if (clip > 0.0) {
    // clamp() may swallow a NaN. These comparisons fail for it, and it stays to be seen.
    p = select(p, clip, p > clip);
    p = select(p, -clip, p < -clip);
  }
  parameters[i] = p;
}
