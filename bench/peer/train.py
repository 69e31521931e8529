"""One training step in PyTorch: the network, the loss, the gradients and Adam."""

import torch
from torch import nn
from torch.nn.functional import relu

import pytorch
from pytorch import start  # noqa: F401
from losses import multi_similarity, triplet_batch_hard

PER_CLASS = 4


def prepare(question, folder):
    if question["case"] == "matmul":
        return pytorch.matmul(question["size"])
    network, images, loss = {"conv4": conv4, "mlp": mlp, "resnet18": resnet18}[question["case"]]()
    labels = torch.arange(len(images)) // PER_CLASS
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)

    def step():
        optimizer.zero_grad(set_to_none=True)
        value = loss(network(images), labels)
        value.backward()
        optimizer.step()
        return float(value)

    return step


def conv4():
    def block(inputs):
        return [nn.Conv2d(inputs, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.MaxPool2d(2), nn.ReLU()]

    layers = [*block(1), *block(64), *block(64), *block(64), nn.Flatten(), nn.Linear(64, 64)]
    return nn.Sequential(*layers), torch.rand(128, 1, 28, 28), triplet_batch_hard


def mlp():
    layers = [nn.Linear(2048, 512), nn.ReLU(), nn.Linear(512, 128)]
    return nn.Sequential(*layers), torch.rand(128, 2048), multi_similarity


def resnet18():
    def stage(inputs, outputs, stride):
        return [Block(inputs, outputs, stride), Block(outputs, outputs, 1)]

    stages = [*stage(64, 64, 1), *stage(64, 128, 2), *stage(128, 256, 2), *stage(256, 512, 2)]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 128)]
    network = nn.Sequential(convolution(3, 64, 3), nn.BatchNorm2d(64), nn.ReLU(), *stages, *head)
    return network, torch.rand(64, 3, 32, 32), multi_similarity


def convolution(inputs, outputs, size, stride=1):
    return nn.Conv2d(inputs, outputs, size, stride, padding=size // 2, bias=False)


class Block(nn.Module):
    """The basic block of a residual network."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.branch = nn.Sequential(
            convolution(inputs, outputs, 3, stride),
            nn.BatchNorm2d(outputs),
            nn.ReLU(),
            convolution(outputs, outputs, 3),
            nn.BatchNorm2d(outputs),
        )
        same = stride == 1 and inputs == outputs
        projection = [convolution(inputs, outputs, 1, stride), nn.BatchNorm2d(outputs)]
        self.shortcut = nn.Identity() if same else nn.Sequential(*projection)

    def forward(self, x):
        return relu(self.branch(x) + self.shortcut(x))
