// probes.wgsl: what an adapter can do at most, as the best of many forms shows (bench/probes.ts, src/gpu/fma.ts)
//
//   fma_scalar, fma_vec2, fma_vec4
//                   sum = sum · b + c, again and again: CHAINS sums that do not wait for each other
//   read_vectors    adds COUNT vectors, over and over: few stay in a cache
//   read_numbers    the same with single numbers
//   read_shared     the same from workgroup memory
//   copy_vectors    result = vectors
//   copy_numbers    single = numbers
//   update_vectors  result = (vectors + result) / 2
//   update_numbers  single = (numbers + single) / 2
//   write_vectors   result = i
//   touch           writes one number: what remains is the cost of a dispatch
//
//   binding   name      shape     access
//   0         seeds     [2]       read         b and c
//   1         vectors   [COUNT]   read
//   2         numbers   [COUNT]   read
//   3         result    [COUNT]   read_write
//   4         single    [COUNT]   read_write
//
// One invocation makes ROUNDS × UNROLL steps. Sums are written where they have a value that they never
// have: a compiler cannot know that, and so must compute them. b and c come from a buffer for the same
// reason. A workgroup reads and writes one stretch of memory: neighbours stand side by side, and a step
// leads to the next stretch of as many.
// uses: lib/grid.wgsl

const WORKGROUP: u32 = 64u;
const CHAINS: u32 = 8u;
const UNROLL: u32 = 8u;
const ROUNDS: u32 = 64u;
const COUNT: u32 = 4096u;

const NEVER: f32 = -1.0;
const SHARED: u32 = 256u;

@group(0) @binding(0) var<storage, read> seeds: array<f32>;
@group(0) @binding(1) var<storage, read> vectors: array<vec4f>;
@group(0) @binding(2) var<storage, read> numbers: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> single: array<f32>;

var<workgroup> tile: array<vec4f, SHARED>;

@compute @workgroup_size(WORKGROUP)
fn fma_scalar(@builtin(global_invocation_id) id: vec3u) {
  let b = seeds[0];
  let c = seeds[1];
  var sum: array<f32, CHAINS>;
  for (var i = 0u; i < CHAINS; i++) { // unroll
    sum[i] = f32(id.x + i);
  }
  for (var round = 0u; round < ROUNDS; round++) {
    for (var step = 0u; step < UNROLL; step++) { // unroll
      for (var i = 0u; i < CHAINS; i++) { // unroll
        sum[i] = fma(sum[i], b, c);
      }
    }
  }
  var total = 0.0;
  for (var i = 0u; i < CHAINS; i++) { // unroll
    total += sum[i];
  }
  if (total == NEVER) { single[id.x] = total; }
}

@compute @workgroup_size(WORKGROUP)
fn fma_vec2(@builtin(global_invocation_id) id: vec3u) {
  let b = vec2f(seeds[0]);
  let c = vec2f(seeds[1]);
  var sum: array<vec2f, CHAINS>;
  for (var i = 0u; i < CHAINS; i++) { // unroll
    sum[i] = vec2f(f32(id.x + i), f32(i));
  }
  for (var round = 0u; round < ROUNDS; round++) {
    for (var step = 0u; step < UNROLL; step++) { // unroll
      for (var i = 0u; i < CHAINS; i++) { // unroll
        sum[i] = fma(sum[i], b, c);
      }
    }
  }
  var total = vec2f();
  for (var i = 0u; i < CHAINS; i++) { // unroll
    total += sum[i];
  }
  if (total.x + total.y == NEVER) { single[id.x] = total.x; }
}

@compute @workgroup_size(WORKGROUP)
fn fma_vec4(@builtin(global_invocation_id) id: vec3u) {
  let b = vec4f(seeds[0]);
  let c = vec4f(seeds[1]);
  var sum: array<vec4f, CHAINS>;
  for (var i = 0u; i < CHAINS; i++) { // unroll
    sum[i] = vec4f(f32(id.x + i), f32(i), 1.0, 2.0);
  }
  for (var round = 0u; round < ROUNDS; round++) {
    for (var step = 0u; step < UNROLL; step++) { // unroll
      for (var i = 0u; i < CHAINS; i++) { // unroll
        sum[i] = fma(sum[i], b, c);
      }
    }
  }
  var total = vec4f();
  for (var i = 0u; i < CHAINS; i++) { // unroll
    total += sum[i];
  }
  if (dot(total, vec4f(1.0)) == NEVER) { single[id.x] = total.x; }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn read_vectors(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let first = at_stretch(element(id, groups));
  var sum = vec4f();
  for (var round = 0u; round < ROUNDS; round++) {
    for (var step = 0u; step < UNROLL; step++) { // unroll
      sum += vectors[(first + (round * UNROLL + step) * WORKGROUP_SIZE) % COUNT];
    }
  }
  if (dot(sum, vec4f(1.0)) == NEVER) { result[first] = sum; }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn read_numbers(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let first = at_stretch(element(id, groups));
  var sum = 0.0;
  for (var round = 0u; round < ROUNDS; round++) {
    for (var step = 0u; step < UNROLL; step++) { // unroll
      sum += numbers[(first + (round * UNROLL + step) * WORKGROUP_SIZE) % COUNT];
    }
  }
  if (sum == NEVER) { single[first] = sum; }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn read_shared(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  for (var i = 0u; i < SHARED / WORKGROUP_SIZE; i++) {
    tile[i * WORKGROUP_SIZE + lane] = vec4f(seeds[0], f32(i), f32(lane), 1.0);
  }
  // Every invocation reads what others have filled in.
  workgroupBarrier();
  var sum = vec4f();
  for (var round = 0u; round < ROUNDS; round++) {
    for (var step = 0u; step < UNROLL; step++) { // unroll
      sum += tile[(lane + round + step * WORKGROUP_SIZE) % SHARED];
    }
  }
  if (dot(sum, vec4f(1.0)) == NEVER) { result[id.x] = sum; }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn copy_vectors(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let first = at_stretch(element(id, groups));
  for (var round = 0u; round < ROUNDS; round++) {
    for (var step = 0u; step < UNROLL; step++) { // unroll
      let i = (first + (round * UNROLL + step) * WORKGROUP_SIZE) % COUNT;
      result[i] = vectors[i];
    }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn copy_numbers(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let first = at_stretch(element(id, groups));
  for (var round = 0u; round < ROUNDS; round++) {
    for (var step = 0u; step < UNROLL; step++) { // unroll
      let i = (first + (round * UNROLL + step) * WORKGROUP_SIZE) % COUNT;
      single[i] = numbers[i];
    }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn update_vectors(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let first = at_stretch(element(id, groups));
  for (var round = 0u; round < ROUNDS; round++) {
    for (var step = 0u; step < UNROLL; step++) { // unroll
      let i = (first + (round * UNROLL + step) * WORKGROUP_SIZE) % COUNT;
      result[i] = 0.5 * (vectors[i] + result[i]);
    }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn update_numbers(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let first = at_stretch(element(id, groups));
  for (var round = 0u; round < ROUNDS; round++) {
    for (var step = 0u; step < UNROLL; step++) { // unroll
      let i = (first + (round * UNROLL + step) * WORKGROUP_SIZE) % COUNT;
      single[i] = 0.5 * (numbers[i] + single[i]);
    }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn write_vectors(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let first = at_stretch(element(id, groups));
  for (var round = 0u; round < ROUNDS; round++) {
    for (var step = 0u; step < UNROLL; step++) { // unroll
      let i = (first + (round * UNROLL + step) * WORKGROUP_SIZE) % COUNT;
      result[i] = vec4f(f32(i));
    }
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn touch(@builtin(global_invocation_id) id: vec3u) {
  if (id.x == 0u) { single[0] += 1.0; }
}

// Where the stretch of an invocation's workgroup begins, and in it the invocation.
fn at_stretch(i: u32) -> u32 {
  return i / WORKGROUP_SIZE * WORKGROUP_SIZE * ROUNDS * UNROLL + i % WORKGROUP_SIZE;
}
