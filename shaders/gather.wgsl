// gather.wgsl: the next batch of a data set that lies on the GPU as bytes
//
//   gather           result[b, h, w, c] = byte of image j(b) at (h - PADDING_H, w - PADDING_W), scaled
//                    to [-1, 1]; -1, that is byte 0, outside the image
//   gather_part      the same where image j(b) is one of the HELD that begin with FIRST: these alone are
//                    bound. Run once for each part of a data set, it writes every element once
//   gather_slot      the same of images that lie there batch by batch, in SLOTS places in turn, STRIDE images
//                    apart: those of a set that does not fit are uploaded while other batches are used
//   gather_classes   result[b, k] = 1 where k is the label of image j(b), 0 elsewhere
//
//   binding   name     shape                                 access
//   0         images   [COUNT, HEIGHT, WIDTH, C] of u8       read       (of a part: [HELD, …])
//   1         clock    [4]                                   read       (clock.wgsl)
//   2         result   [BATCH, H, W, C] or [BATCH, CLASSES]  read_write
//   3         labels   [COUNT] of u8                         read
//
// Batches walk through a permutation of the images that is keyed by (seed, epoch, STREAM), so every image
// comes once an epoch and a resumed run needs only the clock. The permutation is a Feistel network on
// the next power of four, walked until it lands inside (Black, Rogaway: Ciphers with arbitrary finite
// domains). One invocation computes one element of `result`.
// uses: lib/grid.wgsl, lib/random.wgsl

const COUNT: u32 = 100u;
const HEIGHT: u32 = 28u;
const WIDTH: u32 = 28u;
const C: u32 = 1u;
const BATCH: u32 = 64u;
const H: u32 = 32u;
const W: u32 = 32u;
const PADDING_H: u32 = 2u;
const PADDING_W: u32 = 2u;
const CLASSES: u32 = 10u;
const FIRST: u32 = 0u;
const HELD: u32 = 100u;
const HALF_BITS: u32 = 4u;
const STREAM: u32 = 0u;
const SLOTS: u32 = 4u;
const STRIDE: u32 = 64u;

@group(0) @binding(0) var<storage, read> images: array<u32>;
@group(0) @binding(1) var<storage, read> clock: array<u32>;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;
@group(0) @binding(3) var<storage, read> labels: array<u32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn gather(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= BATCH * H * W * C) { return; }
  let c = i % C;
  let w = i / C % W - PADDING_W;
  let h = i / C / W % H - PADDING_H;
  let b = i / C / W / H;

  var byte = 0u;
  // Unsigned numbers wrap: one test finds what lies before and after the image.
  if (h < HEIGHT && w < WIDTH) { byte = byte_at(image_of(b), h, w, c); }
  result[i] = scaled(byte);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn gather_part(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= BATCH * H * W * C) { return; }
  // One before the part wraps, too. The part that it lies in writes all of it, what is around it included.
  let held = image_of(i / C / W / H) - FIRST;
  if (held >= HELD) { return; }
  let c = i % C;
  let w = i / C % W - PADDING_W;
  let h = i / C / W % H - PADDING_H;

  var byte = 0u;
  if (h < HEIGHT && w < WIDTH) { byte = byte_at(held, h, w, c); }
  result[i] = scaled(byte);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn gather_slot(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= BATCH * H * W * C) { return; }
  let c = i % C;
  let w = i / C % W - PADDING_W;
  let h = i / C / W % H - PADDING_H;
  let image = (clock[2] - 1u) % SLOTS * STRIDE + i / C / W / H;

  var byte = 0u;
  if (h < HEIGHT && w < WIDTH) { byte = byte_at(image, h, w, c); }
  result[i] = scaled(byte);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn gather_classes(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= BATCH * CLASSES) { return; }
  let image = image_of(i / CLASSES);
  result[i] = select(0.0, 1.0, byte_of(labels[image / 4u], image) == i % CLASSES);
}

fn byte_at(image: u32, h: u32, w: u32, c: u32) -> u32 {
  let at = ((image * HEIGHT + h) * WIDTH + w) * C + c;
  return byte_of(images[at / 4u], at);
}

fn scaled(byte: u32) -> f32 {
  return (2.0 * f32(byte) - 255.0) / 255.0;
}

fn byte_of(word: u32, at: u32) -> u32 {
  return (word >> (at % 4u * 8u)) & 0xFFu;
}

// clock[2] counts the batches begun, so the first one is number 1.
fn image_of(b: u32) -> u32 {
  let position = (clock[2] - 1u) * BATCH + b;
  return permuted(position % COUNT, position / COUNT);
}

fn permuted(start: u32, epoch: u32) -> u32 {
  let keys = philox(vec4u(epoch, STREAM, 0u, 0u), vec2u(clock[0], 0x65706F63u));
  var value = start;
  // On average less than four walks; 256 fail with a chance below 10⁻³².
  for (var walk = 0u; walk < 256u; walk++) {
    value = feistel(value, keys);
    if (value < COUNT) { break; }
  }
  return value;
}

fn feistel(value: u32, keys: vec4u) -> u32 {
  let mask = (1u << HALF_BITS) - 1u;
  var left = value >> HALF_BITS;
  var right = value & mask;
  for (var round = 0u; round < 4u; round++) {
    let next = left ^ (mix(right ^ keys[round]) & mask);
    left = right;
    right = next;
  }
  return (left << HALF_BITS) | right;
}

// The finaliser of MurmurHash3: every bit of the input reaches every bit of the output.
fn mix(value: u32) -> u32 {
  var bits = value;
  bits = (bits ^ (bits >> 16u)) * 0x85EBCA6Bu;
  bits = (bits ^ (bits >> 13u)) * 0xC2B2AE35u;
  return bits ^ (bits >> 16u);
}
