"""A gated recurrent unit (Cho et al., 2014, reset after the product) and a linear layer, forwards and backwards, in NumPy."""
import numpy as np

NAMES = ("bands", "voice", "past", "bias", "out", "out_bias")


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def start(bands, hidden, classes, rng):
    """Parameters as a dictionary. The gates stand beside each other: reset, update, candidate."""
    def spread(rows, columns):
        return (rng.standard_normal((rows, columns)) / np.sqrt(rows)).astype(np.float32)

    past = np.concatenate([np.linalg.qr(rng.standard_normal((hidden, hidden)))[0] for _ in range(3)], axis=1)
    bias = np.zeros(3 * hidden, np.float32)
    bias[hidden : 2 * hidden] = 0.5
    return {
        "bands": spread(bands, 3 * hidden),
        "voice": 0.3 * spread(bands, 3 * hidden),
        "past": past.astype(np.float32),
        "bias": bias,
        "out": spread(hidden, classes),
        "out_bias": np.zeros(classes, np.float32),
    }


def forward(p, inputs):
    """`inputs`: time, batch, 2 * bands. Returns logits (time, batch, classes) and what `backward` needs."""
    steps, batch, _ = inputs.shape
    bands, hidden = p["bands"].shape[0], p["past"].shape[0]
    weights = np.concatenate([p["bands"], p["voice"]])
    asked = inputs.reshape(-1, 2 * bands) @ weights + p["bias"]
    asked = asked.reshape(steps, batch, 3 * hidden)
    states = np.zeros((steps + 1, batch, hidden), np.float32)
    gates = np.empty((steps, batch, 2 * hidden), np.float32)
    candidates = np.empty((steps, batch, hidden), np.float32)
    recalled = np.empty((steps, batch, hidden), np.float32)
    for t in range(steps):
        h = states[t]
        u = h @ p["past"]
        g = sigmoid(asked[t, :, : 2 * hidden] + u[:, : 2 * hidden])
        n = np.tanh(asked[t, :, 2 * hidden :] + g[:, :hidden] * u[:, 2 * hidden :])
        z = g[:, hidden:]
        states[t + 1] = n + z * (h - n)
        gates[t], candidates[t], recalled[t] = g, n, u[:, 2 * hidden :]
    logits = states[1:].reshape(-1, hidden) @ p["out"] + p["out_bias"]
    return logits.reshape(steps, batch, -1), (states, gates, candidates, recalled)


def backward(p, inputs, kept, d_logits):
    """Gradients of the parameters for that of the logits."""
    states, gates, candidates, recalled = kept
    steps, batch, width = inputs.shape
    hidden = p["past"].shape[0]
    flat = d_logits.reshape(steps * batch, -1)
    d_states = (flat @ p["out"].T).reshape(steps, batch, hidden)
    d_asked = np.empty((steps, batch, 3 * hidden), np.float32)
    d_recalled = np.empty((steps, batch, 3 * hidden), np.float32)
    past_t = np.ascontiguousarray(p["past"].T)
    carry = np.zeros((batch, hidden), np.float32)
    for t in range(steps - 1, -1, -1):
        r, z = gates[t, :, :hidden], gates[t, :, hidden:]
        n, h = candidates[t], states[t]
        dh = d_states[t] + carry
        dn = dh * (1 - z) * (1 - n * n)
        a = d_asked[t]
        a[:, :hidden] = dn * recalled[t] * r * (1 - r)
        a[:, hidden : 2 * hidden] = dh * (h - n) * z * (1 - z)
        a[:, 2 * hidden :] = dn
        u = d_recalled[t]
        u[:, : 2 * hidden] = a[:, : 2 * hidden]
        u[:, 2 * hidden :] = dn * r
        carry = dh * z + u @ past_t
    d_inputs = inputs.reshape(-1, width).T @ d_asked.reshape(-1, 3 * hidden)
    bands = width // 2
    return {
        "bands": d_inputs[:bands],
        "voice": d_inputs[bands:],
        "past": states[:-1].reshape(-1, hidden).T @ d_recalled.reshape(-1, 3 * hidden),
        "bias": d_asked.sum((0, 1)),
        "out": states[1:].reshape(-1, hidden).T @ flat,
        "out_bias": flat.sum(0),
    }


def cross_entropy(logits, labels, class_weights):
    """Mean weighted loss over the labelled frames (255 is none) and its gradient."""
    known = labels < logits.shape[-1]
    safe = np.where(known, labels, 0)
    shifted = logits - logits.max(-1, keepdims=True)
    chances = np.exp(shifted)
    chances /= chances.sum(-1, keepdims=True)
    weight = np.where(known, class_weights[safe], 0).astype(np.float32)
    total = max(float(weight.sum()), 1e-6)
    picked = np.take_along_axis(chances, safe[..., None], -1)[..., 0]
    loss = float(-(weight * np.log(picked + 1e-9)).sum() / total)
    np.put_along_axis(chances, safe[..., None], picked[..., None] - 1, -1)
    return loss, (chances * (weight / total)[..., None]).astype(np.float32)
