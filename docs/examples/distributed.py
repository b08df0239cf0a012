"""Goes on with a run of Ganvas in PyTorch, on as many processes and machines as torchrun starts.

    npx ganvas export --checkpoint runs/mnist-1 --to pytorch --out digits.py
    torchrun --nproc-per-node 2 docs/examples/distributed.py digits.py --steps 100

Each process has a batch of its own and one copy of both networks, whose gradients are averaged over all of
them (DistributedDataParallel). At the end the weights lie beside digits.py as they did before, and come back:

    npx ganvas sample --checkpoint runs/mnist-1 --weights digits-generator.safetensors
    npx ganvas train --init digits-generator.safetensors --init-d digits-discriminator.safetensors
"""

import argparse
import gzip
import importlib.util
import os
import struct
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
from safetensors.torch import save_file
from torch.nn.functional import binary_cross_entropy_with_logits as bce, pad
from torch.nn.parallel import DistributedDataParallel

options = argparse.ArgumentParser()
options.add_argument("networks", type=Path, help="what `ganvas export --to pytorch` wrote")
options.add_argument("--steps", type=int, default=100)
options.add_argument("--batch-size", type=int, default=64, help="of each process")
options.add_argument("--lr", type=float, default=1e-3)
options = options.parse_args()

gpu = torch.cuda.is_available()
dist.init_process_group("nccl" if gpu else "gloo")
rank, world = dist.get_rank(), dist.get_world_size()
device = torch.device("cuda", int(os.environ["LOCAL_RANK"])) if gpu else torch.device("cpu")
torch.manual_seed(rank)

found = importlib.util.spec_from_file_location("networks", options.networks)
networks = importlib.util.module_from_spec(found)
found.loader.exec_module(networks)


def distributed(network):
    # On GPUs the statistics of a batch are those of all processes' batches.
    if gpu:
        network = torch.nn.SyncBatchNorm.convert_sync_batchnorm(network)
    # D runs twice before its backward: buffers must not be sent around in between.
    return DistributedDataParallel(network.to(device), broadcast_buffers=False)


generator, discriminator = (distributed(network) for network in networks.load())
latent = generator.module.main[0].in_channels
optimisers = [torch.optim.Adam(n.parameters(), options.lr, (0.5, 0.999)) for n in (generator, discriminator)]

# The 9,000 digits that come with Ganvas, padded to 32 × 32 as there: this process takes its share of them.
packed = gzip.open(Path(__file__).parents[2] / "src/data/mnist/mnist.bin.gz").read()
count, held_out, height, width = struct.unpack("<IIHH", packed[4:16])
pixels = np.frombuffer(packed, np.uint8, count * height * width, 16 + count + held_out)
images = torch.from_numpy(pixels.reshape(count, 1, height, width).copy())[rank::world].to(device)
images = pad(images, [2, 2, 2, 2]).float() / 127.5 - 1


def loss(logits, wanted):
    return bce(logits, torch.full_like(logits, wanted))


for step in range(1, options.steps + 1):
    real = images[torch.randint(len(images), [options.batch_size], device=device)]
    fake = generator(torch.randn(options.batch_size, latent, 1, 1, device=device))

    optimisers[1].zero_grad()
    with discriminator.no_sync():
        loss_real = loss(discriminator(real), 1.0)
        loss_real.backward()
    loss_fake = loss(discriminator(fake.detach()), 0.0)
    loss_fake.backward()
    optimisers[1].step()

    optimisers[0].zero_grad()
    # Not through the wrapper: D's gradients are not wanted here.
    loss_g = loss(discriminator.module(fake), 1.0)
    loss_g.backward()
    optimisers[0].step()

    if rank == 0 and (step == 1 or step % 10 == 0):
        print(f"{step} loss D {loss_real + loss_fake:.3f} G {loss_g:.3f}", flush=True)

# Every process must have the same weights by now.
weights = torch.cat([p.detach().flatten() for n in (generator, discriminator) for p in n.parameters()])
others = [torch.empty_like(weights) for _ in range(world)]
dist.all_gather(others, weights)
assert all(torch.equal(weights, other) for other in others)
if rank == 0:
    stem = options.networks.with_suffix("")
    for name, network in (("generator", generator), ("discriminator", discriminator)):
        state = {key: tensor.cpu().contiguous() for key, tensor in network.module.state_dict().items()}
        save_file(state, f"{stem}-{name}.safetensors", {"format": "pt"})
    print(f"{world} processes, the same weights in each: {stem}-generator.safetensors, {stem}-discriminator.safetensors")
dist.destroy_process_group()
