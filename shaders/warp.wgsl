// warp.wgsl: images through an affine map, with bilinear interpolation, and the adjoint
//
//   affine_warp           y[n, p, q, c] = Σ_{h, w} hat(u - w) · hat(v - h) · x[n, h, w, c]
//   affine_warp_adjoint   x[n, h, w, c] = Σ_{p, q} hat(u - w) · hat(v - h) · y[n, p, q, c]
//
// hat(d) = max(0, 1 - |d|), and (u, v) is the place in x that pixel (p, q) of y looks at. Measured in
// pixels from the centres of both images, it is an affine map of (q, p):
//
//   u - (W - 1)/2 = θ₀₀ W/Q (q - (Q - 1)/2) + θ₀₁ W/P (p - (P - 1)/2) + θ₀₂ W/2
//   v - (H - 1)/2 = θ₁₀ H/Q (q - (Q - 1)/2) + θ₁₁ H/P (p - (P - 1)/2) + θ₁₂ H/2
//
// That is PyTorch's affine_grid and grid_sample (bilinear, zeros, align_corners = false). Written from the
// centres, half pixels are exact: θ = (1 0 0; 0 1 0) and flips copy to the bit, whatever the size.
//
//   binding   name     shape          access
//   0         x        [N, H, W, C]   read
//   1         theta    [N, 2, 3]      read
//   2         y        [N, P, Q, C]   read
//   3         result   the other      read_write
//
// One invocation computes one element of `result`. In the forward it adds four pixels; in the adjoint
// all pixels of y that look at its own, in the order of rows and columns.
// uses: lib/grid.wgsl

const N: u32 = 2u;
const H: u32 = 8u;
const W: u32 = 8u;
const C: u32 = 3u;
const P: u32 = 8u;
const Q: u32 = 8u;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> theta: array<f32>;
@group(0) @binding(2) var<storage, read> y: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn affine_warp(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= N * P * Q * C) { return; }
  let c = i % C;
  let q = i / C % Q;
  let p = i / C / Q % P;
  let n = i / C / Q / P;

  let place = place_of(n, p, q);
  let corner = floor(place);
  var sum = 0.0;
  for (var r = 0u; r < 2u; r++) {
    for (var s = 0u; s < 2u; s++) {
      // -1 becomes a huge unsigned number: one test finds what lies before and after the image.
      let h = u32(i32(corner.y)) + r;
      let w = u32(i32(corner.x)) + s;
      if (h < H && w < W) {
        sum = fma(weight(place, h, w), x[at_x(n, h, w, c)], sum);
      }
    }
  }
  result[i] = sum;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn affine_warp_adjoint(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= N * H * W * C) { return; }
  let c = i % C;
  let w = i / C % W;
  let h = i / C / W % H;
  let n = i / C / W / H;

  let box = lookers(n, h, w);
  var sum = 0.0;
  for (var p = box.y; p < box.w; p++) {
    for (var q = box.x; q < box.z; q++) {
      sum = fma(weight(place_of(n, p, q), h, w), y[at_y(n, p, q, c)], sum);
    }
  }
  result[i] = sum;
}

// How much pixel (h, w) counts at a place in x. Forward and adjoint both ask here, with the same
// place_of; where a compiler rounds one of them otherwise, it is a rounding of a continuous function.
fn weight(place: vec2f, h: u32, w: u32) -> f32 {
  let hat = max(vec2f(0.0), vec2f(1.0) - abs(place - vec2f(f32(w), f32(h))));
  return hat.x * hat.y;
}

// Where in x pixel (p, q) of y looks, as (column, row).
fn place_of(n: u32, p: u32, q: u32) -> vec2f {
  return matrix(n) * (vec2f(f32(q), f32(p)) - middle_y()) + shift(n) + middle_x();
}

// The steps in x, in pixels, for one step to the right and one step down in y.
fn matrix(n: u32) -> mat2x2f {
  const RIGHT = vec2f(f32(W), f32(H)) / f32(Q);
  const DOWN = vec2f(f32(W), f32(H)) / f32(P);
  let at = n * 6u;
  return mat2x2f(
    vec2f(theta[at], theta[at + 3u]) * RIGHT,
    vec2f(theta[at + 1u], theta[at + 4u]) * DOWN,
  );
}

fn shift(n: u32) -> vec2f {
  return vec2f(theta[n * 6u + 2u], theta[n * 6u + 5u]) * (0.5 * vec2f(f32(W), f32(H)));
}

fn middle_x() -> vec2f {
  return 0.5 * vec2f(f32(W - 1u), f32(H - 1u));
}

fn middle_y() -> vec2f {
  return 0.5 * vec2f(f32(Q - 1u), f32(P - 1u));
}

// Columns x to z - 1 and rows y to w - 1 of y: a box that holds every pixel that looks at (h, w). The
// places within one pixel of (h, w) are a square; the inverse map makes a parallelogram of it, whose
// box this is. It may hold too many, which then have weight zero, but never too few.
fn lookers(n: u32, h: u32, w: u32) -> vec4u {
  let m = matrix(n);
  let determinant = m[0].x * m[1].y - m[1].x * m[0].y;
  let products = abs(m[0].x * m[1].y) + abs(m[1].x * m[0].y);
  // (Nearly) singular: a line of pixels or all of them may look here. Beyond this test, the
  // determinant has lost at most nine of its 24 bits.
  if (!(abs(determinant) * 512.0 > products)) { return vec4u(0u, 0u, Q, P); }
  let inverse_x = vec2f(m[1].y, -m[0].y) / determinant;
  let inverse_y = vec2f(-m[1].x, m[0].x) / determinant;

  let distance = vec2f(f32(w), f32(h)) - middle_x() - shift(n);
  let centre = inverse_x * distance.x + inverse_y * distance.y + middle_y();
  // One pixel, and room for what has been rounded: the inverse is good to 2⁻¹³ of itself at least.
  let reach = vec2f(1.0 + 1.0 / 64.0) + abs(distance) / 4096.0;
  let extent = abs(inverse_x) * reach.x + abs(inverse_y) * reach.y + 1.0 / 64.0;

  // Clamped as floats, so that the conversion stays in range.
  let end = vec2f(f32(Q), f32(P));
  let first = clamp(ceil(centre - extent), vec2f(0.0), end);
  let last = clamp(floor(centre + extent) + 1.0, vec2f(0.0), end);
  return vec4u(vec2u(first), vec2u(last));
}

fn at_x(n: u32, h: u32, w: u32, c: u32) -> u32 {
  return ((n * H + h) * W + w) * C + c;
}

fn at_y(n: u32, p: u32, q: u32, c: u32) -> u32 {
  return ((n * P + p) * Q + q) * C + c;
}
