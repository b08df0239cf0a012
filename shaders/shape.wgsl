// shape.wgsl: moving elements along an axis: joined and cut tensors, borders
//
//   entry point       result[o, l, i]                                 its adjoint
//   concat            a[o, l, i], and b[o, l - FIRST, i] after it     slice, twice
//   slice             x[o, l + START, i]                              pad_zero
//   pad_zero          x[o, l - BEFORE, i], 0 outside x                slice
//   pad_reflection    x[o, mirror(l - BEFORE), i]                     fold_reflection
//   fold_reflection   Σ of x over all places that mirror into l       pad_reflection
//
// Any tensor, seen around an axis, is [OUTER, axis, INNER].
// A mirror repeats no border: (3 2 1) 0 1 2 3 (2 1 0).
//
//   binding   name     shape                            access
//   0         x        [OUTER, LENGTH, INNER]           read
//   1         a        [OUTER, FIRST, INNER]            read
//   2         b        [OUTER, EXTENT - FIRST, INNER]   read
//   3         result   [OUTER, EXTENT, INNER]           read_write
//
// One invocation computes one element of `result`: even the one sum here, of a fold, is gathered.
// uses: lib/grid.wgsl

const OUTER: u32 = 2u;
const INNER: u32 = 3u;
// The axis in x, and in `result`.
const LENGTH: u32 = 5u;
const EXTENT: u32 = 9u;

const FIRST: u32 = 4u;
const START: u32 = 0u;
const BEFORE: u32 = 2u;
const AFTER: u32 = 2u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn concat(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= OUTER * EXTENT * INNER) { return; }
  let inner = i % INNER;
  let l = i / INNER % EXTENT;
  let outer = i / INNER / EXTENT;
  if (l < FIRST) {
    result[i] = a[(outer * FIRST + l) * INNER + inner];
  } else {
    result[i] = b[(outer * (EXTENT - FIRST) + l - FIRST) * INNER + inner];
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn slice(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= OUTER * EXTENT * INNER) { return; }
  let inner = i % INNER;
  let l = i / INNER % EXTENT;
  let outer = i / INNER / EXTENT;
  result[i] = x[at_x(outer, l + START, inner)];
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn pad_zero(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= OUTER * EXTENT * INNER) { return; }
  let inner = i % INNER;
  let l = i / INNER % EXTENT;
  let outer = i / INNER / EXTENT;

  // Unsigned numbers wrap: one test finds what lies before and after x.
  let source = l - BEFORE;
  var value = 0.0;
  if (source < LENGTH) {
    value = x[at_x(outer, source, inner)];
  }
  result[i] = value;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn pad_reflection(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= OUTER * EXTENT * INNER) { return; }
  let inner = i % INNER;
  let l = i / INNER % EXTENT;
  let outer = i / INNER / EXTENT;

  var source = l - BEFORE;
  if (l < BEFORE) {
    source = BEFORE - l;
  } else if (source >= LENGTH) {
    source = 2u * (LENGTH - 1u) - source;
  }
  result[i] = x[at_x(outer, source, inner)];
}

// Here x is the padded side: LENGTH = BEFORE + EXTENT + AFTER.
@compute @workgroup_size(WORKGROUP_SIZE)
fn fold_reflection(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= OUTER * EXTENT * INNER) { return; }
  let inner = i % INNER;
  let l = i / INNER % EXTENT;
  let outer = i / INNER / EXTENT;

  var sum = x[at_x(outer, BEFORE + l, inner)];
  // The first and the last element are their own mirror image: they are not repeated.
  if (l > 0u && l <= BEFORE) {
    sum += x[at_x(outer, BEFORE - l, inner)];
  }
  let to_last = EXTENT - 1u - l;
  if (to_last > 0u && to_last <= AFTER) {
    sum += x[at_x(outer, BEFORE + EXTENT - 1u + to_last, inner)];
  }
  result[i] = sum;
}

fn at_x(outer: u32, l: u32, inner: u32) -> u32 {
  return (outer * LENGTH + l) * INNER + inner;
}
