import type { WebSocket } from "ws";

/** Which open sockets were let in by which device's token. */
export class DeviceSockets {
  readonly #byDevice = new Map<string, Set<WebSocket>>();

  /** Until it is closed. */
  add(deviceId: string, socket: WebSocket): void {
    const sockets = this.#byDevice.get(deviceId) ?? new Set();
    this.#byDevice.set(deviceId, sockets.add(socket));
    socket.once("close", () => {
      sockets.delete(socket);
      if (sockets.size === 0 && this.#byDevice.get(deviceId) === sockets) this.#byDevice.delete(deviceId);
    });
  }

  of(deviceId: string): readonly WebSocket[] {
    return [...(this.#byDevice.get(deviceId) ?? [])];
  }
}
