// arithmetic.wgsl: element-by-element arithmetic
//
//   entry point   result[i]              reads    its gradient
//   add           a[i] + b[i]            a, b     the incoming gradient, twice
//   subtract      a[i] - b[i]            a, b     the incoming gradient; scale
//   multiply      a[i] * b[i]            a, b     multiply
//   divide        a[i] / b[i]            a, b     divide; multiply, divide and scale
//   scale         FACTOR * a[i]          a        scale
//   expand        few[o, 0, i]           few      sum_axis (sums.wgsl)
//   add_expanded  a[i] + few[i mod length(few)]  a, few   the incoming gradient; sum_axis
//   fill          VALUE                  nothing
//   copy          few[i], one by one     few      into `exactly`
//
// One invocation computes four neighbouring elements of `result`; lengths come from the bindings, so one
// pipeline serves every size. The last vector may reach past the end, where nobody looks
// (src/gpu/memory.ts). Only `expand` knows a shape: it repeats each run of INNER numbers REPEAT times.
// uses: lib/grid.wgsl

const FACTOR: f32 = 1.0;
const VALUE: f32 = 0.0;
const REPEAT: u32 = 4u;
const INNER: u32 = 8u;

@group(0) @binding(0) var<storage, read> a: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> result: array<vec4f>;
@group(0) @binding(3) var<storage, read> few: array<f32>;
@group(0) @binding(4) var<storage, read_write> exactly: array<f32>;

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
  let first = 4u * i;
  result[i] = vec4f(repeated(first), repeated(first + 1u), repeated(first + 2u), repeated(first + 3u));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn add_expanded(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  // Its length is known only here, and to divide by it is dear: once must do.
  let length = arrayLength(&few);
  var at = 4u * i % length;
  var added = vec4f();
  for (var k = 0u; k < 4u; k++) {
    added[k] = few[at];
    at = select(at + 1u, 0u, at + 1u == length);
  }
  result[i] = a[i] + added;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn fill(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = vec4f(VALUE);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn copy(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&exactly)) { return; }
  exactly[i] = few[i];
}

fn repeated(i: u32) -> f32 {
  return few[i / (REPEAT * INNER) * INNER + i % INNER];
}
