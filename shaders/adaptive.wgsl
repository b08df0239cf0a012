// adaptive.wgsl: strength of an adaptive augmentation
//
//   follow   state[1], a running mean, takes over the mean sign of what the scores have above THRESHOLD, and
//            state[0], a probability, grows by CHANGE where that mean is above TARGET, and shrinks below
//
//   binding   name     shape   access
//   0         scores   [N]     read         D's, of real images
//   1         state    [2]     read_write
//
// One invocation does it all: the scores are as many as a batch has images.

const THRESHOLD: f32 = 0.0;
const TARGET: f32 = 0.6;
const CHANGE: f32 = 0.0032;
const KEPT: f32 = 0.75;

@group(0) @binding(0) var<storage, read> scores: array<f32>;
@group(0) @binding(1) var<storage, read_write> state: array<f32>;

@compute @workgroup_size(1)
fn follow(@builtin(global_invocation_id) id: vec3u) {
  if (id.x > 0u) { return; }
  var sum = 0.0;
  for (var i = 0u; i < arrayLength(&scores); i++) { sum += sign(scores[i] - THRESHOLD); }
  let mean = sum / f32(arrayLength(&scores));
  let known = fma(KEPT, state[1] - mean, mean);
  state[1] = known;
  state[0] = clamp(state[0] + CHANGE * sign(known - TARGET), 0.0, 1.0);
}
