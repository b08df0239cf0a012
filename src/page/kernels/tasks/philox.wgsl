// uniform, with Philox-4x32-10 written out: random.wgsl and lib/random.wgsl in one
// uses: lib/grid.wgsl

const STREAM: u32 = 0u;
const LOW: f32 = 0.0;
const HIGH: f32 = 1.0;

@group(0) @binding(0) var<storage, read> clock: array<u32>; // seed, draws
@group(0) @binding(1) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn uniform(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  let bits = philox(vec4u(i, clock[1], STREAM, 0u), vec2u(clock[0], 0x6E6F6973u));
  // The upper 24 bits, as a number from 0 up to 1.
  result[i] = LOW + (HIGH - LOW) * (f32(bits.x >> 8u) * 0x1p-24);
}

fn philox(start: vec4u, seed: vec2u) -> vec4u {
  var counter = start;
  var key = seed;
  for (var round = 0u; round < 10u; round++) {
    let low_a = counter.x * 0xD2511F53u;
    let low_b = counter.z * 0xCD9E8D57u;
    let high_a = multiply_high(counter.x, 0xD2511F53u);
    let high_b = multiply_high(counter.z, 0xCD9E8D57u);
    counter = vec4u(high_b ^ counter.y ^ key.x, low_b, high_a ^ counter.w ^ key.y, low_a);
    key += vec2u(0x9E3779B9u, 0xBB67AE85u);
  }
  return counter;
}

// The upper 32 of the 64 bits of a · b.
fn multiply_high(a: u32, b: u32) -> u32 {
  let low = (a & 0xFFFFu) * (b & 0xFFFFu);
  let middle_a = (a >> 16u) * (b & 0xFFFFu);
  let middle_b = (a & 0xFFFFu) * (b >> 16u);
  let high = (a >> 16u) * (b >> 16u);
  let carry = (low >> 16u) + (middle_a & 0xFFFFu) + (middle_b & 0xFFFFu);
  return high + (middle_a >> 16u) + (middle_b >> 16u) + (carry >> 16u);
}
