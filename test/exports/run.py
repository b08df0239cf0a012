"""Runs an exported network in PyTorch.

    python3 test/exports/run.py MODULE.py IN.safetensors OUT.safetensors [PART]

Needs PyTorch and safetensors (Debian and Ubuntu: apt-get install python3-torch python3-safetensors). IN holds `images`
[N, C, H, W]; OUT gets `result`. PART picks one of several networks. `npm run exports` compares it with the kernels (test/exports/main.ts).
"""

import importlib.util
import sys

import torch
from safetensors.torch import load_file, save_file

path, given, out, part = [*sys.argv[1:], "0"][:4]
spec = importlib.util.spec_from_file_location("exported", path)
exported = importlib.util.module_from_spec(spec)
spec.loader.exec_module(exported)
with torch.no_grad():
    networks = exported.load()
    network = networks[int(part)] if isinstance(networks, tuple) else networks
    # As the kernels do: a discriminator normalises by its batch.
    network.train(int(part) > 0)
    result = network(load_file(given)["images"])
save_file({"result": result.contiguous()}, out)
print(torch.__version__)
