// leaky_relu, an invocation for each number: a step towards activations.wgsl
// uses: lib/grid.wgsl
// invocations: leaky_relu = 4 * INVOCATIONS

const SLOPE: f32 = 0.01;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn leaky_relu(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  if (x[i] > 0.0) {
    result[i] = x[i];
  } else {
    result[i] = SLOPE * x[i];
  }
}
