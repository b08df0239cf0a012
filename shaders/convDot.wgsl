// convDot.wgsl: convolution to few channels, each window summed by a whole workgroup
//
//   entry point   a workgroup computes          summed over   result
//   convolve      a window (n, p, q), all of k  taps, c       [N, P, Q, K]
//
//   binding   name     shape           access
//   0         large    [N, H, W, C]    read
//   2         weight   [R, S, C, K]    read
//   3         result   [N, P, Q, K]    read_write
//
// The last layer of a discriminator has one output an image, and thousands of terms in it. With an invocation
// an output (convTiled.wgsl) a GPU is idle but for a few workgroups, each of which waits thousands of times for
// memory. Here neighbours in the workgroup take neighbouring terms, LANES apart from turn to turn, and their
// parts are added up at the end. Short sums also round less.
// For GPUs: a CPU has as many lanes as it needs in either.
// uses: lib/shapes.wgsl, lib/integer.wgsl, lib/fold.wgsl

const LANES: u32 = 256u;

@group(0) @binding(0) var<storage, read> large: array<f32>;
@group(0) @binding(2) var<storage, read> weight: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(LANES)
fn convolve(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let window = group.y * groups.x + group.x;
  if (window >= WINDOWS) { return; }
  let top = window / Q % P * STRIDE_H - PADDING_H;
  let left = window % Q * STRIDE_W - PADDING_W;

  var sum: array<f32, K>;
  for (var turn = 0u; turn < (TAPS + LANES - 1u) / LANES; turn++) {
    let tap = turn * LANES + lane;
    // Unsigned numbers wrap: what lies above the image, or left of it, becomes huge.
    let h = top + tap / C / S;
    let w = left + rest(tap / C, S);
    let inside = (h < H) & (w < W) & fits(tap, TAPS, LANES);
    let pixel = (window / Q / P * H + h) * W + w;
    let x = select(0.0, large[select(0u, pixel * C + rest(tap, C), inside)], inside);
    for (var k = 0u; k < K; k++) { // unroll
      sum[k] = fma(x, weight[min(tap, TAPS - 1u) * K + k], sum[k]);
    }
  }
  for (var k = 0u; k < K; k++) { // unroll
    let whole = fold(vec2f(sum[k], 0.0), lane).x;
    if (lane == 0u) { result[window * K + k] = whole; }
  }
}
