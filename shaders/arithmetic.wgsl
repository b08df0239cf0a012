// arithmetic.wgsl: element-by-element arithmetic
//
//   entry point             result[i]                 reads     its gradient
//   add                     a[i] + b[i]               a, b      the incoming gradient, twice
//   subtract                a[i] - b[i]               a, b      the incoming gradient; scale
//   multiply                a[i] * b[i]               a, b      multiply
//   divide                  a[i] / b[i]               a, b      divide; multiply, divide and scale
//   scale                   FACTOR * a[i]             a         scale
//   expand                  few[o, 0, i]              few       sum_axis (sums.wgsl)
//   add_repeated            a[i] + b[j]               a, b      the incoming gradient; sum_axis
//   multiply_repeated       a[i] * b[j]               a, b      itself; multiply and sum_axis
//   multiply_add_repeated   a[i] * b[j] + c[k]        a, b, c   those of both
//   copy                    few[i], into `exactly`    few
//
//   j = i mod length(b), k = i mod length(c): numbers that repeat along the first dimensions, which are
//   bound as repeated_b and repeated_c
//
// One invocation computes four neighbouring elements of `result`; lengths come from the bindings, so one
// pipeline serves every size. The last vector may reach past the end, which nothing reads
// (src/gpu/memory.ts); `copy` alone goes number by number. Only `expand` knows a shape: it repeats each
// run of INNER numbers REPEAT times.
// uses: lib/grid.wgsl

const FACTOR: f32 = 1.0;
const REPEAT: u32 = 4u;
const INNER: u32 = 8u;

@group(0) @binding(0) var<storage, read> a: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read> few: array<f32>;
@group(0) @binding(3) var<storage, read> repeated_b: array<f32>;
@group(0) @binding(4) var<storage, read> repeated_c: array<f32>;
@group(0) @binding(5) var<storage, read_write> result: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> exactly: array<f32>;

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
  let e = 4u * i;
  result[i] = vec4f(expanded(e), expanded(e + 1u), expanded(e + 2u), expanded(e + 3u));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn add_repeated(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = a[i] + b_at(i);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn multiply_repeated(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = a[i] * b_at(i);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn multiply_add_repeated(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  result[i] = fma(a[i], b_at(i), c_at(i));
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn copy(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&exactly)) { return; }
  exactly[i] = few[i];
}

fn expanded(i: u32) -> f32 {
  return few[i / (REPEAT * INNER) * INNER + i % INNER];
}

fn b_at(i: u32) -> vec4f {
  let j = places(i, arrayLength(&repeated_b));
  return vec4f(repeated_b[j.x], repeated_b[j.y], repeated_b[j.z], repeated_b[j.w]);
}

fn c_at(i: u32) -> vec4f {
  let k = places(i, arrayLength(&repeated_c));
  return vec4f(repeated_c[k.x], repeated_c[k.y], repeated_c[k.z], repeated_c[k.w]);
}

// Places of the four elements of vector i among numbers that repeat. To divide by a length that is known
// only here is dear: once must do.
fn places(i: u32, length: u32) -> vec4u {
  let x = 4u * i % length;
  let y = select(x + 1u, 0u, x + 1u == length);
  let z = select(y + 1u, 0u, y + 1u == length);
  let w = select(z + 1u, 0u, z + 1u == length);
  return vec4u(x, y, z, w);
}
