// adapter.wgsl: does a CPU play the GPU? (src/gpu/software.ts)
//
//   meet      LANES lanes exchange numbers and meet at two barriers, ROUNDS times
//
//   binding   name     shape     access
//   0         result   [LANES]   read_write
//
// A GPU has circuits for barriers, and executes all lanes of a workgroup side by side. A CPU executes a few of them up to the
// barrier, sets them aside with all their numbers, and turns to the next few.

const LANES: u32 = 256u;
const ROUNDS: u32 = 1024u;

@group(0) @binding(0) var<storage, read_write> result: array<f32>;

var<workgroup> numbers: array<f32, LANES>;

@compute @workgroup_size(LANES)
fn meet(@builtin(local_invocation_index) lane: u32) {
  var x = f32(lane);
  for (var round = 0u; round < ROUNDS; round++) {
    numbers[lane] = x;
    workgroupBarrier();
    x = fma(numbers[(lane + 1u) & (LANES - 1u)], 0.5, 1.0);
    workgroupBarrier();
  }
  result[lane] = x;
}
