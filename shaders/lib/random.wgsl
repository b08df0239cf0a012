// random.wgsl: counter-based random numbers
//
// Philox-4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3; SC 2011).
// A number is a function of (counter, key) alone: no state, any order, the same bits everywhere.

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

// The upper 32 bits of a 64-bit product, from four products of 16-bit halves.
fn multiply_high(a: u32, b: u32) -> u32 {
  let middle_a = (a >> 16u) * (b & 0xFFFFu);
  let middle_b = (a & 0xFFFFu) * (b >> 16u);
  let carry = (((a & 0xFFFFu) * (b & 0xFFFFu)) >> 16u) + (middle_a & 0xFFFFu) + (middle_b & 0xFFFFu);
  return (a >> 16u) * (b >> 16u) + (middle_a >> 16u) + (middle_b >> 16u) + (carry >> 16u);
}

// The upper 24 bits as a number in [0, 1): every value is exact in f32.
fn unit(bits: u32) -> f32 {
  return f32(bits >> 8u) * 0x1p-24;
}
