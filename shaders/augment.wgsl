// augment.wgsl: random changes of images that D sees real and generated images alike through
//
//   colour_jitter       y = k (s x + (1 - s) x̄ₚ) + (1 - k) x̄ + b, with x̄ₚ the mean over the channels of a
//                       pixel, x̄ that of the image; b only where BRIGHTEN. Without it, it is its own adjoint
//   shift_cut           y[h, w] = x[h - down, w - right], mirrored before if it falls so; 0 from outside the
//                       image, and 0 in a square of CUT pixels, of which parts may lie outside
//   shift_cut_adjoint   the other way
//   gate                a row of draws from a row of sixteen: of each change with the probability p its draw,
//                       else the draw that changes nothing. The last eight of a row decide
//
// Each image has a row of `draws`, numbers in [0, 1), and of them
//
//   0  brightness   b = draw - ½          4, 5  shift    -SHIFT to SHIFT pixels down, and to the right
//   1  saturation   s = 2 draw            6, 7  cutout   row and column of the square's middle: anywhere
//   2  contrast     k = draw + ½
//   3  flip         if the draw is at least ½, where FLIP
//   A draw of 6 above 1 cuts nothing.
//
//   binding   name     shape          access
//   0         x        [N, H, W, C]   read
//   1         draws    [N, 8]         read
//   2         means    [N]            read         x̄
//   3         result   [N, H, W, C]   read_write   of gate [N, 8]
//   4         chances  [N, 16]        read         gate: draws, then the numbers that decide
//   5         state    any            read         gate: its first number is p
//
// One invocation computes one element of `result`. The ranges are those of DiffAugment,
// https://arxiv.org/abs/2006.10738.
// uses: lib/grid.wgsl

const H: u32 = 32u;
const W: u32 = 32u;
const C: u32 = 1u;
const BRIGHTEN: bool = true;
const FLIP: bool = false;
const SHIFT: u32 = 4u;
const CUT: u32 = 16u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> draws: array<f32>;
@group(0) @binding(2) var<storage, read> means: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;
@group(0) @binding(4) var<storage, read> chances: array<f32>;
@group(0) @binding(5) var<storage, read> state: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn colour_jitter(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  let n = i / C / W / H;
  let brightness = select(0.0, draws[n * 8u] - 0.5, BRIGHTEN);
  let saturation = 2.0 * draws[n * 8u + 1u];
  let contrast = draws[n * 8u + 2u] + 0.5;
  let pixel = i - i % C;
  var mean = 0.0;
  for (var c = 0u; c < C; c++) { mean += x[pixel + c]; }
  mean /= f32(C);
  let coloured = fma(saturation, x[i], (1.0 - saturation) * mean);
  result[i] = fma(contrast, coloured, (1.0 - contrast) * means[n]) + brightness;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn shift_cut(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  let n = i / C / W / H;
  let h = i / C / W % H;
  let w = i / C % W;
  // Unsigned numbers wrap: one test finds what lies before and after the image.
  let from_h = h + SHIFT - shift_of(n, 4u);
  let from_w = w + SHIFT - shift_of(n, 5u);
  var value = 0.0;
  if (from_h < H && from_w < W && !is_cut(n, h, w)) {
    value = x[at_x(n, from_h, mirrored(n, from_w), i % C)];
  }
  result[i] = value;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn shift_cut_adjoint(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  let n = i / C / W / H;
  let to_h = i / C / W % H + shift_of(n, 4u) - SHIFT;
  let to_w = mirrored(n, i / C % W) + shift_of(n, 5u) - SHIFT;
  var value = 0.0;
  if (to_h < H && to_w < W && !is_cut(n, to_h, to_w)) {
    value = x[at_x(n, to_h, to_w, i % C)];
  }
  result[i] = value;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn gate(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= arrayLength(&result)) { return; }
  let column = i % 8u;
  // Both numbers of a shift, and of a cutout, share one chance.
  let decides = select(column, column & 6u, column >= 4u);
  // Half of each range leaves an image as it is; no flip is 0, no cutout lies above 1.
  var unchanged = 0.5;
  if (column == 3u) { unchanged = 0.0; }
  if (column >= 6u) { unchanged = 2.0; }
  let row = i / 8u * 16u;
  result[i] = select(unchanged, chances[row + column], chances[row + 8u + decides] < state[0]);
}

// From 0 to 2 SHIFT: where SHIFT is no shift.
fn shift_of(n: u32, column: u32) -> u32 {
  return whole(draws[n * 8u + column], 2u * SHIFT + 1u);
}

fn is_cut(n: u32, h: u32, w: u32) -> bool {
  const PLACES = 1u - CUT % 2u;
  if (draws[n * 8u + 6u] > 1.0) { return false; }
  let row = whole(draws[n * 8u + 6u], H + PLACES);
  let column = whole(draws[n * 8u + 7u], W + PLACES);
  return h + CUT / 2u - row < CUT && w + CUT / 2u - column < CUT;
}

fn mirrored(n: u32, w: u32) -> u32 {
  return select(w, W - 1u - w, FLIP && draws[n * 8u + 3u] >= 0.5);
}

// One of 0 to count - 1. A draw that was rounded up to 1 gives the last.
fn whole(draw: f32, count: u32) -> u32 {
  return min(u32(draw * f32(count)), count - 1u);
}

fn at_x(n: u32, h: u32, w: u32, c: u32) -> u32 {
  return ((n * H + h) * W + w) * C + c;
}
