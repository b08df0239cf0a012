// health.wgsl: measures of a GAN's health, from the state after an iteration
//
//   survey     partials[FIRST + g] = of the CHUNK numbers from g CHUNK: (Σ v², how many |v| reach the clip,
//              how many are NaN or infinite, 0). What is NaN or infinite is in no sum
//   spread     partials[FIRST + g] = (Σ of the standard deviations over the batch of CHUNK pixels from
//              g CHUNK, 0, 0, 0)
//   conclude   one invocation: adds the partials up. Those of G's gradients come first; those of D's from
//              GRADIENTS_D, of the parameters from PARAMETERS_G and PARAMETERS_D, of the images from IMAGES
//
//   binding   name       shape              access
//   0         values     [COUNT]            read         gradients or parameters of a network
//   1         state      [5]                read         its optimiser's, whose last number is the clip
//   2         images     [BATCH, COUNT]     read         spread only
//   3         partials   [any] vec4f        read_write
//   4         sums       the same           read         conclude only
//   5         health     [5]                read_write   |gradient|² of G and of D, D's clipped weights,
//                                                        the images' spread, what is NaN or infinite
//
// NaN is told by its bits: a compiler may assume that there is none. Sums go in a fixed order.
// uses: lib/grid.wgsl

const COUNT: u32 = 1024u;
const BATCH: u32 = 64u;
const CHUNK: u32 = 256u;
const FIRST: u32 = 0u;
const GRADIENTS_D: u32 = 1u;
const PARAMETERS_G: u32 = 2u;
const PARAMETERS_D: u32 = 3u;
const IMAGES: u32 = 4u;
const PARTIALS: u32 = 5u;

@group(0) @binding(0) var<storage, read> values: array<f32>;
@group(0) @binding(1) var<storage, read> state: array<f32>;
@group(0) @binding(2) var<storage, read> images: array<f32>;
@group(0) @binding(3) var<storage, read_write> partials: array<vec4f>;
@group(0) @binding(4) var<storage, read> sums: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> health: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn survey(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let g = element(id, groups);
  if (g * CHUNK >= COUNT) { return; }
  let clip = state[4];
  var found = vec4f();
  for (var i = g * CHUNK; i < min((g + 1u) * CHUNK, COUNT); i++) {
    let value = values[i];
    if ((bitcast<u32>(value) & 0x7F800000u) == 0x7F800000u) {
      found.z += 1.0;
      continue;
    }
    found.x = fma(value, value, found.x);
    if (clip > 0.0 && abs(value) >= clip) { found.y += 1.0; }
  }
  partials[FIRST + g] = found;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn spread(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let g = element(id, groups);
  if (g * CHUNK >= COUNT) { return; }
  var total = 0.0;
  for (var pixel = g * CHUNK; pixel < min((g + 1u) * CHUNK, COUNT); pixel++) {
    var sum = 0.0;
    for (var n = 0u; n < BATCH; n++) { sum += images[n * COUNT + pixel]; }
    let mean = sum / f32(BATCH);
    var squares = 0.0;
    for (var n = 0u; n < BATCH; n++) {
      let off = images[n * COUNT + pixel] - mean;
      squares = fma(off, off, squares);
    }
    total += sqrt(squares / f32(BATCH));
  }
  partials[FIRST + g] = vec4f(total, 0.0, 0.0, 0.0);
}

@compute @workgroup_size(1)
fn conclude(@builtin(global_invocation_id) id: vec3u) {
  if (id.x > 0u) { return; }
  let gradients_g = total_of(0u, GRADIENTS_D);
  let gradients_d = total_of(GRADIENTS_D, PARAMETERS_G);
  let parameters_g = total_of(PARAMETERS_G, PARAMETERS_D);
  let parameters_d = total_of(PARAMETERS_D, IMAGES);
  health[0] = gradients_g.x;
  health[1] = gradients_d.x;
  health[2] = parameters_d.y;
  health[3] = total_of(IMAGES, PARTIALS).x;
  health[4] = gradients_g.z + gradients_d.z + parameters_g.z + parameters_d.z;
}

fn total_of(start: u32, end: u32) -> vec4f {
  var sum = vec4f();
  for (var g = start; g < end; g++) { sum += sums[g]; }
  return sum;
}
