// finite.wgsl: finds the first tensor of an iteration that holds NaN or infinity
//
//   inspect    counts what is not finite among CHUNK numbers from g CHUNK, unless a tensor was found before
//
//   binding   name       shape      access
//   0         bits       [count]    read         f32, as bits: a compiler may assume that there is no NaN
//   1         tensor     [2]        read         its number, from 1; its count
//   2         found      [4]        read_write   number of the tensor that was found, or 0; its NaN; its
//                                                infinite values; 1 once another tensor was inspected after it
//
// The last of `found` keeps the counts from growing when the same tensor is inspected again.
// Whole numbers are added atomically, so their order does not matter.
// uses: lib/grid.wgsl

const CHUNK: u32 = 256u;

@group(0) @binding(0) var<storage, read> bits: array<u32>;
@group(0) @binding(1) var<storage, read> tensor: array<u32>;
@group(0) @binding(2) var<storage, read_write> found: array<atomic<u32>>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn inspect(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let start = element(id, groups) * CHUNK;
  if (start >= tensor[1]) { return; }
  let first = atomicLoad(&found[0]);
  if (first != 0u && first != tensor[0]) { atomicStore(&found[3], 1u); }
  if (atomicLoad(&found[3]) == 1u) { return; }
  var nan = 0u;
  var infinite = 0u;
  for (var i = start; i < min(start + CHUNK, tensor[1]); i++) {
    let magnitude = bits[i] & 0x7FFFFFFFu;
    if (magnitude > 0x7F800000u) { nan++; }
    if (magnitude == 0x7F800000u) { infinite++; }
  }
  if (nan + infinite == 0u) { return; }
  atomicStore(&found[0], tensor[0]);
  atomicAdd(&found[1], nan);
  atomicAdd(&found[2], infinite);
}
