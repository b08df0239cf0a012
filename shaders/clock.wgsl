// clock.wgsl: what changes from step to step, kept on the GPU
//
//   clock   [4] u32: seed, draws (random tensors drawn), batches (of the data), iterations
//   ring    [SLOTS, 5] f32: the last figures of training, one row an iteration
//
//   tick     one invocation: adds DRAWS, BATCHES, ITERATIONS to the clock, before a step uses it
//   note     one invocation a figure: a row of the ring. The losses of D and G, and the means of D's
//            scores on real and on generated images, as probabilities where PROBABILITIES; and the mean
//            sign of what its scores on real images have above THRESHOLD: 1 if it takes all for real
//
// A captured program never changes; it reads the clock instead.
// uses: lib/math.wgsl

const DRAWS: u32 = 1u;
const BATCHES: u32 = 0u;
const ITERATIONS: u32 = 0u;
const SLOTS: u32 = 64u;
const PROBABILITIES: bool = true;
const THRESHOLD: f32 = 0.0;

@group(0) @binding(0) var<storage, read_write> clock: array<u32>;
@group(0) @binding(1) var<storage, read> now: array<u32>;
@group(0) @binding(2) var<storage, read> loss_d: array<f32>;
@group(0) @binding(3) var<storage, read> loss_g: array<f32>;
@group(0) @binding(4) var<storage, read> real: array<f32>;
@group(0) @binding(5) var<storage, read> fake: array<f32>;
@group(0) @binding(6) var<storage, read_write> ring: array<f32>;

@compute @workgroup_size(1)
fn tick(@builtin(global_invocation_id) id: vec3u) {
  if (id.x > 0u) { return; }
  clock[1] += DRAWS;
  clock[2] += BATCHES;
  clock[3] += ITERATIONS;
}

@compute @workgroup_size(8)
fn note(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= 5u) { return; }
  let at = now[3] % SLOTS * 5u + id.x;
  if (id.x == 0u) { ring[at] = loss_d[0]; }
  if (id.x == 1u) { ring[at] = loss_g[0]; }
  if (id.x == 2u || id.x == 4u) {
    var sum = 0.0;
    for (var i = 0u; i < arrayLength(&real); i++) {
      sum += select(reported(real[i]), sign(real[i] - THRESHOLD), id.x == 4u);
    }
    ring[at] = sum / f32(arrayLength(&real));
  }
  if (id.x == 3u) {
    var sum = 0.0;
    for (var i = 0u; i < arrayLength(&fake); i++) { sum += reported(fake[i]); }
    ring[at] = sum / f32(arrayLength(&fake));
  }
}

fn reported(score: f32) -> f32 {
  return select(score, logistic(score), PROBABILITIES);
}
