// integer.wgsl: remainders and bounds that a compiler can work with
//
// Tint, Chrome's compiler, writes a % b as a - a / b * b, of which GPU compilers make three instructions, and see
// no upper bound in it. A mask is one, and its bound lets a constant part of an address be part of a load.

// a % b, b being a constant.
fn rest(a: u32, b: u32) -> u32 {
  if ((b & (b - 1u)) == 0u) { return a & (b - 1u); }
  return a % b;
}

fn rest4(a: vec4u, b: u32) -> vec4u {
  if ((b & (b - 1u)) == 0u) { return a & vec4u(b - 1u); }
  return a % b;
}

// Is i < size? Of whole tiles all are: nothing is left to compute where the constants say so.
fn fits(i: u32, size: u32, tile: u32) -> bool {
  return (size % tile == 0u) | (i < size);
}

fn four(first: u32) -> vec4u {
  return first + vec4u(0u, 1u, 2u, 3u);
}
