// grid.wgsl: the flat index of this invocation
//
// A dispatch holds at most 65 535 workgroups along one dimension, so src/gpu/trace.ts folds a long
// grid into rows. `element` unfolds them again: element(…) = 0, 1, 2, …

const WORKGROUP_SIZE: u32 = 64u;

fn element(id: vec3u, groups: vec3u) -> u32 {
  return id.y * groups.x * WORKGROUP_SIZE + id.x;
}
