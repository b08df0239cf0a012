// styleActivation.wgsl: what follows a modulated convolution: demodulation, noise, bias and activation in one pass
//
//   v[n, p, c] = x[n, p, c] · d[n, c] + strength · noise[n, p] + bias[c]     y = GAIN · (v > 0 ? v : SLOPE v)
//
//   g = GAIN · (v > 0 ? grad_y : SLOPE grad_y)
//   grad_x = g · d     grad_d = Σ_p g · x     grad_bias = Σ_{n, p} g     grad_strength = Σ_{n, p, c} g · noise
//
//   entry point         one invocation computes                    reads                               writes
//   activate            four neighbouring elements of y            x, d, strength, noise, bias         result
//   activate_backward   a channel of grad_x in a chunk of pixels,  the same, grad_y                    grad_x, partial
//                       and its parts of the three sums
//
// x is [N, PIXELS, C]; partial is [3, N, CHUNKS, C], the sums of g · x, g and g · noise. sums.wgsl adds the chunks.
// The backward computes v again: x is there, and y need not be read. Neighbouring invocations have neighbouring
// channels. The last vector of y may reach past the end, which nothing reads (src/gpu/memory.ts).
// uses: lib/grid.wgsl

const N: u32 = 2u;
const PIXELS: u32 = 15u;
const C: u32 = 3u;
const CHUNK: u32 = 128u;
const RUN: u32 = 16u;
const SLOPE: f32 = 0.2;
const GAIN: f32 = 1.0;

const SIZE: u32 = N * PIXELS * C;
const VECTORS: u32 = (SIZE + 3u) / 4u;
const CHUNKS: u32 = (PIXELS + CHUNK - 1u) / CHUNK;
const SUMS: u32 = N * CHUNKS * C;

@group(0) @binding(0) var<storage, read> x: array<f32, SIZE>;
@group(0) @binding(1) var<storage, read> d: array<f32, N * C>;
@group(0) @binding(2) var<storage, read> strength: array<f32>;
@group(0) @binding(3) var<storage, read> noise: array<f32, N * PIXELS>;
@group(0) @binding(4) var<storage, read> bias: array<f32, C>;
@group(0) @binding(5) var<storage, read> grad_y: array<f32, SIZE>;
@group(0) @binding(6) var<storage, read> quads: array<vec4f, VECTORS>;
@group(0) @binding(7) var<storage, read_write> result: array<vec4f, VECTORS>;
@group(0) @binding(8) var<storage, read_write> grad_x: array<f32, SIZE>;
@group(0) @binding(9) var<storage, read_write> partial: array<f32, 3u * SUMS>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn activate(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= VECTORS) { return; }
  let e = 4u * i;
  let scale = vec4f(scale_of(e), scale_of(e + 1u), scale_of(e + 2u), scale_of(e + 3u));
  var shift = vec4f(bias[e % C], bias[(e + 1u) % C], bias[(e + 2u) % C], bias[(e + 3u) % C]);
  if (C % 4u == 0u) { // They are channels of one pixel.
    shift += strength[0] * noise[e / C];
  } else {
    shift += strength[0] * vec4f(noise[e / C], noise[(e + 1u) / C], noise[(e + 2u) / C], noise[(e + 3u) / C]);
  }
  let v = fma(quads[i], scale, shift);
  result[i] = v * select(vec4f(GAIN * SLOPE), vec4f(GAIN), v > vec4f());
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn activate_backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = element(id, groups);
  if (i >= SUMS) { return; }
  let c = i % C;
  let n = i / C / CHUNKS;
  let first = i / C % CHUNKS * CHUNK;
  let scale = d[n * C + c];
  let shift = bias[c];
  let loudness = strength[0];
  var sums = vec3f();
  for (var run = 0u; run < (CHUNK + RUN - 1u) / RUN; run++) {
    var some = vec3f();
    for (var r = 0u; r < RUN; r++) {
      let p = first + run * RUN + r;
      if (run * RUN + r < CHUNK && p < PIXELS) {
        let pixel = n * PIXELS + p;
        let at = pixel * C + c;
        let v = fma(x[at], scale, fma(loudness, noise[pixel], shift));
        let g = grad_y[at] * select(GAIN * SLOPE, GAIN, v > 0.0);
        grad_x[at] = g * scale;
        some = fma(vec3f(g), vec3f(x[at], 1.0, noise[pixel]), some);
      }
    }
    sums += some;
  }
  partial[i] = sums.x;
  partial[SUMS + i] = sums.y;
  partial[2u * SUMS + i] = sums.z;
}

// d at element e of x. Of the elements past the end there is none.
fn scale_of(e: u32) -> f32 {
  return d[e / (PIXELS * C) * C + e % C];
}
