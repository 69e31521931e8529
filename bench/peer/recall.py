"""Recall@K by FAISS: the K nearest by inner product of unit vectors, exactly, and a look at their labels."""

import os

import blas

DIMENSION, PER_CLASS, KS = 512, 5, [1, 10, 100, 1000]


def start(threads):
    import faiss

    faiss.omp_set_num_threads(threads)
    return f"FAISS {faiss.__version__}, {blas.name()}, threads {threads}"


def prepare(question, folder):
    import faiss
    import numpy

    if question["case"] == "matmul":
        a, b = (numpy.random.rand(question["size"], question["size"]).astype("float32") for _ in "ab")
        return lambda: float((a @ b)[0, 0])
    items = question["items"]
    x = numpy.fromfile(os.path.join(folder, f"recall-{items}"), dtype="float32").reshape(items, DIMENSION)
    labels = numpy.arange(items) % -(-items // PER_CLASS)

    def recall():
        index = faiss.IndexFlatIP(DIMENSION)
        index.add(x)
        # One more than asked for: each row finds itself.
        _, found = index.search(x, min(items, max(KS) + 1))
        itself = found == numpy.arange(items)[:, None]
        hit = (labels[found] == labels[:, None]) & ~itself
        rank = numpy.where(hit.any(1), hit.argmax(1) + 1, items)
        before = numpy.arange(found.shape[1]) < rank[:, None] - 1
        rank = rank - (itself & before).any(1)
        return {f"R@{k}": float((rank <= k).mean()) for k in KS}

    return recall
