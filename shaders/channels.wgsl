// channels.wgsl: a number for each channel of each image
//
//   entry point        result                                            reads   writes
//   scale_channels     y[n, p, c] = x[n, p, c] · s[n, c]                 x, s    result
//   channel_products   Σ a[n, p, c] · b[n, p, c] over the pixels p of    a, b    partial
//                      a chunk
//
//   binding   name      shape              access
//   0         x         [N, PIXELS, C]     read
//   1         s         [N, C]             read
//   2         a         [N, PIXELS, C]     read
//   3         b         [N, PIXELS, C]     read
//   4         result    [N, PIXELS, C]     read_write
//   5         partial   [N, CHUNKS, C]     read_write
//
// The styles of a modulated convolution are such numbers. x, y and s are tied by one trilinear form, Σ x y s: the
// gradient of each entry point is the other (src/ops/channels.ts).
//
// scale_channels computes four neighbouring elements in one invocation; the last vector may reach past the end, which
// nothing reads (src/gpu/memory.ts). channel_products adds the CHUNK pixels of one channel, RUN at a time: rounding
// grows with the length of a sum. Neighbouring invocations have neighbouring channels; sums.wgsl adds the chunks.
// uses: lib/grid.wgsl

const N: u32 = 2u;
const PIXELS: u32 = 15u;
const C: u32 = 3u;
const CHUNK: u32 = 128u;
const RUN: u32 = 16u;

const SIZE: u32 = N * PIXELS * C;
const VECTORS: u32 = (SIZE + 3u) / 4u;
const CHUNKS: u32 = (PIXELS + CHUNK - 1u) / CHUNK;

@group(0) @binding(0) var<storage, read> x: array<vec4f, VECTORS>;
@group(0) @binding(1) var<storage, read> s: array<f32, N * C>;
@group(0) @binding(2) var<storage, read> a: array<f32, SIZE>;
@group(0) @binding(3) var<storage, read> b: array<f32, SIZE>;
@group(0) @binding(4) var<storage, read_write> result: array<vec4f, VECTORS>;
@group(0) @binding(5) var<storage, read_write> partial: array<f32, N * CHUNKS * C>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn scale_channels(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= VECTORS) { return; }
  let e = 4u * i;
  if (C % 4u == 0u) { // They are channels of one pixel.
    let at = at_s(e);
    result[i] = x[i] * vec4f(s[at], s[at + 1u], s[at + 2u], s[at + 3u]);
  } else {
    result[i] = x[i] * vec4f(s[at_s(e)], s[at_s(e + 1u)], s[at_s(e + 2u)], s[at_s(e + 3u)]);
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn channel_products(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= N * CHUNKS * C) { return; }
  let c = i % C;
  let first = i / C % CHUNKS * CHUNK;
  let start = (i / C / CHUNKS * PIXELS + first) * C + c;
  var sum = 0.0;
  for (var run = 0u; run < (CHUNK + RUN - 1u) / RUN; run++) {
    var some = 0.0;
    for (var r = 0u; r < RUN; r++) {
      let p = run * RUN + r;
      if (p < CHUNK && first + p < PIXELS) { some = fma(a[start + p * C], b[start + p * C], some); }
    }
    sum += some;
  }
  partial[i] = sum;
}

// Place of the number that belongs to element e of x.
fn at_s(e: u32) -> u32 {
  return e / (PIXELS * C) * C + e % C;
}
