// arithmetic.wgsl: element-by-element arithmetic
//
//   entry point   result[i]              reads    its gradient
//   add           a[i] + b[i]            a, b     the incoming gradient, twice
//   subtract      a[i] - b[i]            a, b     the incoming gradient; scale
//   multiply      a[i] * b[i]            a, b     multiply
//   divide        a[i] / b[i]            a, b     divide; multiply, divide and scale
//   scale         FACTOR * a[i]          a        scale
//   expand        a[o, 0, i]             a        sum_axis (sums.wgsl)
//   add_expanded  a[i] + b[i mod length(b)]  a, b   the incoming gradient; sum_axis
//   fill          VALUE                  nothing
//   copy          a[i]                   a
//
// One invocation computes one element of `result`; lengths come from the bindings, so one pipeline
// serves every size. Only `expand` knows a shape: it repeats each run of INNER numbers REPEAT times.
// uses: lib/grid.wgsl

const FACTOR: f32 = 1.0;
const VALUE: f32 = 0.0;
const REPEAT: u32 = 4u;
const INNER: u32 = 8u;

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn add(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = a[i] + b[i];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn subtract(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = a[i] - b[i];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn multiply(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = a[i] * b[i];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn divide(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = a[i] / b[i];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn scale(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = FACTOR * a[i];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn expand(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = a[i / (REPEAT * INNER) * INNER + i % INNER];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn add_expanded(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = a[i] + b[i % arrayLength(&b)];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn fill(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = VALUE;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn copy(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = a[i];
}
