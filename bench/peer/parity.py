"""A whole training in PyTorch, and the Recall@1 of its test classes: ../ours/parity.ts, once more.

It begins with the same weights and takes the same batches: what is left between the two is rounding, and what that
comes to in 600 steps."""

import copy
import os

import torch
from torch.nn.functional import normalize

import losses
import pytorch
from pytorch import start  # noqa: F401
from train import conv4

BATCH = 32 * 4


def prepare(question, folder):
    if question["case"] == "matmul":
        return pytorch.matmul(question["size"])
    name = question["case"]
    images, labels = read_images(folder, "train")
    batches = raw(folder, "batches", torch.int32).long().reshape(-1, BATCH)
    first, first_proxies = conv4()[0], []
    load(first, folder)
    if name in ("softTriple", "proxyNca"):
        first_proxies = [raw(folder, "loss-proxies", torch.float32).reshape(-1, 64)]

    def call():
        network = copy.deepcopy(first)
        proxies = [values.clone().requires_grad_() for values in first_proxies]
        groups = [{"params": network.parameters()}, {"params": proxies, "lr": 1e-1}]
        optimizer = torch.optim.Adam(groups if proxies else groups[:1], lr=1e-3)
        for batch in batches:
            optimizer.zero_grad(set_to_none=True)
            losses.LOSSES[name](network(images[batch]), labels[batch], *proxies).backward()
            optimizer.step()
        network.eval()
        return recall(network, *read_images(folder, "test"))

    return call


@torch.no_grad()
def load(network, folder):
    """The lab's first weights. Its filters are [height, width, in, out], its linear weight is [in, out]."""

    def weights(name, like):
        return raw(folder, f"network-{name}", torch.float32).reshape(like)

    for at in range(4):
        convolution, norm = network[4 * at], network[4 * at + 1]
        outputs, inputs, height, width = convolution.weight.shape
        filters = weights(f"block{at + 1}.filter", (height, width, inputs, outputs))
        convolution.weight.copy_(filters.permute(3, 2, 0, 1))
        norm.weight.copy_(weights(f"block{at + 1}.gamma", norm.weight.shape))
        norm.bias.copy_(weights(f"block{at + 1}.beta", norm.bias.shape))
    linear = network[-1]
    linear.weight.copy_(weights("linear.weight", linear.weight.T.shape).T)
    linear.bias.copy_(weights("linear.bias", linear.bias.shape))


@torch.no_grad()
def recall(network, images, labels):
    x = normalize(torch.cat([network(part) for part in images.split(128)]))
    s = (x @ x.T).fill_diagonal_(-2)
    return float((labels[s.argmax(1)] == labels).double().mean())


def read_images(folder, name):
    images = raw(folder, f"{name}-images", torch.float32).reshape(-1, 1, 28, 28)
    return images, raw(folder, f"{name}-labels", torch.int32).long()


def raw(folder, name, dtype):
    with open(os.path.join(folder, name), "rb") as file:
        return torch.frombuffer(bytearray(file.read()), dtype=dtype)
