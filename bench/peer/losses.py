"""Every loss of the lab once more in PyTorch, as one would write it there for speed."""

import math
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
    weights = [x] + [
        read(folder, f"{name}-{rows}-loss-{own}", columns)
        for own, columns in [("proxies", DIMENSION), ("beta", 1)]
        if os.path.exists(os.path.join(folder, f"{name}-{rows}-loss-{own}"))
    ]
    if name in TARGETED:
        labels = read(folder, f"{name}-{rows}-targets", 2).detach()
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


def cross_entropy(logits, labels):
    return torch.nn.functional.cross_entropy(logits, labels)


def own_class(labels, margin):
    return margin * torch.nn.functional.one_hot(labels, CLASSES)


def normalised_softmax(x, labels, proxies, temperature=0.05):
    return cross_entropy(normalize(x) @ normalize(proxies).T / temperature, labels)


def cos_face(x, labels, proxies, scale=64, margin=0.35):
    return cross_entropy(scale * (normalize(x) @ normalize(proxies).T - own_class(labels, margin)), labels)


def arc_face(x, labels, proxies, scale=64, margin=0.5):
    s = normalize(x) @ normalize(proxies).T
    own = s.gather(1, labels[:, None])
    turned = own * math.cos(margin) - (1 - own.square()).clamp(min=1e-6).sqrt() * math.sin(margin)
    return cross_entropy(scale * s.scatter(1, labels[:, None], turned), labels)


def proxy_nca_plus_plus(x, labels, proxies, scale=9):
    return cross_entropy(-scale * (2 - 2 * normalize(x) @ normalize(proxies).T), labels)


def proxy_triplet(x, labels, proxies, margin=1):
    d = 2 - 2 * normalize(x) @ normalize(proxies).T
    terms = relu(d.gather(1, labels[:, None]) - d + margin).scatter(1, labels[:, None], 0)
    return terms.sum(1).mean() / (CLASSES - 1)


def proxy_anchor(x, labels, proxies, alpha=32, delta=0.1):
    s = normalize(proxies) @ normalize(x).T
    own = labels[None, :] == torch.arange(CLASSES)[:, None]
    pull = log_one_plus_sum_exp(-alpha * (s - delta), own)
    push = log_one_plus_sum_exp(alpha * (s + delta), ~own)
    return pull.sum() / own.any(1).sum() + push.mean()


def rep_met(x, labels, proxies, sigma=0.5, alpha=0.5):
    d = (2 - 2 * normalize(x) @ normalize(proxies).T).clamp(min=1e-12).reshape(len(x), CLASSES, -1).amin(2)
    root = d.sqrt()
    own = root.gather(1, labels[:, None])[:, 0]
    other = root.scatter(1, labels[:, None], 1e9).amin(1)
    return cross_entropy(-d / (2 * sigma**2), labels) + relu(own - other + alpha).mean()


def triplet_upper_bound(x, labels, centroids=torch.eye(CLASSES, DIMENSION)):
    d = (2 - 2 * normalize(x) @ normalize(centroids).T).clamp(min=1e-12).sqrt()
    own = d.gather(1, labels[:, None])[:, 0]
    return (own - (d.sum(1) - own) / (3 * (CLASSES - 1))).mean()


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


def raw_distances(x):
    """Euclidean, of vectors of any length."""
    lengths = x.square().sum(1)
    return (lengths[:, None] + lengths[None, :] - 2 * x @ x.T).clamp(min=1e-12).sqrt()


def masked_log_sum_exp(s, mask):
    return s.masked_fill(~mask, -1e9).logsumexp(1)


def nt_xent(x, labels, temperature=0.1):
    positive, negative = masks(labels)
    x = normalize(x)
    s = x @ x.T / temperature
    terms = masked_log_sum_exp(s, positive | negative)[:, None] - s
    return (terms * positive).sum() / positive.sum()


def sup_con(x, labels, temperature=0.1):
    positive, negative = masks(labels)
    x = normalize(x)
    s = x @ x.T / temperature
    right = (s * positive).sum(1) / positive.sum(1).clamp(min=1)
    return (masked_log_sum_exp(s, positive | negative) - right).mean()


def lifted_structure(x, labels, margin=1):
    positive, negative = masks(labels)
    d = raw_distances(x)
    ends = masked_log_sum_exp(margin - d, negative)
    terms = relu(torch.logaddexp(ends[:, None], ends[None, :]) + d).square()
    return (terms * positive).sum() / positive.sum() / 2


def generalised_lifted(x, labels, margin=1):
    positive, negative = masks(labels)
    d = raw_distances(x)
    return relu(masked_log_sum_exp(d, positive) + masked_log_sum_exp(margin - d, negative)).mean()


def n_pair(x, labels, l2=0.02):
    """One pair of each class: its first two samples."""
    with torch.no_grad():
        before = ((labels[:, None] == labels[None, :]).tril(-1)).sum(1)
        anchor, other = (before == 0).nonzero()[:, 0], (before == 1).nonzero()[:, 0]
        other = other[labels[other].argsort()]
        anchor = anchor[labels[anchor].argsort()]
    logits = x[anchor] @ x[other].T
    return cross_entropy(logits, torch.arange(len(anchor))) + l2 * x.square().sum(1).mean()


def angular(x, labels, alpha=45):
    """The sum over negatives of exp(u_an + u_pn) is a product of matrices: no triplets are formed."""
    positive, negative = masks(labels)
    x = normalize(x)
    s = x @ x.T
    squared = math.tan(math.radians(alpha)) ** 2
    u = (4 * squared * s).masked_fill(~negative, -1e9)
    shift = u.detach().amax(1, keepdim=True)
    factors = (u - shift).exp()
    sums = (factors @ factors.T).clamp(min=1.2e-38).log() + shift + shift.T
    terms = softplus(sums - 2 * (1 + squared) * s)
    return (terms * positive).sum() / positive.sum()


def soft_histogram(position, weights, nodes):
    """Rows of weights shared between the two nodes that each number lies between."""
    below = position.detach().floor().clamp(0, nodes - 2)
    upper = (position - below) * weights
    below = below.long()
    out = torch.zeros(len(position), nodes)
    return out.scatter_add(1, below, weights - upper).scatter_add(1, below + 1, upper)


def fast_ap(x, labels, bins=10):
    positive, negative = masks(labels)
    x = normalize(x)
    position = (2 - 2 * x @ x.T).clamp(min=0) * (bins / 4)
    right = soft_histogram(position, positive.float(), bins + 1)
    wrong = soft_histogram(position, negative.float(), bins + 1)
    near = right.cumsum(1)
    precision = near / (near + wrong.cumsum(1)).clamp(min=1e-12)
    return (1 - (right * precision).sum(1) / positive.sum(1).clamp(min=1)).mean()


def histogram(x, labels, nodes=151):
    positive, negative = masks(labels)
    x = normalize(x)
    position = (x @ x.T + 1).reshape(1, -1) * ((nodes - 1) / 2)

    def shares(mask):
        return soft_histogram(position, mask.reshape(1, -1).float(), nodes) / mask.sum().clamp(min=1)

    return (shares(negative) * shares(positive).cumsum(1)).sum()


def smooth_ap(x, labels, temperature=0.01):
    """Only positives are ranked: [pairs, B + 1] in place of [B, B, B]."""
    positive, _ = masks(labels)
    x = normalize(x)
    itself = x.square().sum(1, keepdim=True)
    s = torch.cat([x @ x.T, itself], 1) / temperature
    right = torch.cat([positive, torch.ones_like(itself, dtype=torch.bool)], 1)
    among = torch.cat([~torch.eye(len(x), dtype=torch.bool), torch.ones_like(itself, dtype=torch.bool)], 1)
    query, result = right.nonzero(as_tuple=True)
    ahead = (s[query] - s[query, result, None]).sigmoid() * among[query]
    ahead = ahead.scatter(1, result[:, None], 0)
    ratio = (1 + (ahead * right[query]).sum(1)) / (1 + ahead.sum(1))
    terms = torch.zeros(len(x)).index_add(0, query, ratio) / right.sum(1)
    return 1 - terms.mean()


def margin_loss(x, labels, beta, margin=0.2):
    positive, negative = masks(labels)
    d = distances(normalize(x))
    boundary = beta[labels] if len(beta) > 1 else beta
    pull = relu(d - boundary + margin) * positive
    push = relu(boundary - d + margin) * negative
    active = (pull > 0).sum() + (push > 0).sum()
    return (pull.sum() + push.sum()) / active.clamp(min=1)


def log_ratio(x, targets):
    """The first row is the anchor; its pairs are counted by their spread."""
    lengths = x.square().sum(1)
    d = (lengths[0] + lengths[1:] - 2 * x[1:] @ x[0]).clamp(min=0)
    ratio = (d + 1e-6).log() - ((targets[1:] - targets[0]).square().sum(1) + 1e-6).log()
    others = len(ratio)
    return (ratio - ratio.mean()).square().sum() * others / (others * (others - 1) / 2)


def top_k_precision(x, labels, k=5, margin=0.05):
    positive, negative = masks(labels)
    x = normalize(x)
    s = x @ x.T + margin * negative
    with torch.no_grad():
        among = s.masked_fill(~(positive | negative), -1e9)
        found = torch.zeros_like(s).scatter_(1, among.topk(k, 1).indices, 1)
        wanted = torch.zeros_like(s).scatter_(1, (among + 5 * positive).topk(k, 1).indices, 1)
    return (s * (found - wanted)).sum(1).mean()


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


# Losses with continuous labels.
TARGETED = {"logRatio"}

LOSSES = {
    "angular": angular,
    "arcFace": arc_face,
    "cosFace": cos_face,
    "fastAp": fast_ap,
    "generalisedLifted": generalised_lifted,
    "histogram": histogram,
    "liftedStructure": lifted_structure,
    "logRatio": log_ratio,
    "margin": margin_loss,
    "nPair": n_pair,
    "normalisedSoftmax": normalised_softmax,
    "ntXent": nt_xent,
    "proxyAnchor": proxy_anchor,
    "proxyNcaPlusPlus": proxy_nca_plus_plus,
    "proxyTriplet": proxy_triplet,
    "repMet": rep_met,
    "smoothAp": smooth_ap,
    "supCon": sup_con,
    "topKPrecision": top_k_precision,
    "tripletUpperBound": triplet_upper_bound,
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
