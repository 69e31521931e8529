"""What the benches with PyTorch share."""

import torch

import blas


def start(threads):
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    return f"PyTorch {torch.__version__}, {blas.name()}, threads {threads}"


def matmul(size):
    a, b = torch.rand(size, size), torch.rand(size, size)
    return lambda: float(torch.mm(a, b)[0, 0])
