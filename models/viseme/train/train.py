"""
Trains the mouth's network on frames that main.ts wrote, in one thread, the same for the same seed. Prints one JSON line an
epoch; writes `state.npz` after each, from which a stopped run goes on, and at the end `network.json` and, for whoever
wants to compare, its answers to the first sentence: `answers.json`.

    python3 train.py FRAMES_FOLDER NAMES.json OUT_FOLDER --hidden 40 --epochs 24 --seed 1 --judge NAME …
"""
import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import argparse
import json
import time

import numpy as np

import network

CHUNK = 160
WARM_UP = 12
SCORED = 6
UNLABELLED = 255


def load(folder, name, bands):
    lengths = json.load(open(f"{folder}/{name}.json"))
    inputs = np.fromfile(f"{folder}/{name}.f32", np.float32).reshape(-1, 2 * bands)
    labels = np.fromfile(f"{folder}/{name}.u8", np.uint8)
    return inputs, labels, np.concatenate([[0], np.cumsum(lengths)])


def chunks_of(bounds):
    """Where each chunk begins and ends; those inside an utterance begin earlier, by what they need to warm up."""
    found = []
    for low, high in zip(bounds[:-1], bounds[1:]):
        for begin in range(low, high, CHUNK - WARM_UP):
            if high - begin > WARM_UP:
                found.append((begin, min(begin + CHUNK, high), begin > low))
    return found


def batch_of(sets, chosen):
    width = sets[0][0].shape[1]
    inputs = np.zeros((CHUNK, len(chosen), width), np.float32)
    labels = np.full((CHUNK, len(chosen)), UNLABELLED, np.uint8)
    for column, (which, (begin, end, inside)) in enumerate(chosen):
        inputs[: end - begin, column] = sets[which][0][begin:end]
        labels[: end - begin, column] = sets[which][1][begin:end]
        if inside:
            labels[:WARM_UP, column] = UNLABELLED
    return inputs, labels


def class_weights(sets, classes):
    counts = sum(np.bincount(s[1][s[1] < classes], minlength=classes) for s in sets)
    weights = 1 / np.sqrt(np.maximum(counts, 1) / max(counts.sum(), 1))
    weights[SCORED:] *= 0.5
    return (weights / weights.mean()).astype(np.float32)


def recalls(p, judged):
    """Share of each scored class's frames that the six outputs get right."""
    inputs, labels, bounds = judged
    right, all_ = np.zeros(SCORED), np.zeros(SCORED)
    spans = list(zip(bounds[:-1], bounds[1:]))
    longest = max(high - low for low, high in spans)
    batch = np.zeros((longest, len(spans), inputs.shape[1]), np.float32)
    for column, (low, high) in enumerate(spans):
        batch[: high - low, column] = inputs[low:high]
    logits, _ = network.forward(p, batch)
    answers = logits[..., :SCORED].argmax(-1)
    for column, (low, high) in enumerate(spans):
        truth = labels[low:high]
        for label in range(SCORED):
            there = truth == label
            all_[label] += there.sum()
            right[label] += (answers[: high - low, column][there] == label).sum()
    return right / np.maximum(all_, 1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("names")
    parser.add_argument("out")
    parser.add_argument("--judge", nargs="*", default=[])
    parser.add_argument("--bands", type=int, default=24)
    parser.add_argument("--hidden", type=int, default=40)
    parser.add_argument("--classes", type=int, default=8)
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--seed", type=int, default=1)
    a = parser.parse_args()
    os.makedirs(a.out, exist_ok=True)
    learned = json.load(open(a.names))
    sets = [load(a.folder, name, a.bands) for name in learned]
    judged = {name: load(a.folder, name, a.bands) for name in a.judge}
    chunks = [(which, chunk) for which, s in enumerate(sets) for chunk in chunks_of(s[2])]
    weights = class_weights(sets, a.classes)
    p = network.start(a.bands, a.hidden, a.classes, np.random.default_rng(a.seed))
    m = {name: np.zeros_like(p[name]) for name in p}
    v = {name: np.zeros_like(p[name]) for name in p}
    begun, step = 0, 0
    settings = json.dumps([learned, a.bands, a.hidden, a.classes, a.epochs, a.batch, a.rate, a.seed, len(chunks)])
    state_file = f"{a.out}/state.npz"
    if os.path.exists(state_file):
        kept = np.load(state_file)
        if str(kept["settings"]) == settings:
            p, m, v = ({name: kept[f"{part}-{name}"] for name in p} for part in "pmv")
            begun, step = int(kept["epoch"]), int(kept["step"])
    per_epoch = len(chunks) // a.batch or 1
    rising = max(1, a.epochs * per_epoch // 40)
    for epoch in range(begun, a.epochs):
        since = time.time()
        rng = np.random.default_rng([a.seed, epoch])
        order = rng.permutation(len(chunks))
        losses = []
        for i in range(per_epoch):
            chosen = [chunks[j] for j in order[i * a.batch : (i + 1) * a.batch]]
            inputs, labels = batch_of(sets, chosen)
            noise = rng.standard_normal(inputs.shape, np.float32)
            inputs += 0.05 * noise
            logits, kept = network.forward(p, inputs)
            loss, d_logits = network.cross_entropy(logits, labels, weights)
            gradients = network.backward(p, inputs, kept, d_logits)
            losses.append(loss)
            step += 1
            norm = np.sqrt(sum(float((g * g).sum()) for g in gradients.values()))
            shrink = min(1.0, 1.0 / (norm + 1e-9))
            done = step / (a.epochs * per_epoch)
            rate = a.rate * min(1.0, step / rising) * 0.5 * (1 + np.cos(np.pi * min(1.0, done)))
            for name, gradient in gradients.items():
                gradient = gradient * shrink
                m[name] += 0.1 * (gradient - m[name])
                v[name] += 0.002 * (gradient * gradient - v[name])
                correct = np.sqrt(1 - 0.998**step) / (1 - 0.9**step)
                p[name] -= (rate * correct * m[name] / (np.sqrt(v[name]) + 1e-8)).astype(np.float32)
        line = {"epoch": epoch + 1, "of": a.epochs, "loss": round(float(np.mean(losses)), 4)}
        for name, data in judged.items():
            line[name] = [round(float(x), 3) for x in recalls(p, data)]
            line[f"{name} balanced"] = round(float(np.mean(line[name])), 4)
        line["seconds"] = round(time.time() - since, 1)
        print(json.dumps(line), flush=True)
        state = {f"{part}-{name}": x[name] for part, x in (("p", p), ("m", m), ("v", v)) for name in x}
        np.savez(f"{a.out}/state.part.npz", settings=settings, epoch=epoch + 1, step=step, **state)
        os.replace(f"{a.out}/state.part.npz", state_file)
    inputs, _, bounds = sets[0]
    logits, _ = network.forward(p, inputs[: bounds[1], None])
    chances = np.exp(logits[:, 0] - logits[:, 0].max(-1, keepdims=True))
    chances /= chances.sum(-1, keepdims=True)
    json.dump([[float(y) for y in row] for row in chances], open(f"{a.out}/answers.json", "w"))
    plain = {name: {"shape": x.shape, "values": [float(y) for y in x.ravel()]} for name, x in p.items()}
    json.dump(plain, open(f"{a.out}/network.json", "w"))


if __name__ == "__main__":
    main()
