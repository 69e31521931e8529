"""Every loss of the lab once more in PyTorch, as one would write it there for speed."""

import os

import torch
from torch.nn.functional import normalize, relu, softplus

import pytorch
from pytorch import start  # noqa: F401

DIMENSION, PER_CLASS, CLASSES, CENTRES = 512, 4, 100, 10


def prepare(question, folder):
    if question["case"] == "matmul":
        return pytorch.matmul(question["size"])
    name, rows = question["case"], question["rows"]
    make = LOSSES.get(name)
    if make is None:
        return None
    x = read(folder, f"{name}-{rows}-network-embeddings", DIMENSION)
    labels = torch.arange(rows) // PER_CLASS % CLASSES
    proxies = f"{name}-{rows}-loss-proxies"
    weights = [x, read(folder, proxies, DIMENSION)] if os.path.exists(os.path.join(folder, proxies)) else [x]
    loss = make() if isinstance(make, type) else make

    def call():
        for weight in weights:
            weight.grad = None
        value = loss(x, labels, *weights[1:])
        value.backward()
        return float(value.detach())

    return call


def read(folder, name, columns):
    numbers = torch.frombuffer(bytearray(open(os.path.join(folder, name), "rb").read()), dtype=torch.float32)
    return numbers.reshape(-1, columns).clone().requires_grad_()


def masks(labels):
    """Positive and negative pairs of a batch; a row with itself is no pair."""
    same = labels[:, None] == labels[None, :]
    return same & ~torch.eye(len(labels), dtype=torch.bool), ~same


def distances(x):
    """Euclidean, of unit vectors."""
    return (2 - 2 * x @ x.T).clamp(min=1e-12).sqrt()


def contrastive(x, labels):
    x = normalize(x)
    return contrastive_pairs(distances(x), *masks(labels))


def contrastive_pairs(d, positive, negative):
    terms = torch.where(positive, d, relu(1 - d)).square() / 2
    pairs = positive | negative
    return (terms * pairs).sum() / pairs.sum()


def triplet_batch_hard(x, labels, margin=0.2):
    positive, negative = masks(labels)
    d = distances(normalize(x))
    farthest = d.masked_fill(~positive, -1).amax(1)
    nearest = d.masked_fill(~negative, 1e9).amin(1)
    return relu(farthest - nearest + margin).mean()


def triplet_semi_hard(x, labels, margin=0.2):
    """Positive pairs are few: all their triplets are [pairs, B], not [B, B, B]."""
    positive, negative = masks(labels)
    x = normalize(x)
    d = 2 - 2 * x @ x.T
    anchor, other = positive.nonzero(as_tuple=True)
    with torch.no_grad():
        gap = d[anchor, other, None] - d[anchor]
        mined = negative[anchor] & (gap < 0) & (gap > -margin)
        pair, third = mined.nonzero(as_tuple=True)
    terms = d[anchor[pair], other[pair]] - d[anchor[pair], third] + margin
    return terms.sum() / max(1, len(terms))


def triplet_all(x, labels, margin=0.2):
    positive, negative = masks(labels)
    x = normalize(x)
    d = 2 - 2 * x @ x.T
    anchor, other = positive.nonzero(as_tuple=True)
    among = negative[anchor]
    return (relu(d[anchor, other, None] - d[anchor] + margin) * among).sum() / among.sum().clamp(min=1)


def multi_similarity(x, labels, alpha=2, beta=50, lam=1, epsilon=0.1):
    positive, negative = masks(labels)
    x = normalize(x)
    s = x @ x.T
    with torch.no_grad():
        positive, negative = (
            positive & (s < s.masked_fill(~negative, -1e9).amax(1, keepdim=True) + epsilon),
            negative & (s > s.masked_fill(~positive, 1e9).amin(1, keepdim=True) - epsilon),
        )
    pull = log_one_plus_sum_exp(-alpha * (s - lam), positive) / alpha
    push = log_one_plus_sum_exp(beta * (s - lam), negative) / beta
    return (pull + push).mean()


def log_one_plus_sum_exp(s, mask):
    s = s.masked_fill(~mask, -1e9)
    return torch.logsumexp(torch.cat([s, torch.zeros(len(s), 1)], 1), 1)


def circle(x, labels, margin=0.4, gamma=80):
    positive, negative = masks(labels)
    x = normalize(x)
    s = x @ x.T
    pull = -gamma * relu(1 + margin - s.detach()) * (s - 1 + margin)
    push = gamma * relu(s.detach() + margin) * (s - margin)
    pull = pull.masked_fill(~positive, -1e9).logsumexp(1)
    push = push.masked_fill(~negative, -1e9).logsumexp(1)
    return softplus(pull + push).mean()


def ranked_list(x, labels, alpha=1.2, margin=0.4, temperature=10):
    positive, negative = masks(labels)
    d = distances(normalize(x))
    far = d - (alpha - margin)
    pulled = positive & (far > 0)
    pull = (far * pulled).sum(1) / pulled.sum(1).clamp(min=1)
    near = alpha - d
    pushed = negative & (near > 0)
    weights = (temperature * near.detach()).masked_fill(~pushed, -1e9).softmax(1) * pushed
    return (pull / 2 + (weights * near).sum(1) / 2).mean()


def similarity_contrastive(x, labels, lam=0.5):
    positive, negative = masks(labels)
    x = normalize(x)
    s = x @ x.T
    return torch.where(positive, 1 - s, s * (negative & (s > lam))).sum() / len(x)


def proxy_nca(x, labels, proxies):
    s = 2 - 2 * normalize(x) @ normalize(proxies).T
    own = s.gather(1, labels[:, None])[:, 0]
    return (own + (-s).scatter(1, labels[:, None], -1e9).logsumexp(1)).mean()


def soft_triple(x, labels, proxies, scale=20, gamma=0.1, delta=0.01, tau=0.2, epsilon=1e-5):
    w = normalize(proxies)
    s = (normalize(x) @ w.T).reshape(len(x), -1, CENTRES)
    similarity = ((s / gamma).softmax(2) * s).sum(2)
    margin = torch.zeros_like(similarity).scatter_(1, labels[:, None], delta)
    loss = torch.nn.functional.cross_entropy(scale * (similarity - margin), labels)
    centres = w.reshape(-1, CENTRES, w.shape[1])
    first, second = torch.triu_indices(CENTRES, CENTRES, 1)
    products = (centres @ centres.transpose(1, 2))[:, first, second]
    spread = (2 - 2 * products + epsilon).clamp(min=epsilon).sqrt().sum()
    return loss + tau * spread / (len(w) * (CENTRES - 1))


class CrossBatchMemory:
    """The contrastive loss against the last four batches."""

    def __init__(self):
        self.rows = self.labels = None

    def __call__(self, x, labels):
        size = 4 * len(x)
        rows, known = (x.detach(), labels) if self.rows is None else (self.rows, self.labels)
        if self.rows is not None:
            rows, known = torch.cat([rows, x.detach()])[-size:], torch.cat([known, labels])[-size:]
        self.rows, self.labels = rows, known
        same = labels[:, None] == known[None, :]
        pair = torch.ones_like(same)
        pair[:, -len(x) :].fill_diagonal_(False)
        d = (2 - 2 * normalize(x) @ normalize(rows).T).clamp(min=1e-12).sqrt()
        return contrastive_pairs(d, same & pair, ~same & pair)


def distance_weighted(x, labels, draws=3, margin=0.2):
    """Triplets of all positives with negatives drawn by distance-weighted sampling."""
    positive, negative = masks(labels)
    x = normalize(x)
    squared = 2 - 2 * x @ x.T
    with torch.no_grad():
        d = squared.clamp(min=1e-12).sqrt().clamp(min=0.5)
        weight = (2 - DIMENSION) * d.log() - (DIMENSION - 3) / 2 * (1 - d.square() / 4).log()
        reach = negative & (d < 1.4)
        probability = weight.masked_fill(~reach, -1e9).softmax(1)
        drawn = torch.multinomial(probability, draws, replacement=True)
        chosen = torch.zeros_like(reach).scatter_(1, drawn, True) & reach
        anchor, other = positive.nonzero(as_tuple=True)
        pair, third = chosen[anchor].nonzero(as_tuple=True)
    terms = relu(squared[anchor[pair], other[pair]] - squared[anchor[pair], third] + margin)
    return terms.sum() / max(1, len(terms))


LOSSES = {
    "contrastive": contrastive,
    "tripletBatchHard": triplet_batch_hard,
    "triplet": triplet_semi_hard,
    "tripletAll": triplet_all,
    "multiSimilarity": multi_similarity,
    "circle": circle,
    "rankedList": ranked_list,
    "similarityContrastive": similarity_contrastive,
    "proxyNca": proxy_nca,
    "softTriple": soft_triple,
    "crossBatchMemory": CrossBatchMemory,
    "distanceWeighted": distance_weighted,
}
