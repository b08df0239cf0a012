// imagePool.wgsl: a pool of earlier images, some of which D sees in the place of new ones
//
//   pool_places   one invocation: the place of each image of a batch
//   image_pool    what D sees, and what the pool holds after it. A place that is
//
//                   below SIZE     full: D sees what it holds, and the image goes in
//                   below 2 SIZE   (SIZE is subtracted) empty: D sees the image, and it goes in
//                   else           none: D sees the image
//
//   binding   name      shape            access
//   0         clock     [4]              read         (clock.wgsl; the first batch is number 1)
//   1         places    [BATCH]          read_write   pool_places only
//   2         images    [N, EACH]        read
//   3         at        [N]              read         the same places, read
//   4         pool      [SIZE, EACH]     read_write
//   5         result    [N, EACH]        read_write
//
// The first images fill the pool. Then an image is swapped with even odds, with any place as likely as the
// others. No two images of a batch get one place, so that one invocation can compute one element of `result`.
// Shrivastava et al., section 2.3, https://arxiv.org/abs/1612.07828
// uses: lib/grid.wgsl, lib/random.wgsl

const BATCH: u32 = 8u;
const SIZE: u32 = 50u;
const EACH: u32 = 3072u;
const STREAM: u32 = 0u;

@group(0) @binding(0) var<storage, read> clock: array<u32>;
@group(0) @binding(1) var<storage, read_write> places: array<f32>;
@group(0) @binding(2) var<storage, read> images: array<f32>;
@group(0) @binding(3) var<storage, read> at: array<f32>;
@group(0) @binding(4) var<storage, read_write> pool: array<f32>;
@group(0) @binding(5) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(1)
fn pool_places(@builtin(global_invocation_id) id: vec3u) {
  if (id.x > 0u) { return; }
  // Compared first: the product of a long run would wrap.
  let earlier = clock[2] - 1u;
  let held = min(select(SIZE, earlier * BATCH, earlier < SIZE), SIZE);
  var used = 0u;
  for (var b = 0u; b < BATCH; b++) {
    let bits = philox(vec4u(b, clock[1], STREAM, 0u), vec2u(clock[0], 0x706F6F6Cu));
    var place = 2u * SIZE;
    if (held + b < SIZE) {
      place = SIZE + held + b;
    } else if (used < SIZE && unit(bits.x) < 0.5) {
      place = free_place(multiply_high(bits.y, SIZE - used), b);
    }
    if (place < 2u * SIZE) { used++; }
    places[b] = f32(place);
  }
}

// The place that `before` others are free before, of those that no earlier image of the batch got.
fn free_place(before: u32, b: u32) -> u32 {
  var left = before;
  for (var place = 0u; place < SIZE; place++) {
    var taken = false;
    for (var i = 0u; i < b; i++) {
      let other = u32(places[i]);
      taken = taken || other == place || other == SIZE + place;
    }
    if (taken) { continue; }
    if (left == 0u) { return place; }
    left--;
  }
  return 2u * SIZE;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn image_pool(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  let place = u32(at[i / EACH]);
  let image = images[i];
  var seen = image;
  if (place < 2u * SIZE) {
    let slot = at_pool(place % SIZE, i % EACH);
    if (place < SIZE) { seen = pool[slot]; }
    pool[slot] = image;
  }
  result[i] = seen;
}

fn at_pool(place: u32, element: u32) -> u32 {
  return place * EACH + element;
}
