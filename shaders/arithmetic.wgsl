// arithmetic.wgsl: element-by-element arithmetic
//
//   entry point             result[i]                 reads     its gradient
//   add                     a[i] + b[i]               a, b      the incoming gradient, twice
//   subtract                a[i] - b[i]               a, b      the incoming gradient; scale
//   multiply                a[i] * b[i]               a, b      multiply
//   divide                  a[i] / b[i]               a, b      divide; multiply, divide and scale
//   scale                   FACTOR * a[i]             a         scale
//   expand                  a[o, 0, i]                a         sum_axis (sums.wgsl)
//   add_repeated            a[i] + b[j]               a, b      the incoming gradient; sum_axis
//   multiply_repeated       a[i] * b[j]               a, b      itself; multiply and sum_axis
//   multiply_add_repeated   a[i] * b[j] + c[k]        a, b, c   those of both
//   copy                    a[i]                      a
//
//   j = i mod length(b), k = i mod length(c): numbers that repeat along the first dimensions
//
// One invocation computes one element of `result`; lengths come from the bindings, so one pipeline
// serves every size. Only `expand` knows a shape: it repeats each run of INNER numbers REPEAT times.
// uses: lib/grid.wgsl

const FACTOR: f32 = 1.0;
const REPEAT: u32 = 4u;
const INNER: u32 = 8u;

@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read> c: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

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
fn add_repeated(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = a[i] + b[i % arrayLength(&b)];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn multiply_repeated(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = a[i] * b[i % arrayLength(&b)];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn multiply_add_repeated(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = fma(a[i], b[i % arrayLength(&b)], c[i % arrayLength(&c)]);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn copy(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = a[i];
}
