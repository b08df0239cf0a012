// mosaic.wgsl: a batch of images as the pixels of one picture, side by side, row by row
//
//   result[y, x] = pixel (y mod H, x mod W) of image n, n = (y / H) * COLUMNS + x / W
//
//   binding   name     shape                             access
//   0         images   [N, H, W, C], C = 1 or 3          read
//   1         result   [ROWS * H, COLUMNS * W] u32       read_write
//
// A value v in [-1, 1] becomes the byte round((v + 1) / 2 * 255); what lies outside is clamped, and NaN
// is byte 0. One channel is grey. A u32 holds red in its lowest byte, then green, blue and alpha: in
// memory that is RGBA, what a canvas takes. Where the grid has a place but no image it is transparent.
// One invocation computes one pixel.
// uses: lib/grid.wgsl

const N: u32 = 64u;
const H: u32 = 32u;
const W: u32 = 32u;
const C: u32 = 1u;
const COLUMNS: u32 = 8u;
const ROWS: u32 = 8u;

@group(0) @binding(0) var<storage, read> images: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<u32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn mosaic(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= ROWS * H * COLUMNS * W) { return; }
  let x = i % (COLUMNS * W);
  let y = i / (COLUMNS * W);
  let n = y / H * COLUMNS + x / W;
  if (n >= N) {
    result[i] = 0u;
    return;
  }
  let at = ((n * H + y % H) * W + x % W) * C;
  let red = byte_of(images[at]);
  var green = red;
  var blue = red;
  if (C == 3u) {
    green = byte_of(images[at + 1u % C]);
    blue = byte_of(images[at + 2u % C]);
  }
  result[i] = red | (green << 8u) | (blue << 16u) | (0xFFu << 24u);
}

fn byte_of(value: f32) -> u32 {
  // By its bits, since a compiler may assume that NaN does not occur.
  if ((bitcast<u32>(value) & 0x7FFFFFFFu) > 0x7F800000u) { return 0u; }
  return u32(fma(127.5, clamp(value, -1.0, 1.0), 128.0));
}
