// taps.wgsl: what a window sees of the large image, four taps at a time
//
// Reads the binding `large` of the file that uses it, in quads. With lib/shapes.wgsl and lib/integer.wgsl.

// Where a window begins: row and column, and the pixel that they are. Unsigned numbers wrap: what lies above
// the image, or left of it, becomes huge.
struct Window {
  top: u32,
  left: u32,
  start: u32,
}

// The window of an output: a line of outputs is (n, p).
fn window_at(line: u32, q: u32) -> Window {
  let h = rest(line, P) * STRIDE_H - PADDING_H;
  let w = q * STRIDE_W - PADDING_W;
  return Window(h, w, (line / P * H + h) * W + w);
}

// What four taps (r, s, c), from the given one on, see of the image through a window.
fn tap_quad(window: Window, tap: u32, covered: bool) -> vec4f {
  if (C % 4u == 0u) { // They are channels of one pixel.
    let r = tap / C / S;
    let s = rest(tap / C, S);
    let inside = (window.top + r < H) & (window.left + s < W) & covered;
    return select(vec4f(), large[(window.start + r * W + s) * (C / 4u) + rest(tap, C) / 4u], inside);
  }
  let taps = four(tap);
  let r = taps / C / S;
  let s = rest4(taps / C, S);
  let real = taps < vec4u(select(0u, TAPS, covered));
  let inside = (window.top + r < vec4u(H)) & (window.left + s < vec4u(W)) & real;
  let i = select(vec4u(), (window.start + r * W + s) * C + rest4(taps, C), inside);
  let low = vec2f(large[i.x / 4u][i.x % 4u], large[i.y / 4u][i.y % 4u]);
  let high = vec2f(large[i.z / 4u][i.z % 4u], large[i.w / 4u][i.w % 4u]);
  return select(vec4f(), vec4f(low, high), inside);
}
