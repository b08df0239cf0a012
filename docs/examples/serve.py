"""Serves the generator of a run by ONNX Runtime, on CPU or GPU, with nothing of Ganvas or PyTorch.

    npx ganvas export --checkpoint runs/mnist-1 --to onnx --out digits.onnx
    python3 docs/examples/serve.py digits.onnx --port 8000
    curl 'http://127.0.0.1:8000/?seed=7&count=64' --output digits.pgm

An answer is a PGM or PPM picture, 8 drawings a row. With --bench it does not serve, but says how fast it draws.
"""

import argparse
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

import numpy as np
import onnxruntime

options = argparse.ArgumentParser()
options.add_argument("model", help="what `ganvas export --to onnx` wrote")
options.add_argument("--port", type=int, default=8000)
options.add_argument("--bench", action="store_true")
options = options.parse_args()

session = onnxruntime.InferenceSession(options.model, providers=onnxruntime.get_available_providers())
latent = session.get_inputs()[0].shape[1]
is_told = len(session.get_inputs()) > 1


def draw(seed, count):
    """[count, H, W, C] in bytes."""
    z = np.random.default_rng(seed).standard_normal((count, latent), np.float32)
    told = {"label": np.arange(count) % 10} if is_told else {}
    return session.run(["pixels"], {"z": z, **told})[0]


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        asked = parse_qs(urlparse(self.path).query)
        rows = min(max(int(asked.get("count", ["8"])[0]), 8), 1024) // 8
        pixels = draw(int(asked.get("seed", ["1"])[0]), rows * 8)
        _, height, width, channels = pixels.shape
        picture = pixels.reshape(rows, 8, height, width, channels).swapaxes(1, 2)
        kind = b"P5" if channels == 1 else b"P6"
        body = kind + b"\n%d %d\n255\n" % (8 * width, rows * height) + picture.tobytes()
        self.send_response(200)
        self.send_header("Content-Type", "image/x-portable-anymap")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if options.bench:
    for count in (1, 64):
        draw(1, count)
        start, times = time.perf_counter(), 0
        while time.perf_counter() - start < 2:
            draw(times, count)
            times += 1
        print(f"batches of {count}: {times * count / (time.perf_counter() - start):.0f} images a second")
else:
    ThreadingHTTPServer(("127.0.0.1", options.port), Answer).serve_forever()
