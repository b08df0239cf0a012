// convStamps.wgsl: the adjoint of a convolution, as stamps that overlap
//
//   overlay   large[n, h, w, c] = Σ over r, s of stamps[n, p, q, r, s, c]
//             with h = p·STRIDE_H + r - PADDING_H, and w likewise from q and s
//
//   binding   name     shape                 access
//   0         stamps   [N, P, Q, R, S, C]    read
//   1         large    [N, H, W, C]          read_write
//
// Each small pixel stamps the weight, as strong as its K channels say, onto the large image. The stamps
// are a matrix product, [N·P·Q, K] · [K, R·S·C], which the other kernels compute as a 1×1 convolution's
// adjoint; here they are added where they overlap: at most ⌈R / STRIDE⌉ · ⌈S / STRIDE⌉ for a pixel.
//
// One invocation adds a pixel's C channels. For images of few, 1 or 3: phases (convTiled.wgsl) make a
// product of so few columns, where each number of `small` is loaded for each tap and multiplies 1 or 3
// weights. Stamps have R·S·C columns, 16 or 48 with DCGAN's window; they take R·S / STRIDE² times the
// image's memory. Gain in processor time at the image layer of DCGAN 32² (width 32, batch 64): llvmpipe 5.0×
// with one channel and 2.0× with three, SwiftShader 4.0× and 2.0× (bench/LOG.md, "Two terms a turn, stamps, …").
// uses: lib/shapes.wgsl, lib/grid.wgsl

@group(0) @binding(0) var<storage, read> stamps: array<f32>;
@group(0) @binding(1) var<storage, read_write> large: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn overlay(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let pixel = element(id, groups);
  if (pixel >= N * H * W) { return; }
  let w = pixel % W + PADDING_W;
  let h = pixel / W % H + PADDING_H;
  let n = pixel / W / H;

  var sum: array<f32, C>;
  for (var down = 0u; down < TAPS_H; down++) { // unroll
    for (var right = 0u; right < TAPS_W; right++) { // unroll
      // The next tap of this phase belongs to the small pixel before. Unsigned numbers wrap: one above
      // the image or left of it becomes huge.
      let r = h % STRIDE_H + down * STRIDE_H;
      let s = w % STRIDE_W + right * STRIDE_W;
      let p = h / STRIDE_H - down;
      let q = w / STRIDE_W - right;
      let inside = (p < P) & (q < Q) & (r < R) & (s < S);
      let place = select(0u, at_stamps(n, p, q, r, s), inside);
      for (var c = 0u; c < C; c++) { // unroll
        sum[c] += select(0.0, stamps[place + c], inside);
      }
    }
  }
  for (var c = 0u; c < C; c++) { // unroll
    large[pixel * C + c] = sum[c];
  }
}

fn at_stamps(n: u32, p: u32, q: u32, r: u32, s: u32) -> u32 {
  return ((((n * P + p) * Q + q) * R + r) * S + s) * C;
}
