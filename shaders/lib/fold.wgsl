// fold.wgsl: sums over the invocations of a workgroup
//
// The file that uses it says how many they are: LANES, a multiple of 8. The order is fixed, so are the bits.

var<workgroup> fold_parts: array<vec2f, LANES>;
var<workgroup> fold_sums: array<vec2f, 8>;

// Σ of the parts of all invocations, for each of them.
fn fold(part: vec2f, lane: u32) -> vec2f {
  fold_parts[lane] = part;
  // All parts are there.
  workgroupBarrier();
  if (lane < 8u) {
    var some = vec2f();
    for (var i = 0u; i < LANES / 8u; i++) { some += fold_parts[i * 8u + lane]; }
    fold_sums[lane] = some;
  }
  // All eight sums are there, and no part is needed any more.
  workgroupBarrier();
  var sum = vec2f();
  for (var i = 0u; i < 8u; i++) { sum += fold_sums[i]; }
  return sum;
}
